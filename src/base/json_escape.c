/*
 * The escapes of JSON strings. Text that is no UTF-8 does not come here: whoever took it refused
 * it.
 */
#include "json_escape.h"

#include <string.h>

bool json_escape_unit(const char *at, const char *end, unsigned *out)
{
	unsigned unit = 0;

	if (end - at < 4)
		return false;
	for (int i = 0; i < 4; i++) {
		char c = at[i];

		if (c >= '0' && c <= '9')
			unit = unit << 4 | (unsigned)(c - '0');
		else if (c >= 'a' && c <= 'f')
			unit = unit << 4 | (unsigned)(c - 'a' + 10);
		else if (c >= 'A' && c <= 'F')
			unit = unit << 4 | (unsigned)(c - 'A' + 10);
		else
			return false;
	}
	*out = unit;
	return true;
}

static char *put_character(char *out, unsigned character)
{
	if (character < 0x80) {
		*out++ = (char)character;
		return out;
	}
	if (character < 0x800) {
		*out++ = (char)(0xC0 | character >> 6);
	} else if (character < 0x10000) {
		*out++ = (char)(0xE0 | character >> 12);
		*out++ = (char)(0x80 | (character >> 6 & 0x3F));
	} else {
		*out++ = (char)(0xF0 | character >> 18);
		*out++ = (char)(0x80 | (character >> 12 & 0x3F));
		*out++ = (char)(0x80 | (character >> 6 & 0x3F));
	}
	*out++ = (char)(0x80 | (character & 0x3F));
	return out;
}

char *json_escape_put(char *out, const char **at, const char *end)
{
	static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	const char *escape = *at;
	unsigned unit = 0, low = 0;

	*at += 2;
	if (escape[1] != 'u') {
		*out++ = meant[strchr(letters, escape[1]) - letters];
		return out;
	}
	json_escape_unit(escape + 2, end, &unit);
	*at += 4;
	if (is_high_surrogate(unit)) {
		json_escape_unit(escape + 8, end, &low);
		*at += 6;
		unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
	}
	return put_character(out, unit);
}

/* No escape is shorter than what it stands for. */
struct text json_escape_resolve(struct arena *arena, struct text raw)
{
	char *resolved = arena_take(arena, raw.size);
	const char *at = raw.data, *end = raw.data + raw.size;
	char *out = resolved;

	while (at < end) {
		if (*at == '\\')
			out = json_escape_put(out, &at, end);
		else
			*out++ = *at++;
	}
	return (struct text){ resolved, (size_t)(out - resolved) };
}
