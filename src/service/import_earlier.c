/*
 * Members of a record as they were, as a JSON object that nobody but this file reads: days, times and
 * words are the numbers that they are kept as.
 */
#include "import_earlier.h"

#include "base/id.h"
#include "base/json_read.h"
#include "base/json_write.h"

static void write_id(struct json_writer *json, struct id id)
{
	char printed[ID_PRINT_MAX];

	json_text(json, id_print(id, ID_PLAIN, printed));
}

static void write_ids(struct json_writer *json, const struct ids *ids)
{
	json_open_array(json);
	for (size_t i = 0; i < ids->count; i++)
		write_id(json, ids->items[i]);
	json_close_array(json);
}

static void write_value(struct json_writer *json, const struct field *field, const void *at)
{
	if (field_is_none(field->kind, at)) {
		json_null(json);
		return;
	}
	switch (field->kind) {
	case FIELD_ID:
		write_id(json, *(const struct id *)at);
		break;
	case FIELD_IDS:
		write_ids(json, at);
		break;
	case FIELD_NUMBER:
		json_number(json, *(const double *)at);
		break;
	case FIELD_INTEGER:
	case FIELD_INSTANT:
		json_integer(json, *(const int64_t *)at);
		break;
	case FIELD_DATE:
		json_integer(json, ((const struct date *)at)->days);
		break;
	case FIELD_WORD:
		json_integer(json, *(const word *)at);
		break;
	case FIELD_FLAG:
		json_flag(json, *(const bool *)at);
		break;
	case FIELD_TEXT:
	case FIELD_JSON:
		json_text(json, *(const struct text *)at);
		break;
	case FIELD_LIST:
	case FIELD_PART:
		json_null(json);
		break;
	}
}

struct text import_earlier_write(struct arena *arena, const struct thing *thing, const void *record,
				 const struct given *given)
{
	struct buffer text = { 0 };
	struct json_writer json = { .out = &text };
	struct text written;

	json_open_object(&json);
	for (size_t i = 0; i < thing->form.count; i++) {
		const struct field *field = &thing->form.fields[i];

		if (!given_at(given, field->offset) || field->flags & FIELD_FIXED)
			continue;
		json_key(&json, text_from(field->name));
		write_value(&json, field, (const char *)record + field->offset);
	}
	json_close_object(&json);
	written = arena_copy(arena, buffer_text(&text));
	buffer_free(&text);
	return written;
}

static void read_ids(struct arena *arena, struct text value, struct ids *out)
{
	struct text rest = value, item;
	struct id *ids = arena_array(arena, value.size / ID_UUID_SIZE + 1, sizeof(*ids));
	size_t count = 0;

	while (json_read_item(&rest, &item))
		if (id_parse(json_read_string(arena, item), &ids[count]))
			count++;
	*out = (struct ids){ ids, count };
}

static void read_value(struct arena *arena, const struct field *field, struct text value, void *at)
{
	double number = 0;

	json_read_number(value, &number);
	switch (field->kind) {
	case FIELD_ID:
		id_parse(json_read_string(arena, value), at);
		break;
	case FIELD_IDS:
		read_ids(arena, value, at);
		break;
	case FIELD_NUMBER:
		*(double *)at = number;
		break;
	case FIELD_INTEGER:
	case FIELD_INSTANT:
		*(int64_t *)at = (int64_t)number;
		break;
	case FIELD_DATE:
		((struct date *)at)->days = (int32_t)number;
		break;
	case FIELD_WORD:
		*(word *)at = (word)number;
		break;
	case FIELD_FLAG:
		*(bool *)at = value.size > 0 && value.data[0] == 't';
		break;
	case FIELD_TEXT:
	case FIELD_JSON:
		*(struct text *)at = json_read_string(arena, value);
		break;
	case FIELD_LIST:
	case FIELD_PART:
		break;
	}
}

void import_earlier_read(struct arena *arena, const struct thing *thing, struct text text,
			 void *record, struct given *given)
{
	for (size_t i = 0; i < thing->form.count; i++) {
		const struct field *field = &thing->form.fields[i];
		struct text value = json_read_member(text, text_from(field->name));
		void *at = (char *)record + field->offset;

		if (text_is_none(value))
			continue;
		given_add(given, field->offset);
		if (field->kind == FIELD_IDS)
			*(struct ids *)at = (struct ids){ NULL, 0 };
		else
			field_clear(field->kind, at);
		if (json_read_kind(value) != JSON_NULL)
			read_value(arena, field, value, at);
	}
}
