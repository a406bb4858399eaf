/*
 * Finds credentials by their form alone, wherever they stand in a line of the log. Which of them are
 * valid is not asked: one that is refused here may be good elsewhere.
 */
#include "base/redact.h"

#include <string.h>

enum {
	KEPT = 9, /* tells which key it was: the prefix that is stored and listed */
	ELLIPSIS = 3,
	TOKEN_PART_MIN = 16, /* of the first and last part of a token; {"alg":"HS256"} has 20 */
};

/* API keys, cookies of sessions, one-time links. */
static const char *const marks[] = { "okrt_", "okrc_", "okrl_" };

enum { MARK_SIZE = 5 };

static bool is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '-';
}

/* How many bytes of a word stand here. */
static size_t word_size(const char *bytes, size_t size)
{
	size_t at = 0;

	while (at < size && is_word_byte(bytes[at]))
		at++;
	return at;
}

/* A secret of ours: all of the word from its mark on. 0: none begins here. */
static size_t key_size(const char *bytes, size_t size)
{
	for (size_t i = 0; size >= MARK_SIZE && i < sizeof(marks) / sizeof(marks[0]); i++)
		if (memcmp(bytes, marks[i], MARK_SIZE) == 0)
			return word_size(bytes, size);
	return 0;
}

/*
 * A token: words with dots between, of which the first is a header and the third a signature; or the
 * first begins as "{" does in base64 with a quote or a blank behind it, for the rest may have been
 * cut off. 0: none begins here.
 */
static size_t token_size(const char *bytes, size_t size)
{
	size_t first = word_size(bytes, size), at = first, words = 1, last = 0;
	bool is_object = first >= TOKEN_PART_MIN && bytes[0] == 'e' &&
			 (bytes[1] == 'y' || bytes[1] == 'w');

	while (at + 1 < size && bytes[at] == '.' && words < 3) {
		last = word_size(bytes + at + 1, size - at - 1);
		at += 1 + last;
		words++;
	}
	if (words > 1 && is_object)
		return at;
	return words == 3 && first >= TOKEN_PART_MIN && last >= TOKEN_PART_MIN ? at : 0;
}

/* A token begins where a word does; a key may hang behind another word (x_okrt_…). */
static size_t credential_size(const char *bytes, size_t size, bool is_within_word)
{
	size_t found = key_size(bytes, size);

	if (found == 0 && !is_within_word && size > 0 && is_word_byte(bytes[0]))
		found = token_size(bytes, size);
	return found > KEPT ? found : 0;
}

/* Writes what is kept of a credential of `size` bytes; what is written never overtakes what is read. */
static size_t keep_beginning(char *to, const char *from, size_t size)
{
	size_t kept = 0;

	for (; kept < size && kept < KEPT + ELLIPSIS; kept++)
		to[kept] = kept < KEPT ? from[kept] : '.';
	return kept;
}

size_t redact_credentials(char *bytes, size_t size)
{
	size_t from = 0, to = 0;
	bool is_within_word = false;

	while (from < size) {
		size_t found = credential_size(bytes + from, size - from, is_within_word);

		if (found == 0) {
			is_within_word = is_word_byte(bytes[from]);
			bytes[to++] = bytes[from++];
			continue;
		}
		to += keep_beginning(bytes + to, bytes + from, found);
		from += found;
		is_within_word = true;
	}
	return to;
}

bool redact_finds(struct text text)
{
	bool is_within_word = false;

	for (size_t i = 0; i < text.size; i++) {
		if (credential_size(text.data + i, text.size - i, is_within_word) > 0)
			return true;
		is_within_word = is_word_byte(text.data[i]);
	}
	return false;
}
