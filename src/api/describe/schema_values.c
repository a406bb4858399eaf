/*
 * Values as JSON Schema: the keywords of each kind, by form, words and limits. Objects, and what
 * holds objects, are schema.c's.
 */
#include "api/describe/schema_values.h"

#include "model/api_key.h"

#define NUMBER_MAX 1e15

/* ---- keywords -------------------------------------------------------------------------------- */

void schema_keyword(struct json_writer *json, const char *name, const char *value)
{
	json_member(json, text_from(name), text_from(value));
}

static void write_limit(struct json_writer *json, const char *name, double limit)
{
	json_key(json, text_from(name));
	json_number(json, limit);
}

bool schema_is_answer(enum schema_style style)
{
	return style == SCHEMA_ANSWER || style == SCHEMA_ANSWER_RECORD;
}

void schema_type(const struct schema_place *place, const char *type)
{
	json_key(place->json, TEXT("type"));
	if (!place->has_null) {
		json_text(place->json, text_from(type));
		return;
	}
	json_open_array(place->json);
	json_text(place->json, text_from(type));
	json_text(place->json, TEXT("null"));
	json_close_array(place->json);
}

static void write_format(const struct schema_place *place, const char *format)
{
	if (!schema_is_answer(place->style))
		schema_keyword(place->json, "format", format);
}

/* Whether a row before this one has the same text: a word that stands for several values. */
static bool is_repeated(const struct word_name *words, const struct word_name *name)
{
	for (; words < name; words++)
		if (strcmp(words->text, name->text) == 0)
			return true;
	return false;
}

/* What is written is each word once; taken are their other names as well. */
void schema_words(struct json_writer *json, const struct word_name *words, bool is_taken,
		  bool has_null)
{
	json_key(json, TEXT("enum"));
	json_open_array(json);
	for (const struct word_name *name = words; name->text; name++)
		if (!is_repeated(words, name) &&
		    (is_taken || strcmp(word_text(words, name->value), name->text) == 0))
			json_text(json, text_from(name->text));
	if (has_null)
		json_null(json);
	json_close_array(json);
}

/* ---- ids and texts --------------------------------------------------------------------------- */

/* Taken is every form of an id, by every dialect. */
void schema_write_id(const struct schema_place *place)
{
	char pattern[ID_PATTERN_MAX];

	schema_type(place, "string");
	if (place->use != SCHEMA_SHOWN)
		return;
	id_pattern((enum id_form)place->field->form, pattern);
	if (place->field->form == VIEW_PLAIN)
		write_format(place, "uuid");
	else
		schema_keyword(place->json, "pattern", pattern);
}

void schema_write_text(const struct schema_place *place)
{
	const struct field *model = place->model;

	schema_type(place, "string");
	if (place->use == SCHEMA_SHOWN)
		return;
	if (place->field->flags & VIEW_NEEDED)
		write_limit(place->json, "minLength", 1);
	if (model && (model->flags & FIELD_TITLE || model->max > 0))
		write_limit(place->json, "maxLength", (double)field_max(model));
}

/* ---- numbers --------------------------------------------------------------------------------- */

static void write_limits(const struct schema_place *place)
{
	double min = -NUMBER_MAX, max = NUMBER_MAX;

	if (place->use == SCHEMA_SHOWN)
		return;
	if (place->model && (place->model->min != 0 || place->model->max != 0)) {
		min = place->model->min;
		max = place->model->max;
	}
	write_limit(place->json, "minimum", min);
	write_limit(place->json, "maximum", max);
}

static void open_branch(struct json_writer *json, const char *type)
{
	json_open_object(json);
	schema_keyword(json, "type", type);
}

static void write_null_branch(struct json_writer *json)
{
	open_branch(json, "null");
	json_close_object(json);
}

/* A metric's value: a number, or what stands for the two values of a boolean one. */
static void write_metric_value(const struct schema_place *place)
{
	json_key(place->json, TEXT("anyOf"));
	json_open_array(place->json);
	open_branch(place->json, "number");
	write_limits(place);
	json_close_object(place->json);
	open_branch(place->json, "boolean");
	json_close_object(place->json);
	open_branch(place->json, "string");
	json_key(place->json, TEXT("enum"));
	json_raw(place->json, TEXT("[\"yes\",\"no\"]"));
	json_close_object(place->json);
	if (place->has_null)
		write_null_branch(place->json);
	json_close_array(place->json);
}

