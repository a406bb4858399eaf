/*
 * Records to JSON text, straight into the reply, by the rows of their view. Which records and what
 * stands around them is page.c's.
 */
#include "api/output/view_write.h"

#include <assert.h>

#include "api/view/kinds.h"
#include "api/view/view.h"
#include "base/number.h"

static void write_record(struct json_writer *json, const struct view *view, const void *record,
			 enum extent extent);
static void write_records(struct json_writer *json, const struct view *view, struct list rows,
			  enum extent extent);

static void write_one_id(struct json_writer *json, struct id id, enum view_form form)
{
	char printed[ID_PRINT_MAX];

	if (id_is_none(id))
		json_null(json);
	else
		json_text(json, id_print(id, (enum id_form)form, printed));
}

void view_write_id(struct json_writer *json, const struct view_field *field, const void *at,
		   enum extent extent)
{
	(void)extent;
	write_one_id(json, *(const struct id *)at, field->form);
}

void view_write_text(struct json_writer *json, const struct view_field *field, const void *at,
		     enum extent extent)
{
	(void)field, (void)extent;
	json_text(json, *(const struct text *)at);
}

void view_write_flag(struct json_writer *json, const struct view_field *field, const void *at,
		     enum extent extent)
{
	(void)field, (void)extent;
	json_flag(json, *(const bool *)at);
}

void view_write_word(struct json_writer *json, const struct view_field *field, const void *at,
		     enum extent extent)
{
	(void)extent;
	json_text(json, text_from(word_text(field->words, *(const word *)at)));
}

void view_write_json(struct json_writer *json, const struct view_field *field, const void *at,
		     enum extent extent)
{
	(void)field, (void)extent;
	json_raw(json, ((const struct json_value *)at)->text);
}

void view_write_ids(struct json_writer *json, const struct view_field *field, const void *at,
		    enum extent extent)
{
	const struct ids *ids = at;

	(void)extent;
	json_open_array(json);
	for (size_t i = 0; i < ids->count; i++)
		write_one_id(json, ids->items[i], field->form);
	json_close_array(json);
}

void view_write_date(struct json_writer *json, const struct view_field *field, const void *at,
		     enum extent extent)
{
	struct date date = *(const struct date *)at;
	char printed[DATE_SIZE];

	(void)field, (void)extent;
	if (date_is_none(date)) {
		json_null(json);
		return;
	}
	date_print(date, printed);
	json_text(json, (struct text){ printed, sizeof(printed) });
}

void view_write_instant(struct json_writer *json, const struct view_field *field, const void *at,
			enum extent extent)
{
	struct instant instant = *(const struct instant *)at;
	char printed[INSTANT_SIZE];

	(void)field, (void)extent;
	if (instant_is_none(instant)) {
		json_null(json);
		return;
	}
	instant_print(instant, printed);
	json_text(json, (struct text){ printed, sizeof(printed) });
}

void view_write_number(struct json_writer *json, const struct view_field *field, const void *at,
		       enum extent extent)
{
	double number = *(const double *)at;
	enum view_form form = field->form;

	(void)extent;
	if (number == number && form == VIEW_FRACTION)
		number = number_round(number, 4);
	else if (number == number && form == VIEW_PERCENT)
		number = number_round(number * 100, 2);
	json_number(json, number);
}

void view_write_list(struct json_writer *json, const struct view_field *field, const void *at,
		     enum extent extent)
{
	struct list rows = *(const struct list *)at;
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

void view_write_integer(struct json_writer *json, const struct view_field *field, const void *at,
			enum extent extent)
{
	int64_t integer = *(const int64_t *)at;

	(void)extent;
	if (field->form == VIEW_WORDS)
		write_words(json, field->words, integer);
	else if (integer == INTEGER_NONE)
		json_null(json);
	else
		json_integer(json, integer);
}

void view_write_part(struct json_writer *json, const struct view_field *field, const void *at,
		     enum extent extent)
{
	write_record(json, view_within(field, extent != WHOLE), at, extent);
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
		kinds[field->kind].write(json, field, at, extent);
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

void view_write_rows(struct json_writer *json, const struct view *view, struct list rows)
{
	write_records(json, view, rows, WHOLE);
}
