/*
 * Walks over JSON text that was checked before: it finds where values end, and resolves strings.
 * It does not look for mistakes; that the text has none is the caller's promise, and what would
 * lead beyond its end is asserted.
 */
#include "base/json_read.h"

#include <assert.h>

#include "base/number.h"
#include "json_escape.h"

static bool is_white(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void advance(struct text *rest, size_t size)
{
	assert(rest->size >= size);
	rest->data += size;
	rest->size -= size;
}

static char skip_white(struct text *rest)
{
	while (rest->size > 0 && is_white(rest->data[0]))
		advance(rest, 1);
	return rest->size > 0 ? rest->data[0] : '\0';
}

/* From the opening quote to behind the closing one. */
static void skip_string(struct text *rest)
{
	advance(rest, 1);
	while (rest->data[0] != '"')
		advance(rest, rest->data[0] == '\\' ? 2 : 1);
	advance(rest, 1);
}

static void skip_scalar(struct text *rest)
{
	while (rest->size > 0 && !is_white(rest->data[0]) && !memchr(",]}", rest->data[0], 3))
		advance(rest, 1);
}

/* Brackets and braces are known to match, so counting them is enough. */
static void skip_container(struct text *rest)
{
	unsigned depth = 0;

	do {
		char c = rest->data[0];

		if (c == '"') {
			skip_string(rest);
			continue;
		}
		if (c == '[' || c == '{')
			depth++;
		else if (c == ']' || c == '}')
			depth--;
		advance(rest, 1);
	} while (depth > 0);
}

/* Takes the value that comes next off *rest, and the white space around it. */
static struct text take_value(struct text *rest)
{
	char first = skip_white(rest);
	struct text value = *rest;

	if (first == '"')
		skip_string(rest);
	else if (first == '[' || first == '{')
		skip_container(rest);
	else
		skip_scalar(rest);
	value.size -= rest->size;
	skip_white(rest);
	return value;
}

/* Whether an element follows, where *rest stands at the opening mark, a comma or the end. */
static bool take_mark(struct text *rest, char opening)
{
	char mark = skip_white(rest);

	if (mark != opening && mark != ',')
		return false;
	advance(rest, 1);
	mark = skip_white(rest);
	return mark != ']' && mark != '}';
}

enum json_kind json_read_kind(struct text value)
{
	switch (skip_white(&value)) {
	case '\0':
		return JSON_ABSENT;
	case 'n':
		return JSON_NULL;
	case 't':
	case 'f':
		return JSON_FLAG;
	case '"':
		return JSON_STRING;
	case '[':
		return JSON_ARRAY;
	case '{':
		return JSON_OBJECT;
	default:
		return JSON_NUMBER;
	}
}

/* A string without its quotes, escapes as they stand. */
static struct text inside(struct text string)
{
	return (struct text){ string.data + 1, string.size - 2 };
}

static bool means(struct text raw, struct text name)
{
	const char *at = raw.data, *end = raw.data + raw.size;

	while (at < end) {
		char resolved[JSON_ESCAPE_MAX] = { *at };
		size_t size = 1;

		if (*at == '\\')
			size = (size_t)(json_escape_put(resolved, &at, end) - resolved);
		else
			at++;
		if (name.size < size || memcmp(name.data, resolved, size) != 0)
			return false;
		advance(&name, size);
	}
	return name.size == 0;
}

struct text json_read_member(struct text object, struct text name)
{
	if (json_read_kind(object) != JSON_OBJECT)
		return TEXT_NONE;
	while (take_mark(&object, '{')) {
		struct text key = take_value(&object), value;

		advance(&object, 1); /* the colon */
		value = take_value(&object);
		if (means(inside(key), name))
			return value;
	}
	return TEXT_NONE;
}

bool json_read_next(struct text *rest, struct text *name, struct text *value)
{
	if (!take_mark(rest, '{'))
		return false;
	*name = take_value(rest);
	advance(rest, 1); /* the colon */
	*value = take_value(rest);
	return true;
}

size_t json_read_count(struct text object)
{
	size_t count = 0;

	if (json_read_kind(object) != JSON_OBJECT)
		return 0;
	while (take_mark(&object, '{')) {
		take_value(&object);
		advance(&object, 1); /* the colon */
		take_value(&object);
		count++;
	}
	return count;
}

struct text json_read_string(struct arena *arena, struct text value)
{
	struct text raw;

	if (json_read_kind(value) != JSON_STRING)
		return TEXT_NONE;
	raw = inside(take_value(&value));
	if (raw.size == 0 || !memchr(raw.data, '\\', raw.size))
		return raw;
	return json_escape_resolve(arena, raw);
}

bool json_read_number(struct text value, double *out)
{
	return json_read_kind(value) == JSON_NUMBER && number_parse(take_value(&value), out);
}

bool json_read_item(struct text *rest, struct text *item)
{
	/* Behind the first element comes a comma or the end, never an opening bracket. */
	if (!take_mark(rest, '['))
		return false;
	*item = take_value(rest);
	return true;
}
