/*
 * Decides what is well-formed UTF-8, by table 3-7 of the Unicode standard. What else a text must
 * not contain (NUL apart) is left to the callers.
 */
#include "base/utf8.h"

#include "utf8_internal.h"

/* Lead bytes with the range of the byte that follows; all later bytes are 80–BF. */
static const struct {
	unsigned char first, last, least, most;
	size_t size;
} leads[] = {
	{ 0x00, 0x7F, 0x00, 0x00, 1 }, { 0xC2, 0xDF, 0x80, 0xBF, 2 }, { 0xE0, 0xE0, 0xA0, 0xBF, 3 },
	{ 0xE1, 0xEC, 0x80, 0xBF, 3 }, { 0xED, 0xED, 0x80, 0x9F, 3 }, { 0xEE, 0xEF, 0x80, 0xBF, 3 },
	{ 0xF0, 0xF0, 0x90, 0xBF, 4 }, { 0xF1, 0xF3, 0x80, 0xBF, 4 }, { 0xF4, 0xF4, 0x80, 0x8F, 4 },
};

size_t utf8_step(const char *at, size_t left)
{
	const unsigned char *bytes = (const unsigned char *)at;

	for (size_t i = 0; i < sizeof(leads) / sizeof(leads[0]); i++) {
		size_t size = leads[i].size;

		if (bytes[0] < leads[i].first || bytes[0] > leads[i].last)
			continue;
		if (size > left)
			return 0;
		if (size > 1 && (bytes[1] < leads[i].least || bytes[1] > leads[i].most))
			return 0;
		for (size_t later = 2; later < size; later++) {
			if ((bytes[later] & 0xC0) != 0x80)
				return 0;
		}
		return size;
	}
	return 0;
}

bool utf8_check(struct text bytes)
{
	size_t at = 0;

	while (at < bytes.size) {
		size_t size = utf8_step(bytes.data + at, bytes.size - at);

		if (size == 0 || bytes.data[at] == '\0')
			return false;
		at += size;
	}
	return true;
}
