/*
 * utf8proc, one character at a time. Its own functions for whole texts are not used: they sort piled
 * up marks in quadratic time, which a caller could make a worker busy with for seconds.
 */
#include "base/unicode.h"

#include <assert.h>
#include <stdint.h>

#include <utf8proc.h>

enum {
	PIECES_MAX = 4,     /* code points that one decomposes into */
	BYTES_MAX = 4,      /* of a code point as UTF-8 */
	CLASSES = 256,      /* canonical combining classes */
	FIRST_UNSAFE = 0xCC /* the first byte of U+0300: what lies below is in form C by itself */
};

static size_t next_point(struct text *rest, int32_t *out)
{
	utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)rest->data,
						 (utf8proc_ssize_t)rest->size, out);

	assert(size > 0);
	*rest = (struct text){ rest->data + size, rest->size - (size_t)size };
	return (size_t)size;
}

/* The pieces that it is made of, or what it is folded to. */
static size_t take_apart(int32_t point, utf8proc_option_t options, int32_t out[PIECES_MAX])
{
	int boundary = 0;
	utf8proc_ssize_t count =
		utf8proc_decompose_char(point, out, PIECES_MAX, options, &boundary);

	assert(count >= 0 && count <= PIECES_MAX);
	return (size_t)count;
}

static struct text encode(struct arena *arena, const int32_t *points, size_t count)
{
	char *bytes = arena_room(arena, count * BYTES_MAX + 1);
	size_t size = 0;

	for (size_t i = 0; i < count; i++)
		size += (size_t)utf8proc_encode_char(points[i], (utf8proc_uint8_t *)bytes + size);
	bytes[size] = '\0';
	return (struct text){ bytes, size };
}

/* ---- normalisation form C -------------------------------------------------------------------- */

static bool is_composed_by_itself(struct text text)
{
	for (size_t i = 0; i < text.size; i++)
		if ((unsigned char)text.data[i] >= FIRST_UNSAFE)
			return false;
	return true;
}

static size_t class_of(int32_t point)
{
	return (size_t)utf8proc_get_property(point)->combining_class;
}

static bool is_ordered(const int32_t *marks, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (class_of(marks[i - 1]) > class_of(marks[i]))
			return false;
	return true;
}

/* By class; those of one class stay in their order. */
static void order_run(struct arena *arena, int32_t *marks, size_t count)
{
	size_t places[CLASSES + 1] = { 0 };
	int32_t *ordered;

	if (is_ordered(marks, count))
		return;
	ordered = arena_array(arena, count, sizeof(*ordered));
	for (size_t i = 0; i < count; i++)
		places[class_of(marks[i]) + 1]++;
	for (size_t rank = 0; rank < CLASSES; rank++)
		places[rank + 1] += places[rank];
	for (size_t i = 0; i < count; i++)
		ordered[places[class_of(marks[i])]++] = marks[i];
	for (size_t i = 0; i < count; i++)
		marks[i] = ordered[i];
}

static void order_marks(struct arena *arena, int32_t *points, size_t count)
{
	for (size_t from = 0; from < count;) {
		size_t to = from;

		while (to < count && class_of(points[to]) > 0)
			to++;
		if (to - from > 1)
			order_run(arena, points + from, to - from);
		from = to > from ? to : from + 1;
	}
}

struct text text_compose(struct arena *arena, struct text text)
{
	size_t count = 0;
	int32_t *points;
	struct text rest = text;

	if (is_composed_by_itself(text))
		return text;
	points = arena_array(arena, text_characters(text) * PIECES_MAX, sizeof(*points));
	while (rest.size > 0) {
		int32_t point;

		next_point(&rest, &point);
		count += take_apart(point, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE, points + count);
	}
	order_marks(arena, points, count);
	count = (size_t)utf8proc_normalize_utf32(points, (utf8proc_ssize_t)count,
						 UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	return encode(arena, points, count);
}

/* ---- regardless of case ---------------------------------------------------------------------- */

/* Where the standard folds one character to several (ß to ss), the small letter alone is meant. */
static int32_t fold_point(int32_t point)
{
	int32_t folded[PIECES_MAX];

	if (take_apart(point, UTF8PROC_CASEFOLD, folded) == 1)
		return folded[0];
	return utf8proc_tolower(point);
}

struct text text_fold(struct arena *arena, struct text text)
{
	struct text rest = text_compose(arena, text);
	size_t count = 0;
	int32_t *points;

	if (text_is_none(text))
		return text;
	points = arena_array(arena, text_characters(rest) + 1, sizeof(*points));
	while (rest.size > 0) {
		next_point(&rest, &points[count]);
		points[count] = fold_point(points[count]);
		count++;
	}
	return text_compose(arena, encode(arena, points, count));
}

/* ---- what is not seen ------------------------------------------------------------------------ */

/* Letters, signs and marks by their category, and yet drawn as nothing: fillers, the blank pattern of
 * Braille, joiners and selectors (Default_Ignorable_Code_Point, UAX #44). */
static const struct {
	int32_t first, last;
} blank_points[] = {
	{ 0x34F, 0x34F },   { 0x115F, 0x1160 }, { 0x17B4, 0x17B5 },
	{ 0x180B, 0x180F }, { 0x2800, 0x2800 }, { 0x3164, 0x3164 },
	{ 0xFE00, 0xFE0F }, { 0xFFA0, 0xFFA0 }, { 0xE0100, 0xE01EF },
};

static bool is_blank(int32_t point)
{
	for (size_t i = 0; i < sizeof(blank_points) / sizeof(blank_points[0]); i++)
		if (point >= blank_points[i].first && point <= blank_points[i].last)
			return true;
	return false;
}

static bool is_unseen(int32_t point)
{
	switch (utf8proc_category(point)) {
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
		return true;
	default:
		return is_blank(point);
	}
}

struct text text_skip_unseen(struct text text)
{
	while (text.size > 0) {
		struct text rest = text;
		int32_t point;

		next_point(&rest, &point);
		if (!is_unseen(point))
			break;
		text = rest;
	}
	return text;
}
