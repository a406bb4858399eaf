/*
 * Pieces of a fuzz target's input, each in a block of its own size. What the pieces mean is the targets'.
 */
#include "input.h"

#include <stdio.h>
#include <stdlib.h>

unsigned input_byte(struct input *input)
{
	if (input->size == 0)
		return 0;
	input->size--;
	return *input->data++;
}

size_t input_choice(struct input *input, size_t count)
{
	size_t number = input_byte(input);

	return (number << 8 | input_byte(input)) % count;
}

static struct text take(struct input *input, size_t size)
{
	char *piece = malloc(size > 0 ? size : 1);

	MUST(piece != NULL);
	if (size > 0)
		memcpy(piece, input->data, size);
	input->pieces = memory_resize(input->pieces, (input->piece_count + 1) * sizeof(void *));
	input->pieces[input->piece_count++] = piece;
	input->data += size;
	input->size -= size;
	return (struct text){ piece, size };
}

struct text input_word(struct input *input)
{
	const unsigned char *end = input->size > 0 ? memchr(input->data, 0, input->size) : NULL;
	struct text word = take(input, end ? (size_t)(end - input->data) : input->size);

	if (end)
		input_byte(input);
	return word;
}

struct text input_rest(struct input *input)
{
	return take(input, input->size);
}

void input_end(struct input *input)
{
	for (size_t i = 0; i < input->piece_count; i++)
		free(input->pieces[i]);
	free(input->pieces);
	input->pieces = NULL;
	input->piece_count = 0;
}

void input_fail(const char *file, int line, const char *what)
{
	fprintf(stderr, "%s:%d: this does not hold: %s\n", file, line, what);
	abort();
}
