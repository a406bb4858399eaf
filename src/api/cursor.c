/*
 * Cursors: the place of the last row that was looked at, so that a list goes on rightly while
 * records come and go. In hexadecimal: a check (8 bytes, so that a mistyped cursor, or one of
 * another list or order, is refused), the id (16), and in lists with a sort key its bytes.
 */
#include <assert.h>

#include "api/listing.h"

enum {
	CURSOR_CHECK = 8,
	CURSOR_ID = 16,
	CURSOR_HEAD = CURSOR_CHECK + CURSOR_ID,
	CURSOR_MOST = 1200,
};

static uint64_t cursor_check(struct exchange *x, const char *bytes, size_t size)
{
	struct text what = arena_print(x->work.arena, "%s %s %s\n", x->route->method,
				       x->route->path, x->sort ? x->sort->name : "");
	char *all = arena_take(x->work.arena, what.size + size);

	memcpy(all, what.data, what.size);
	memcpy(all + what.size, bytes, size);
	return digest64((struct text){ all, what.size + size });
}

static struct text to_hex(struct arena *arena, const char *bytes, size_t size)
{
	static const char digits[] = "0123456789abcdef";
	char *hex = arena_take(arena, 2 * size + 1);

	for (size_t i = 0; i < size; i++) {
		hex[2 * i] = digits[(unsigned char)bytes[i] >> 4];
		hex[2 * i + 1] = digits[bytes[i] & 15];
	}
	return (struct text){ hex, 2 * size };
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool from_hex(struct text hex, char *bytes)
{
	for (size_t i = 0; i < hex.size / 2; i++) {
		int high = hex_digit(hex.data[2 * i]), low = hex_digit(hex.data[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		bytes[i] = (char)(high << 4 | low);
	}
	return hex.size % 2 == 0;
}

struct text cursor_make(struct exchange *x, struct value value, struct id id)
{
	char bytes[CURSOR_MOST];
	size_t size = CURSOR_HEAD;
	uint64_t check;

	memcpy(bytes + CURSOR_CHECK, &id, CURSOR_ID);
	if (x->sort && value.kind == FIELD_TEXT) {
		assert(value.as.text.size < CURSOR_MOST - CURSOR_HEAD);
		memcpy(bytes + size, value.as.text.data, value.as.text.size);
		size += value.as.text.size;
	} else if (x->sort) {
		memcpy(bytes + size, &value.as, field_size(value.kind));
		size += field_size(value.kind);
	}
	check = cursor_check(x, bytes + CURSOR_CHECK, size - CURSOR_CHECK);
	memcpy(bytes, &check, sizeof(check));
	return to_hex(x->work.arena, bytes, size);
}

bool cursor_read(struct exchange *x, struct text cursor, struct query *query)
{
	char *bytes = arena_take(x->work.arena, cursor.size / 2 + 1);
	size_t size = cursor.size / 2;
	uint64_t check;

	if (size < CURSOR_HEAD || size > CURSOR_MOST || !from_hex(cursor, bytes))
		return false;
	check = cursor_check(x, bytes + CURSOR_CHECK, size - CURSOR_CHECK);
	if (memcmp(&check, bytes, sizeof(check)) != 0)
		return false;
	query->has_after = true;
	memcpy(&query->after_id, bytes + CURSOR_CHECK, CURSOR_ID);
	if (!x->sort)
		return true;
	query->after.kind = x->sort->kind;
	if (x->sort->kind == FIELD_TEXT)
		query->after.as.text = (struct text){ bytes + CURSOR_HEAD, size - CURSOR_HEAD };
	else
		memcpy(&query->after.as, bytes + CURSOR_HEAD, size - CURSOR_HEAD);
	return true;
}
