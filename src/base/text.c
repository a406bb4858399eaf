/*
 * Slices of text: comparing, trimming, cutting and counting. Looks at bytes alone and never at
 * the locale; checking that bytes are UTF-8 is left to utf8.c.
 */
#include "base/text.h"

static char ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

bool text_equal_ascii_case(struct text a, struct text b)
{
	if (a.size != b.size)
		return false;
	for (size_t i = 0; i < a.size; i++) {
		if (ascii_lower(a.data[i]) != ascii_lower(b.data[i]))
			return false;
	}
	return true;
}

bool text_starts_with(struct text t, struct text prefix)
{
	if (t.size < prefix.size)
		return false;
	return prefix.size == 0 || memcmp(t.data, prefix.data, prefix.size) == 0;
}

struct text text_trim(struct text t)
{
	while (t.size > 0 && is_white(t.data[0])) {
		t.data++;
		t.size--;
	}
	while (t.size > 0 && is_white(t.data[t.size - 1]))
		t.size--;
	return t;
}

struct text text_cut(struct text *rest, char mark)
{
	struct text before = *rest;
	const char *found = rest->size > 0 ? memchr(rest->data, mark, rest->size) : NULL;

	if (!found) {
		*rest = TEXT_NONE;
		return before;
	}
	before.size = (size_t)(found - before.data);
	rest->data = found + 1;
	rest->size -= before.size + 1;
	return before;
}

size_t text_characters(struct text t)
{
	size_t count = 0;

	for (size_t i = 0; i < t.size; i++)
		count += ((unsigned char)t.data[i] & 0xC0) != 0x80;
	return count;
}

struct text text_first(struct text t, size_t characters)
{
	size_t count = 0, size = 0;

	while (size < t.size) {
		count += ((unsigned char)t.data[size] & 0xC0) != 0x80;
		if (count > characters)
			break;
		size++;
	}
	return (struct text){ t.data, size };
}

bool text_to_count(struct text t, unsigned long long max, unsigned long long *out)
{
	unsigned long long count = 0;

	if (t.size == 0)
		return false;
	for (size_t i = 0; i < t.size; i++) {
		unsigned digit = (unsigned)(unsigned char)t.data[i] - '0';

		if (digit > 9 || digit > max || count > (max - digit) / 10)
			return false;
		count = count * 10 + digit;
	}
	*out = count;
	return true;
}
