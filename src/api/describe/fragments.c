/*
 * fragments.json, embedded and read as text. It is laid out for people; the description has no blanks
 * between tokens.
 */
#include "api/describe/fragments.h"

#include <assert.h>
#include <string.h>

#include "api/output/embed.h"
#include "base/json_read.h"

EMBED(fragments, OKR_FRAGMENTS);

/* Whatever stands outside strings and is no blank, and every string as it is. */
static void write_tokens(struct json_writer *json, struct text text)
{
	struct buffer tokens = { 0 };
	bool is_string = false, is_escaped = false;

	for (size_t i = 0; i < text.size; i++) {
		char byte = text.data[i];

		if (byte == '"' && !is_escaped)
			is_string = !is_string;
		is_escaped = byte == '\\' && !is_escaped;
		if (is_string || !strchr(" \t\n", byte))
			buffer_add_byte(&tokens, byte);
	}
	json_raw(json, buffer_text(&tokens));
	buffer_free(&tokens);
}

static struct text section_of(const char *section)
{
	/* cppcheck-suppress comparePointers; both are ends of one embedded file */
	struct text all = { fragments_start, (size_t)(fragments_end - fragments_start) };
	struct text found = json_read_member(text_trim(all), text_from(section));

	assert(!text_is_none(found));
	return found;
}

void fragment_write(struct json_writer *json, const char *section, const char *name)
{
	struct text fragment = json_read_member(section_of(section), text_from(name));

	assert(!text_is_none(fragment));
	json_key(json, text_from(name));
	write_tokens(json, fragment);
}

void fragments_write(struct json_writer *json, const char *section)
{
	json_key(json, text_from(section));
	write_tokens(json, section_of(section));
}
