/*
 * Cells of CSV: what needs quotes gets them, what looks like a formula is none. Rows and columns
 * are the caller's.
 */
#include "base/csv.h"

#include <string.h>

#include "base/unicode.h"

/* What a formula begins with; full-width and small forms become the others in some spreadsheets. */
static const char *const formula_marks[] = {
	"=",      "+",      "-",      "@",      "\uff1d", "\uff0b",
	"\uff0d", "\uff20", "\ufe66", "\ufe62", "\ufe63", "\ufe6b",
};

/* Spreadsheets overlook what is not seen before it; at a tab or a carriage return some begin another
 * cell (rulings.md 56). */
static bool looks_like_formula(struct text text)
{
	struct text seen = text_skip_unseen(text);

	if (text.size > 0 && (text.data[0] == '\t' || text.data[0] == '\r'))
		return true;
	for (size_t i = 0; i < sizeof(formula_marks) / sizeof(formula_marks[0]); i++)
		if (text_starts_with(seen, text_from(formula_marks[i])))
			return true;
	return false;
}

void csv_add(struct buffer *out, struct text cell)
{
	bool needs_quotes = false;

	for (size_t i = 0; i < cell.size; i++)
		needs_quotes = needs_quotes || strchr(",\"\r\n", cell.data[i]) != NULL;
	if (needs_quotes)
		buffer_add_byte(out, '"');
	for (size_t i = 0; i < cell.size; i++) {
		if (cell.data[i] == '"')
			buffer_add_byte(out, '"');
		buffer_add_byte(out, cell.data[i]);
	}
	if (needs_quotes)
		buffer_add_byte(out, '"');
}

void csv_add_text(struct buffer *out, struct text text)
{
	struct buffer defused = { 0 };

	if (!looks_like_formula(text)) {
		csv_add(out, text);
		return;
	}
	buffer_add_byte(&defused, '\'');
	buffer_add_text(&defused, text);
	csv_add(out, buffer_text(&defused));
	buffer_free(&defused);
}

struct text csv_armed(struct text cell)
{
	struct text rest;

	if (cell.size == 0 || cell.data[0] != '\'')
		return cell;
	rest = (struct text){ cell.data + 1, cell.size - 1 };
	return looks_like_formula(rest) ? rest : cell;
}
