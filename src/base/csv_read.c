/*
 * Reads CSV. The bytes become UTF-8 first, in memory of our own; then they are walked twice, once to
 * count records and cells and once to note them, so that no table is larger than its file deserves.
 * Quotes are taken off where the cell stands.
 */
#include "base/csv_read.h"

#include <stdbool.h>
#include <stdint.h>

#include "base/copy.h"
#include "base/utf8.h"

enum { REPLACEMENT = 0xFFFD, UTF8_MAX = 4 };

/* ---- encodings ------------------------------------------------------------------------------- */

/* 0x80 to 0x9F; the five that Windows-1252 leaves open have no character. */
static const uint16_t windows_1252[32] = {
	0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
	0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
	0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
};

struct text_end {
	char *data;
	size_t size;
};

static void add_character(struct text_end *out, uint32_t c)
{
	unsigned char *at = (unsigned char *)out->data + out->size;

	if (c < 0x80) {
		at[0] = (unsigned char)c;
		out->size += 1;
	} else if (c < 0x800) {
		at[0] = (unsigned char)(0xC0 | c >> 6);
		at[1] = (unsigned char)(0x80 | (c & 0x3F));
		out->size += 2;
	} else if (c < 0x10000) {
		at[0] = (unsigned char)(0xE0 | c >> 12);
		at[1] = (unsigned char)(0x80 | (c >> 6 & 0x3F));
		at[2] = (unsigned char)(0x80 | (c & 0x3F));
		out->size += 3;
	} else {
		at[0] = (unsigned char)(0xF0 | c >> 18);
		at[1] = (unsigned char)(0x80 | (c >> 12 & 0x3F));
		at[2] = (unsigned char)(0x80 | (c >> 6 & 0x3F));
		at[3] = (unsigned char)(0x80 | (c & 0x3F));
		out->size += 4;
	}
}

static struct text_end from_windows_1252(struct arena *arena, struct text bytes)
{
	struct text_end out = { arena_room(arena, bytes.size * 3 + 1), 0 };

	for (size_t i = 0; i < bytes.size; i++) {
		unsigned char byte = (unsigned char)bytes.data[i];
		uint32_t c = byte;

		if (byte == 0)
			c = REPLACEMENT;
		else if (byte >= 0x80 && byte < 0xA0)
			c = windows_1252[byte - 0x80];
		add_character(&out, c);
	}
	return out;
}

static uint32_t unit_at(struct text bytes, size_t at, bool is_big)
{
	uint32_t first = (unsigned char)bytes.data[at], second = (unsigned char)bytes.data[at + 1];

	return is_big ? first << 8 | second : second << 8 | first;
}

/* A half of a pair without the other one, a NUL and half a unit at the end are no characters. */
static struct text_end from_utf_16(struct arena *arena, struct text bytes, bool is_big)
{
	struct text_end out = { arena_room(arena, bytes.size * 2 + UTF8_MAX), 0 };
	size_t i = 0;

	for (; i + 1 < bytes.size; i += 2) {
		uint32_t c = unit_at(bytes, i, is_big), next = 0;

		if (c >= 0xD800 && c < 0xDC00 && i + 3 < bytes.size)
			next = unit_at(bytes, i + 2, is_big);
		if (next >= 0xDC00 && next < 0xE000) {
			c = 0x10000 + ((c - 0xD800) << 10) + (next - 0xDC00);
			i += 2;
		} else if (c == 0 || (c >= 0xD800 && c < 0xE000)) {
			c = REPLACEMENT;
		}
		add_character(&out, c);
	}
	if (i < bytes.size)
		add_character(&out, REPLACEMENT);
	return out;
}

static struct text_end own_copy(struct arena *arena, struct text text)
{
	struct text_end out = { arena_room(arena, text.size + 1), text.size };

	copy_bytes(out.data, out.size + 1, text.data, text.size);
	return out;
}

static struct text behind(struct text text, size_t size)
{
	return (struct text){ text.data + size, text.size - size };
}

static struct text_end decode(struct arena *arena, struct text bytes, enum csv_encoding *encoding)
{
	bool is_big = text_starts_with(bytes, TEXT("\xFE\xFF"));

	*encoding = CSV_UTF_16;
	if (is_big || text_starts_with(bytes, TEXT("\xFF\xFE")))
		return from_utf_16(arena, behind(bytes, 2), is_big);
	*encoding = CSV_UTF_8;
	if (text_starts_with(bytes, TEXT("\xEF\xBB\xBF")))
		return own_copy(arena, utf8_mend(arena, behind(bytes, 3)));
	if (utf8_check(bytes))
		return own_copy(arena, bytes);
	*encoding = CSV_WINDOWS_1252;
	return from_windows_1252(arena, bytes);
}

/* ---- cells ----------------------------------------------------------------------------------- */

