/*
 * The bytes that a fuzz target is given, taken piece by piece, and how it says that something is wrong.
 * Each piece is a block of its own size, so that the address sanitizer sees the first step beyond it.
 */
#ifndef OKR_TESTS_FUZZ_INPUT_H
#define OKR_TESTS_FUZZ_INPUT_H

#include "base/arena.h"
#include "base/text.h"

struct input {
	const unsigned char *data;
	size_t size;
	struct arena *arena; /* for what the code under test wants one; empty for each input */
	void **pieces;       /* taken so far, freed with the input */
	size_t piece_count;
};

/* The next byte; 0 at the end. */
unsigned input_byte(struct input *input);

/* A number below `count`, which is at least 1; of two bytes, however small `count` is. */
size_t input_choice(struct input *input, size_t count);

/* What stands before the next NUL, which is dropped; empty at the end. */
struct text input_word(struct input *input);

/* All that is left. */
struct text input_rest(struct input *input);

/* Whether anything is left. */
static inline bool input_has_more(const struct input *input)
{
	return input->size > 0;
}

/* Gives back what was taken. */
void input_end(struct input *input);

/* Ends the program with the place when something that always holds does not. */
#define MUST(holds) ((holds) ? (void)0 : input_fail(__FILE__, __LINE__, #holds))

__attribute__((noreturn)) void input_fail(const char *file, int line, const char *what);

#endif
