/*
 * Records to JSON text, straight into the reply.
 */
#include "api/output/view_write.h"

#include <assert.h>

#include "api/view.h"
#include "base/copy.h"
#include "base/number.h"

/* How much of a record is written. */
enum extent {
	WHOLE,
	BRIEF,        /* of the records of its lists less */
	BRIEF_RECORD, /* such a record: nothing that has no value */
};

static void write_record(struct json_writer *json, const struct view *view, const void *record,
			 enum extent extent);
static void write_records(struct json_writer *json, const struct view *view, struct list rows,
			  enum extent extent);

/* What stands before an id, and how its bits are printed. */
static const struct id_form {
	const char *prefix;
	bool is_ulid;
} id_forms[] = {
	[VIEW_PLAIN] = { "", false },        [VIEW_ULID_OBJ] = { "obj_", true },
	[VIEW_ULID_KRS] = { "krs_", true },  [VIEW_UUID_USR] = { "usr-", false },
	[VIEW_UUID_GRP] = { "grp-", false }, [VIEW_UUID_KRS] = { "krs-", false },
};

struct text view_print_id(struct id id, enum view_form form, char out[ID_PRINT_MOST])
{
	const struct id_form *how = &id_forms[form];
	size_t size = strlen(how->prefix);

	copy_bytes(out, ID_PRINT_MOST, how->prefix, size);
	if (how->is_ulid)
		id_print_ulid(id, out + size);
	else
		id_print_uuid(id, out + size);
	return (struct text){ out, size + (how->is_ulid ? ID_ULID_SIZE : ID_UUID_SIZE) };
}

static void write_id(struct json_writer *json, struct id id, enum view_form form)
{
	char printed[ID_PRINT_MOST];

	if (id_is_none(id))
		json_null(json);
	else
		json_text(json, view_print_id(id, form, printed));
}

static void write_ids(struct json_writer *json, const struct ids *ids, enum view_form form)
{
	json_open_array(json);
	for (size_t i = 0; i < ids->count; i++)
		write_id(json, ids->items[i], form);
	json_close_array(json);
}

static void write_date(struct json_writer *json, struct date date)
{
	char printed[DATE_SIZE];

	if (date_is_none(date)) {
		json_null(json);
		return;
	}
	date_print(date, printed);
	json_text(json, (struct text){ printed, sizeof(printed) });
}

static void write_instant(struct json_writer *json, struct instant instant)
{
	char printed[INSTANT_SIZE];

	if (instant_is_none(instant)) {
		json_null(json);
		return;
	}
	instant_print(instant, printed);
	json_text(json, (struct text){ printed, sizeof(printed) });
}

static void write_number(struct json_writer *json, double number, enum view_form form)
{
	if (number == number && form == VIEW_FRACTION)
		number = number_round(number, 4);
	else if (number == number && form == VIEW_PERCENT)
		number = number_round(number * 100, 2);
	json_number(json, number);
}

static void write_list(struct json_writer *json, const struct view_field *field, struct list rows,
		       enum extent extent)
{
	const struct view *view = view_within(field, extent != WHOLE);

	if (!(field->flags & VIEW_ONE))
		write_records(json, view, rows, extent == WHOLE ? WHOLE : BRIEF_RECORD);
	else if (rows.count > 0)
		write_record(json, view, rows.items, extent);
	else
		json_null(json);
}

static void write_words(struct json_writer *json, const struct word_name *words, int64_t set)
{
	json_open_array(json);
	for (; words->text; words++)
		if (set & (INT64_C(1) << words->value))
			json_text(json, text_from(words->text));
	json_close_array(json);
}

static void write_integer(struct json_writer *json, const struct view_field *field, int64_t integer)
{
	if (field->form == VIEW_WORDS)
		write_words(json, field->words, integer);
	else if (integer == INTEGER_NONE)
		json_null(json);
	else
		json_integer(json, integer);
}

static void write_field(struct json_writer *json, const struct view_field *field, const void *at,
			enum extent extent)
{
	switch (field->kind) {
	case FIELD_ID:
		write_id(json, *(const struct id *)at, field->form);
		break;
	case FIELD_TEXT:
		json_text(json, *(const struct text *)at);
		break;
	case FIELD_NUMBER:
		write_number(json, *(const double *)at, field->form);
		break;
	case FIELD_INTEGER:
		write_integer(json, field, *(const int64_t *)at);
		break;
	case FIELD_FLAG:
		json_flag(json, *(const bool *)at);
		break;
	case FIELD_WORD:
		json_text(json, text_from(word_text(field->words, *(const word *)at)));
		break;
	case FIELD_DATE:
		write_date(json, *(const struct date *)at);
		break;
	case FIELD_INSTANT:
		write_instant(json, *(const struct instant *)at);
		break;
	case FIELD_JSON:
		json_raw(json, ((const struct json_value *)at)->text);
		break;
	case FIELD_IDS:
		write_ids(json, at, field->form);
		break;
	case FIELD_LIST:
		write_list(json, field, *(const struct list *)at, extent);
		break;
	case FIELD_PART:
		write_record(json, view_within(field, extent != WHOLE), at, extent);
		break;
	}
}

/* A list is never without a value: it may be empty. */
static bool has_value(const struct view_field *field, const void *at)
{
	return field->kind == FIELD_LIST || field->kind == FIELD_IDS || field->kind == FIELD_PART ||
	       !field_is_none(field->kind, at);
}

static bool is_hidden(const struct view_field *field, const void *at, enum extent extent)
{
	if (!(field->flags & VIEW_SHOWN))
		return true;
	if (extent == BRIEF_RECORD && !has_value(field, at))
		return true;
	return (field->flags & VIEW_IF_SET) && field_is_none(field->kind, at);
}

static void write_record(struct json_writer *json, const struct view *view, const void *record,
			 enum extent extent)
{
	json_open_object(json);
	for (size_t i = 0; i < view->count; i++) {
		const struct view_field *field = &view->fields[i];
		const void *at = (const char *)record + field->offset;

		if (is_hidden(field, at, extent))
			continue;
		json_key(json, (struct text){ field->name, field->name_size });
		write_field(json, field, at, extent);
	}
	json_close_object(json);
}

static void write_records(struct json_writer *json, const struct view *view, struct list rows,
			  enum extent extent)
{
	json_open_array(json);
	for (size_t i = 0; i < rows.count; i++)
		write_record(json, view, (const char *)rows.items + i * view->size, extent);
	json_close_array(json);
}

const struct view *view_within(const struct view_field *field, bool is_brief)
{
	return is_brief && field->brief ? field->brief : field->view;
}

void view_write(struct json_writer *json, const struct view *view, const void *record)
{
	write_record(json, view, record, WHOLE);
}

void view_write_brief(struct json_writer *json, const struct view *view, const void *record)
{
	write_record(json, view, record, BRIEF);
}

void view_write_list(struct json_writer *json, const struct view *view, struct list rows)
{
	write_records(json, view, rows, WHOLE);
}
