/*
 * Writes JSON text into a buffer and keeps count of commas and depth. It trusts the caller with
 * the order of keys and values, and with raw JSON being JSON.
 */
#include "base/json_write.h"

#include <assert.h>
#include <math.h>

#include "base/copy.h"
#include "base/number.h"
#include "utf8_internal.h"

static void begin_value(struct json_writer *json)
{
	if (json->wants_comma)
		buffer_add_byte(json->out, ',');
	json->wants_comma = true;
}

static void open_with(struct json_writer *json, char mark)
{
	begin_value(json);
	buffer_add_byte(json->out, mark);
	json->wants_comma = false;
	json->depth++;
}

static void close_with(struct json_writer *json, char mark)
{
	assert(json->depth > 0);
	json->depth--;
	buffer_add_byte(json->out, mark);
	json->wants_comma = true;
}

void json_open_object(struct json_writer *json)
{
	open_with(json, '{');
}

void json_close_object(struct json_writer *json)
{
	close_with(json, '}');
}

void json_open_array(struct json_writer *json)
{
	open_with(json, '[');
}

void json_close_array(struct json_writer *json)
{
	close_with(json, ']');
}

void json_key(struct json_writer *json, struct text key)
{
	char *start = buffer_room(json->out, key.size + 4), *at = start;

	assert(json->depth > 0);
	if (json->wants_comma)
		*at++ = ',';
	*at++ = '"';
	copy_bytes(at, key.size, key.data, key.size);
	at += key.size;
	*at++ = '"';
	*at++ = ':';
	json->out->size += (size_t)(at - start);
	json->wants_comma = false;
}

static void add_escape(struct buffer *out, unsigned unit)
{
	static const char digits[] = "0123456789abcdef";
	char *at = buffer_room(out, 6);

	at[0] = '\\';
	at[1] = 'u';
	for (int i = 0; i < 4; i++)
		at[2 + i] = digits[unit >> (12 - 4 * i) & 15];
	out->size += 6;
}

static void add_ascii(struct buffer *out, char c)
{
	static const char short_form[] = { ['"'] = '"',  ['\\'] = '\\', ['\b'] = 'b', ['\f'] = 'f',
					   ['\n'] = 'n', ['\r'] = 'r',  ['\t'] = 't' };
	unsigned char byte = (unsigned char)c;

	if (byte < sizeof(short_form) && short_form[byte]) {
		buffer_add_byte(out, '\\');
		buffer_add_byte(out, short_form[byte]);
	} else if (byte < 0x20 || byte == 0x7F) {
		add_escape(out, byte);
	} else {
		buffer_add_byte(out, c);
	}
}

/* Control characters beyond ASCII, line separators, and marks that turn the direction of writing:
 * harmless in JSON, but not where a log line or a tool's answer is shown. */
static bool is_deceptive(unsigned character)
{
	return (character >= 0x80 && character <= 0x9F) || character == 0x061C ||
	       character == 0x200E || character == 0x200F ||
	       (character >= 0x2028 && character <= 0x202E) ||
	       (character >= 0x2066 && character <= 0x2069);
}

static unsigned decode(const char *at, size_t size)
{
	unsigned character = (unsigned char)at[0] & (0xFFU >> (size + 1));

	for (size_t i = 1; i < size; i++)
		character = character << 6 | ((unsigned char)at[i] & 0x3F);
	return character;
}

static size_t add_character(struct buffer *out, const char *at, size_t left)
{
	size_t size = utf8_step(at, left);
	unsigned character;

	if (size == 0) {
		add_escape(out, 0xFFFD);
		return 1;
	}
	if (size == 1) {
		add_ascii(out, *at);
		return 1;
	}
	character = decode(at, size);
	if (is_deceptive(character))
		add_escape(out, character);
	else
		buffer_add(out, at, size);
	return size;
}

/* How many bytes from `at` on stand in JSON as they are. */
static size_t plain_run(const char *at, size_t size)
{
	static const bool needs_escape[128] = {
		[0 ... 0x1F] = true,
		['"'] = true,
		['\\'] = true,
		[0x7F] = true,
	};
	size_t run = 0;

	while (run < size) {
		unsigned char c = (unsigned char)at[run];

		if (c >= sizeof(needs_escape) || needs_escape[c])
			break;
		run++;
	}
	return run;
}

/* The largest size up to `max` that splits no character. */
static size_t cut_size(struct text text, size_t max)
{
	if (text.size <= max)
		return text.size;
	for (size_t back = 0; back < 4 && back < max; back++) {
		if (((unsigned char)text.data[max - back] & 0xC0) != 0x80)
			return max - back;
	}
	return max;
}

void json_text(struct json_writer *json, struct text text)
{
	struct buffer *out = json->out;
	size_t at = 0;

	if (text_is_none(text)) {
		json_null(json);
		return;
	}
	if (json->text_max > 0)
		text.size = cut_size(text, json->text_max);
	begin_value(json);
	buffer_room(out, text.size + 2); /* most texts need no more: one look for all of it */
	buffer_add_byte(out, '"');
	while (at < text.size) {
		size_t run = plain_run(text.data + at, text.size - at);

		buffer_add(out, text.data + at, run);
		at += run;
		if (at < text.size)
			at += add_character(out, text.data + at, text.size - at);
	}
	buffer_add_byte(out, '"');
}

void json_number(struct json_writer *json, double number)
{
	if (isnan(number)) {
		json_null(json);
		return;
	}
	begin_value(json);
	json->out->size += number_print(number, buffer_room(json->out, NUMBER_PRINT_MAX));
}

void json_integer(struct json_writer *json, long long number)
{
	char digits[24];
	size_t at = sizeof(digits);
	unsigned long long rest = number < 0 ? 0 - (unsigned long long)number :
					       (unsigned long long)number;

	do
		digits[--at] = (char)('0' + rest % 10);
	while ((rest /= 10) > 0);
	if (number < 0)
		digits[--at] = '-';
	begin_value(json);
	buffer_add(json->out, digits + at, sizeof(digits) - at);
}

void json_flag(struct json_writer *json, bool flag)
{
	begin_value(json);
	buffer_add_text(json->out, flag ? TEXT("true") : TEXT("false"));
}

void json_null(struct json_writer *json)
{
	begin_value(json);
	buffer_add_text(json->out, TEXT("null"));
}

void json_raw(struct json_writer *json, struct text text)
{
	if (text_is_none(text)) {
		json_null(json);
		return;
	}
	begin_value(json);
	buffer_add_text(json->out, text);
}

void json_member(struct json_writer *json, struct text key, struct text text)
{
	json_key(json, key);
	json_text(json, text);
}