void schema_write_number(const struct schema_place *place)
{
	if (place->field->form == VIEW_VALUE && place->use != SCHEMA_SHOWN) {
		write_metric_value(place);
		return;
	}
	schema_type(place, "number");
	write_limits(place);
}

static void write_scopes(const struct schema_place *place)
{
	schema_type(place, "array");
	json_key(place->json, TEXT("items"));
	open_branch(place->json, "string");
	json_key(place->json, TEXT("enum"));
	json_open_array(place->json);
	for (const struct scope_name *name = scope_names; name->text; name++)
		if (place->use != SCHEMA_SHOWN || strcmp(scope_text(name->scope), name->text) == 0)
			json_text(place->json, text_from(name->text));
	json_close_array(place->json);
	json_close_object(place->json);
	write_limit(place->json, "minItems", place->use == SCHEMA_SHOWN ? 0 : 1);
}

static void write_word_set(const struct schema_place *place)
{
	schema_type(place, "array");
	json_key(place->json, TEXT("items"));
	open_branch(place->json, "string");
	schema_words(place->json, place->field->words, place->use != SCHEMA_SHOWN, false);
	json_close_object(place->json);
}

void schema_write_integer(const struct schema_place *place)
{
	if (place->field->form == VIEW_SCOPES) {
		write_scopes(place);
	} else if (place->field->form == VIEW_WORDS) {
		write_word_set(place);
	} else {
		schema_type(place, "integer");
		write_limits(place);
	}
}

/* ---- what holds other values ----------------------------------------------------------------- */

/* Free JSON. A schema that names no type is "unknown" to generators, so each type is named. */
static void write_any(struct json_writer *json)
{
	json_key(json, TEXT("type"));
	json_raw(json, TEXT("[\"array\",\"object\",\"string\",\"number\",\"boolean\",\"null\"]"));
	json_key(json, TEXT("items"));
	json_raw(json, TEXT("{}"));
	json_key(json, TEXT("additionalProperties"));
	json_flag(json, true);
}

void schema_write_json(const struct schema_place *place)
{
	if (place->field->form == VIEW_SCOPES) {
		write_scopes(place);
		return;
	}
	if (place->field->form == VIEW_OBJECT) {
		schema_type(place, "object");
		json_key(place->json, TEXT("additionalProperties"));
		json_flag(place->json, true);
		return;
	}
	if (place->field->form == VIEW_NUMBERS || place->field->form == VIEW_OBJECTS) {
		schema_type(place, "array");
		json_key(place->json, TEXT("items"));
		open_branch(place->json, place->field->form == VIEW_NUMBERS ? "number" : "object");
		if (place->field->form == VIEW_OBJECTS) {
			json_key(place->json, TEXT("additionalProperties"));
			json_flag(place->json, true);
		}
		json_close_object(place->json);
		return;
	}
	if (place->field->form != VIEW_TEXTS && place->field->form != VIEW_NAMES) {
		write_any(place->json);
		return;
	}
	schema_type(place, "array");
	json_key(place->json, TEXT("items"));
	open_branch(place->json, "string");
	json_close_object(place->json);
}

void schema_write_ids(const struct schema_place *place)
{
	struct schema_place one = *place;

	schema_type(place, "array");
	json_key(place->json, TEXT("items"));
	json_open_object(place->json);
	one.has_null = false;
	schema_write_id(&one);
	json_close_object(place->json);
}

void schema_write_flag(const struct schema_place *place)
{
	schema_type(place, "boolean");
}

void schema_write_word(const struct schema_place *place)
{
	schema_type(place, "string");
	if (schema_is_answer(place->style) && place->field->flags & VIEW_TERSE)
		return;
	schema_words(place->json, place->field->words, place->use != SCHEMA_SHOWN, place->has_null);
}

void schema_write_date(const struct schema_place *place)
{
	schema_type(place, "string");
	write_format(place, "date");
}

void schema_write_instant(const struct schema_place *place)
{
	schema_type(place, "string");
	write_format(place, "date-time");
}
