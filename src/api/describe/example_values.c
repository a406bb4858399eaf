/*
 * Values for examples, one writer a kind: what the tables give as .example, else something of the
 * kind. Records, and which members an example has, are example.c's.
 */
#include "api/describe/example_values.h"

#include <stdlib.h>

#include "base/secret.h"

/* 2026-04-19T12:00:00Z: the day of the seed's samples. */
static const struct instant example_time = { INT64_C(1776600000000) };

struct id example_id(const char *thing)
{
	return id_make_seeded(example_time, 0, digest64(text_from(thing)));
}

/* ---- single values --------------------------------------------------------------------------- */

/* An example says which thing an id names, or the field table does. */
static const char *thing_named(const struct example *example)
{
	if (example->text)
		return example->text;
	if (example->model && example->model->refers)
		return example->model->refers->name;
	return example->view->thing ? example->view->thing->name : example->field->name;
}

void example_write_id(struct json_writer *json, const struct example *example)
{
	char printed[ID_PRINT_MAX];
	enum view_form form = example->use == SCHEMA_SHOWN ? example->field->form : VIEW_PLAIN;

	json_text(json, id_print(example_id(thing_named(example)), (enum id_form)form, printed));
}

void example_write_ids(struct json_writer *json, const struct example *example)
{
	json_open_array(json);
	if (!example->text)
		example_write_id(json, example);
	json_close_array(json);
}

void example_write_number(struct json_writer *json, const struct example *example)
{
	double number = 0;

	if (example->text)
		number = strtod(example->text, NULL);
	if (example->field->form == VIEW_PERCENT)
		number *= 100;
	json_number(json, number);
}

void example_write_word(struct json_writer *json, const struct example *example)
{
	json_text(json, text_from(example->text ? example->text : example->field->words->text));
}

void example_write_integer(struct json_writer *json, const struct example *example)
{
	if (example->field->form == VIEW_SCOPES) {
		json_raw(json, text_from(example->text));
	} else if (example->field->form == VIEW_WORDS) {
		json_open_array(json);
		example_write_word(json, example);
		json_close_array(json);
	} else {
		json_integer(json, example->text ? strtoll(example->text, NULL, 10) : 0);
	}
}

static void write_text_or(struct json_writer *json, const struct example *example,
			  const char *otherwise)
{
	json_text(json, text_from(example->text ? example->text : otherwise));
}

void example_write_text(struct json_writer *json, const struct example *example)
{
	write_text_or(json, example, example->field->name);
}

void example_write_date(struct json_writer *json, const struct example *example)
{
	write_text_or(json, example, "2026-04-01");
}

void example_write_instant(struct json_writer *json, const struct example *example)
{
	write_text_or(json, example, "2026-04-19T12:00:00Z");
}

void example_write_flag(struct json_writer *json, const struct example *example)
{
	json_flag(json, example->text && strcmp(example->text, "true") == 0);
}

void example_write_json(struct json_writer *json, const struct example *example)
{
	json_raw(json, text_from(example->text));
}
