/*
 * Fuzz targets of what a text is and what is made of one: each direction is held against its way back, or
 * against what the header promises.
 */
#include <ctype.h>

#include "base/base64.h"
#include "base/buffer.h"
#include "base/csv.h"
#include "base/redact.h"
#include "base/secret.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "http/accept.h"
#include "http/cookie.h"
#include "http/percent.h"
#include "http/percent_internal.h"
#include "targets.h"

void try_utf8(struct input *input)
{
	struct text bytes = input_rest(input);
	struct text mended = utf8_mend(input->arena, bytes);

	MUST(utf8_check(mended) || memchr(bytes.data, 0, bytes.size));
	if (!utf8_check(bytes))
		return;
	MUST(text_equal(mended, bytes));
	MUST(text_characters(bytes) <= bytes.size);
	for (size_t count = 0; count <= 3; count++) {
		struct text first = text_first(bytes, count);

		MUST(utf8_check(first) && text_starts_with(bytes, first));
		MUST(text_characters(first) <= count);
	}
}

void try_unicode(struct input *input)
{
	struct text text = input_rest(input), composed, folded;

	if (!utf8_check(text))
		return;
	composed = text_compose(input->arena, text);
	MUST(utf8_check(composed) && composed.size <= 3 * text.size);
	MUST(text_equal(text_compose(input->arena, composed), composed));
	folded = text_fold(input->arena, text);
	MUST(utf8_check(folded));
	MUST(text_equal(text_compose(input->arena, folded), folded));
	MUST(text_equal(text_fold(input->arena, composed), folded));
	MUST(text_characters(folded) <= text_characters(composed));
	MUST(text_skip_unseen(text).size <= text.size);
}

void try_percent(struct input *input)
{
	struct text raw = input_rest(input), decoded, again;

	if (query_decode(input->arena, raw, &decoded))
		MUST(utf8_check(decoded) && decoded.size <= raw.size);
	if (!percent_decode(input->arena, raw, &decoded))
		return;
	MUST(utf8_check(decoded) && decoded.size <= raw.size);
	MUST(percent_decode(input->arena, percent_encode_path(input->arena, decoded), &again));
	MUST(text_equal(again, decoded));
}

void try_base64(struct input *input)
{
	bool is_plain = input_byte(input) & 1;
	struct text encoded = input_rest(input), bytes;

	if (is_plain) {
		if (base64_decode(input->arena, encoded, &bytes))
			MUST(encoded.size == (bytes.size + 2) / 3 * 4);
	} else if (base64url_decode(input->arena, encoded, &bytes)) {
		MUST(text_equal(base64url_encode(input->arena, bytes), encoded));
	} else {
		bytes = base64url_encode(input->arena, encoded);
		MUST(base64url_decode(input->arena, bytes, &bytes) && text_equal(bytes, encoded));
	}
}

static size_t word_size(const char *bytes, size_t size)
{
	size_t at = 0;

	while (at < size && (isalnum((unsigned char)bytes[at]) || strchr("_-", bytes[at])) &&
	       bytes[at])
		at++;
	return at;
}

/* No credential of ours is left with more than may be shown. */
void try_redact(struct input *input)
{
	struct text text = input_rest(input);
	char *copy = arena_string(input->arena, text);
	size_t size = redact_credentials(copy, text.size);
	struct text cut = { copy, size };

	MUST(size <= text.size);
	MUST(redact_finds(text) == !text_equal(cut, text));
	for (size_t i = 0; i + 5 < size; i++)
		if (memcmp(copy + i, "okr", 3) == 0 && strchr("tcl", copy[i + 3]) &&
		    copy[i + 4] == '_')
			MUST(word_size(copy + i, size - i) <= SECRET_PREFIX_SIZE);
}

/* The cell that a reader of RFC 4180 makes of this; its quotes stand in pairs. */
static struct text csv_read_cell(struct arena *arena, struct text cell)
{
	char *out = arena_room(arena, cell.size + 1);
	size_t size = 0;

	if (cell.size == 0 || cell.data[0] != '"') {
		for (size_t i = 0; i < cell.size; i++)
			MUST(!strchr(",\"\r\n", cell.data[i]) || cell.data[i] == 0);
		return cell;
	}
	MUST(cell.size >= 2 && cell.data[cell.size - 1] == '"');
	for (size_t i = 1; i + 1 < cell.size; i++) {
		if (cell.data[i] == '"')
			MUST(++i + 1 < cell.size && cell.data[i] == '"');
		out[size++] = cell.data[i];
	}
	return (struct text){ out, size };
}

void try_csv(struct input *input)
{
	struct text text = input_rest(input), cell;
	struct buffer out = { 0 };

	csv_add(&out, text);
	MUST(text_equal(csv_read_cell(input->arena, buffer_text(&out)), text));
	if (utf8_check(text)) {
		buffer_reset(&out, 0);
		csv_add_text(&out, text);
		cell = csv_read_cell(input->arena, buffer_text(&out));
		MUST(cell.size == 0 || !memchr("=+-@\t\r", cell.data[0], 6));
	}
	buffer_free(&out);
}

void try_accept(struct input *input)
{
	struct text header = input_word(input);
	struct text csv = TEXT("text/csv"), json = TEXT("application/json");

	MUST(!accept_prefers(header, csv, json) || accept_names(header, csv));
	MUST(!(accept_prefers(header, csv, json) && accept_prefers(header, json, csv)));
	accept_names(header, input_rest(input));
}

void try_cookie(struct input *input)
{
	struct text header = input_rest(input);
	struct text value = cookie_find(header, TEXT("okr_session"));

	MUST(text_is_none(value) ||
	     (value.data >= header.data && value.data + value.size <= header.data + header.size));
}