enum cell_end { BEHIND_CELL, BEHIND_LINE, BEHIND_ALL, IN_QUOTES };

struct walk {
	char *data;
	size_t size, at;
	char separator;
	bool notes; /* the second time: quotes are taken off */
};

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

/* Steps over what ends a cell. */
static enum cell_end step_over(struct walk *walk)
{
	if (walk->at == walk->size)
		return BEHIND_ALL;
	if (walk->data[walk->at] == walk->separator) {
		walk->at++;
		return BEHIND_CELL;
	}
	if (walk->data[walk->at] == '\r' && walk->at + 1 < walk->size &&
	    walk->data[walk->at + 1] == '\n')
		walk->at++;
	walk->at++;
	return BEHIND_LINE;
}

static void keep(struct walk *walk, size_t *to)
{
	if (walk->notes)
		walk->data[*to] = walk->data[walk->at];
	++*to;
	walk->at++;
}

/* From behind the opening quote to behind the closing one; false when there is none. */
static bool take_quoted(struct walk *walk, size_t *to)
{
	for (;;) {
		if (walk->at == walk->size)
			return false;
		if (walk->data[walk->at] == '"') {
			walk->at++;
			if (walk->at == walk->size || walk->data[walk->at] != '"')
				return true;
		}
		keep(walk, to);
	}
}

/* A quote within a cell that does not begin with one is a character like any other, and so is what
 * stands between a closing quote and the separator. */
static enum cell_end take_cell(struct walk *walk, struct text *out)
{
	size_t from = walk->at, to = from;

	if (walk->at < walk->size && walk->data[walk->at] == '"') {
		walk->at++;
		if (!take_quoted(walk, &to))
			return IN_QUOTES;
	}
	while (walk->at < walk->size && walk->data[walk->at] != walk->separator &&
	       !is_line_end(walk->data[walk->at]))
		keep(walk, &to);
	*out = (struct text){ walk->data + from, to - from };
	return step_over(walk);
}

static char sniff_separator(struct text_end text)
{
	static const char marks[] = { ',', ';', '\t', '|' };
	size_t counts[sizeof(marks)] = { 0 }, best = 0;
	bool is_quoted = false;

	for (size_t i = 0; i < text.size; i++) {
		char c = text.data[i];

		if (c == '"')
			is_quoted = !is_quoted;
		if (is_quoted)
			continue;
		if (is_line_end(c) && i > 0 && !is_line_end(text.data[i - 1]))
			break;
		for (size_t j = 0; j < sizeof(marks); j++)
			counts[j] += c == marks[j];
	}
	for (size_t j = 1; j < sizeof(marks); j++)
		if (counts[j] > counts[best])
			best = j;
	return marks[best];
}

/* ---- records --------------------------------------------------------------------------------- */

static void skip_empty_lines(struct walk *walk)
{
	while (walk->at < walk->size && is_line_end(walk->data[walk->at]))
		walk->at++;
}

/* Counts what there is, up to the limits. */
static enum csv_outcome count(struct walk walk, const struct csv_limits *limits, size_t *records,
			      size_t *cells)
{
	enum cell_end end = BEHIND_LINE;
	struct text cell;

	*records = 0;
	*cells = 0;
	for (skip_empty_lines(&walk); walk.at < walk.size; skip_empty_lines(&walk)) {
		do {
			end = take_cell(&walk, &cell);
			if (end == IN_QUOTES)
				return CSV_UNCLOSED;
			if (++*cells > limits->cells)
				return CSV_TOO_LARGE;
		} while (end == BEHIND_CELL);
		if (*records == limits->records)
			return CSV_TOO_LARGE;
		++*records;
	}
	return CSV_READ;
}

static void note(struct walk walk, struct csv_record *record, struct text *cell)
{
	walk.notes = true;
	for (skip_empty_lines(&walk); walk.at < walk.size; skip_empty_lines(&walk)) {
		record->cells = cell;
		while (take_cell(&walk, cell++) == BEHIND_CELL)
			record->count++;
		record->count++;
		record++;
	}
}

enum csv_outcome csv_read(struct arena *arena, struct text bytes, const struct csv_limits *limits,
			  struct csv_table *out)
{
	struct csv_table table = { .records = NULL };
	struct text_end text = decode(arena, bytes, &table.encoding);
	struct walk walk = { .data = text.data, .size = text.size };
	struct csv_record *records;
	enum csv_outcome outcome;
	size_t cells;

	table.separator = sniff_separator(text);
	walk.separator = table.separator;
	outcome = count(walk, limits, &table.count, &cells);
	if (outcome == CSV_READ) {
		records = arena_array(arena, table.count, sizeof(*records));
		note(walk, records, arena_array(arena, cells, sizeof(struct text)));
		table.records = records;
	}
	*out = table;
	return outcome;
}
