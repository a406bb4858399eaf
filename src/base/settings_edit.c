/*
 * Edits settings as text. What a setting may be is settings_load.c's: whoever changes a file reads it
 * again.
 */
#include "base/settings_edit.h"

#include <stdbool.h>

/* Whether the line is `name = …`, or `#name = …` when it is a comment that we look for. */
static bool gives(struct text line, const char *name, bool is_comment)
{
	struct text left;

	line = text_trim(line);
	if (is_comment) {
		if (!text_starts_with(line, TEXT("#")))
			return false;
		line.data++;
		line.size--;
	}
	left = text_trim(text_cut(&line, '='));
	return !text_is_none(line) && text_equal(left, text_from(name));
}

/* Where the first such line begins; the size of the text when there is none. */
static size_t find(struct text text, const char *name, bool is_comment)
{
	struct text rest = text;

	while (!text_is_none(rest)) {
		size_t at = (size_t)(rest.data - text.data);

		if (gives(text_cut(&rest, '\n'), name, is_comment))
			return at;
	}
	return text.size;
}

static size_t end_of_line(struct text text, size_t at)
{
	while (at < text.size && text.data[at] != '\n')
		at++;
	return at < text.size ? at + 1 : at;
}

static bool needs_quotes(struct text value)
{
	return value.size > 0 &&
	       (value.data[0] == '"' || value.data[0] == ' ' || value.data[value.size - 1] == ' ');
}

struct text settings_edit(struct arena *arena, struct text text, const char *name,
			  struct text value)
{
	size_t from = find(text, name, false), to = end_of_line(text, from);
	const char *quote = needs_quotes(value) ? "\"" : "", *before = "";

	if (from == text.size) {
		from = end_of_line(text, find(text, name, true));
		to = from;
	}
	if (from > 0 && text.data[from - 1] != '\n')
		before = "\n";
	return arena_print(arena, "%.*s%s%s = %s%.*s%s\n%.*s", (int)from, text.data, before, name,
			   quote, TEXT_PRINT(value), quote, (int)(text.size - to), text.data + to);
}
