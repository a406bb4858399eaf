/*
 * Decides what is well-formed UTF-8, by table 3-7 of the Unicode standard. What else a text must
 * not contain (NUL apart) is left to the callers.
 */
#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

#include "base/copy.h"
#include "utf8_internal.h"

/* What may follow a lead byte: the range of the next byte; all later bytes are 80–BF. */
static const struct {
	unsigned char min, max;
	size_t size;
} leads[] = {
	{ 0x00, 0x00, 0 }, { 0x00, 0x00, 1 }, { 0x80, 0xBF, 2 },
	{ 0xA0, 0xBF, 3 }, { 0x80, 0xBF, 3 }, { 0x80, 0x9F, 3 },
	{ 0x90, 0xBF, 4 }, { 0x80, 0xBF, 4 }, { 0x80, 0x8F, 4 },
};

/* The row of each lead byte; 0 for those that begin nothing. */
static const unsigned char lead_of[256] = {
	[0x00 ... 0x7F] = 1, [0xC2 ... 0xDF] = 2, [0xE0] = 3,
	[0xE1 ... 0xEC] = 4, [0xED] = 5,          [0xEE ... 0xEF] = 4,
	[0xF0] = 6,          [0xF1 ... 0xF3] = 7, [0xF4] = 8,
};

size_t utf8_step(const char *at, size_t left)
{
	const unsigned char *bytes = (const unsigned char *)at;
	unsigned lead = lead_of[bytes[0]];
	size_t size = leads[lead].size;

	if (size <= 1)
		return size;
	if (size > left || bytes[1] < leads[lead].min || bytes[1] > leads[lead].max)
		return 0;
	for (size_t later = 2; later < size; later++) {
		if ((bytes[later] & 0xC0) != 0x80)
			return 0;
	}
	return size;
}

/* How many bytes from here on are ASCII without NUL, looked at eight at once: most texts are no more. */
static size_t ascii_run(const char *at, size_t left)
{
	const uint64_t high = UINT64_C(0x8080808080808080), ones = UINT64_C(0x0101010101010101);
	size_t run = 0;

	for (; run + sizeof(high) <= left; run += sizeof(high)) {
		uint64_t bytes;

		memcpy(&bytes, at + run, sizeof(bytes));
		if ((bytes | (bytes - ones)) & high)
			break;
	}
	while (run < left && at[run] != '\0' && !(at[run] & 0x80))
		run++;
	return run;
}

bool utf8_check(struct text bytes)
{
	size_t at = 0;

	while (at < bytes.size) {
		size_t run = ascii_run(bytes.data + at, bytes.size - at), size;

		at += run;
		if (at == bytes.size)
			break;
		size = utf8_step(bytes.data + at, bytes.size - at);
		if (size == 0 || bytes.data[at] == '\0')
			return false;
		at += size;
	}
	return true;
}

struct text utf8_mend(struct arena *arena, struct text bytes)
{
	static const char replacement[] = "\xEF\xBF\xBD";
	enum { REPLACEMENT_SIZE = sizeof(replacement) - 1 };
	size_t room = bytes.size * REPLACEMENT_SIZE + 1, at = 0, end = 0;
	char *mended = arena_take(arena, room);

	while (at < bytes.size) {
		size_t size = utf8_step(bytes.data + at, bytes.size - at);
		bool is_text = size > 0 && bytes.data[at] != '\0';
		struct text one = { is_text ? bytes.data + at : replacement,
				    is_text ? size : REPLACEMENT_SIZE };

		copy_bytes(mended + end, room - end, one.data, one.size);
		end += one.size;
		at += is_text ? size : 1;
	}
	return (struct text){ mended, end };
}
