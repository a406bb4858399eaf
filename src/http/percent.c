/*
 * Percent-encoding (RFC 3986, section 2.1) and its form in query strings, where "+" is a blank.
 * What it decodes is UTF-8 without NUL or it is refused; it does not split paths or queries.
 */
#include "http/percent.h"

#include "base/utf8.h"
#include "percent_internal.h"

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The byte of the escape at `at`, or -1 when it is broken. */
static int escape_read(struct text raw, size_t at)
{
	int high, low;

	if (raw.size - at < 3)
		return -1;
	high = hex_digit(raw.data[at + 1]);
	low = hex_digit(raw.data[at + 2]);
	return high < 0 || low < 0 ? -1 : high * 16 + low;
}

static bool decode(struct arena *arena, struct text raw, char blank, struct text *out)
{
	char *bytes = arena_take(arena, raw.size + 1);
	struct text decoded = { bytes, 0 };
	size_t size = 0;

	for (size_t i = 0; i < raw.size; i++) {
		char c = raw.data[i];

		if (c == '%') {
			int byte = escape_read(raw, i);

			if (byte < 0)
				return false;
			bytes[size++] = (char)byte;
			i += 2;
		} else {
			bytes[size++] = c == blank ? ' ' : c;
		}
	}
	decoded.size = size;
	if (!utf8_check(decoded))
		return false;
	*out = decoded;
	return true;
}

bool percent_decode(struct arena *arena, struct text raw, struct text *out)
{
	return decode(arena, raw, ' ', out);
}

bool query_decode(struct arena *arena, struct text raw, struct text *out)
{
	return decode(arena, raw, '+', out);
}

static bool is_unreserved(char c)
{
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
		return true;
	return c != '\0' && strchr("-._~", c);
}

static bool is_path_byte(char c)
{
	return is_unreserved(c) || (c != '\0' && strchr("/!$&'()*+,;=:@", c));
}

static struct text encode(struct arena *arena, struct text raw, bool (*stays)(char c))
{
	static const char digits[] = "0123456789ABCDEF";
	char *bytes = arena_take(arena, 3 * raw.size + 1);
	size_t size = 0;

	for (size_t i = 0; i < raw.size; i++) {
		unsigned char c = (unsigned char)raw.data[i];

		if (stays((char)c)) {
			bytes[size++] = (char)c;
		} else {
			bytes[size++] = '%';
			bytes[size++] = digits[c >> 4];
			bytes[size++] = digits[c & 15];
		}
	}
	return (struct text){ bytes, size };
}

struct text percent_encode(struct arena *arena, struct text raw)
{
	return encode(arena, raw, is_unreserved);
}

struct text percent_encode_path(struct arena *arena, struct text path)
{
	return encode(arena, path, is_path_byte);
}
