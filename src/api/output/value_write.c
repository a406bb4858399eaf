/*
 * Single values to JSON text, by their kind and by the form that their view's row asks for. Records,
 * and records within records, are view_write.c's.
 */
#include "api/output/value_write.h"

#include "base/number.h"

static void write_one_id(struct json_writer *json, struct id id, enum view_form form)
{
	char printed[ID_PRINT_MAX];

	if (id_is_none(id))
		json_null(json);
	else
		json_text(json, id_print(id, (enum id_form)form, printed));
}

void value_write_id(struct json_writer *json, const struct view_field *field, const void *at)
{
	write_one_id(json, *(const struct id *)at, field->form);
}

void value_write_text(struct json_writer *json, const struct view_field *field, const void *at)
{
	(void)field;
	json_text(json, *(const struct text *)at);
}

void value_write_flag(struct json_writer *json, const struct view_field *field, const void *at)
{
	(void)field;
	json_flag(json, *(const bool *)at);
}

void value_write_word(struct json_writer *json, const struct view_field *field, const void *at)
{
	json_text(json, text_from(word_text(field->words, *(const word *)at)));
}

void value_write_json(struct json_writer *json, const struct view_field *field, const void *at)
{
	(void)field;
	json_raw(json, ((const struct json_value *)at)->text);
}

void value_write_ids(struct json_writer *json, const struct view_field *field, const void *at)
{
	const struct ids *ids = at;

	json_open_array(json);
	for (size_t i = 0; i < ids->count; i++)
		write_one_id(json, ids->items[i], field->form);
	json_close_array(json);
}

void value_write_date(struct json_writer *json, const struct view_field *field, const void *at)
{
	struct date date = *(const struct date *)at;
	char printed[DATE_SIZE];

	(void)field;
	if (date_is_none(date)) {
		json_null(json);
		return;
	}
	date_print(date, printed);
	json_text(json, (struct text){ printed, sizeof(printed) });
}

void value_write_instant(struct json_writer *json, const struct view_field *field, const void *at)
{
	struct instant instant = *(const struct instant *)at;
	char printed[INSTANT_SIZE];

	(void)field;
	if (instant_is_none(instant)) {
		json_null(json);
		return;
	}
	instant_print(instant, printed);
	json_text(json, (struct text){ printed, sizeof(printed) });
}

void value_write_number(struct json_writer *json, const struct view_field *field, const void *at)
{
	double number = *(const double *)at;
	enum view_form form = field->form;

	if (number == number && form == VIEW_FRACTION)
		number = number_round(number, 4);
	else if (number == number && form == VIEW_PERCENT)
		number = number_round(number * 100, 2);
	json_number(json, number);
}

static void write_words(struct json_writer *json, const struct word_name *words, int64_t set)
{
	json_open_array(json);
	for (; words->text; words++)
		if (set & (INT64_C(1) << words->value))
			json_text(json, text_from(words->text));
	json_close_array(json);
}

void value_write_integer(struct json_writer *json, const struct view_field *field, const void *at)
{
	int64_t integer = *(const int64_t *)at;

	if (field->form == VIEW_WORDS)
		write_words(json, field->words, integer);
	else if (integer == INTEGER_NONE)
		json_null(json);
	else
		json_integer(json, integer);
}
