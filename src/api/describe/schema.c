/*
 * JSON Schemas from the tables: kinds, forms, words and limits of fields decide, so a schema cannot
 * say anything else than the reader and the writer do. Knows nothing of MCP or OpenAPI around it.
 */
#include "api/describe/schema.h"

#include <assert.h>
#include <stdio.h>

#include "api/input/filter_values.h"
#include "api/output/view_write.h"
#include "api/view/kinds.h"
#include "model/api_key.h"

#define NUMBER_MAX 1e15

/* ---- keywords -------------------------------------------------------------------------------- */

static void write_keyword(struct json_writer *json, const char *name, const char *value)
{
	json_member(json, text_from(name), text_from(value));
}

static void write_limit(struct json_writer *json, const char *name, double limit)
{
	json_key(json, text_from(name));
	json_number(json, limit);
}

static bool is_answer(enum schema_style style)
{
	return style == SCHEMA_ANSWER || style == SCHEMA_ANSWER_RECORD;
}

static void write_type(const struct schema_place *place, const char *type)
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
	if (!is_answer(place->style))
		write_keyword(place->json, "format", format);
}

static void write_meaning(struct json_writer *json, const char *meaning, enum schema_style style)
{
	if (meaning && !is_answer(style))
		write_keyword(json, "description", meaning);
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
static void write_words(struct json_writer *json, const struct word_name *words, bool is_taken,
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

	write_type(place, "string");
	if (place->use != SCHEMA_SHOWN)
		return;
	id_pattern((enum id_form)place->field->form, pattern);
	if (place->field->form == VIEW_PLAIN)
		write_format(place, "uuid");
	else
		write_keyword(place->json, "pattern", pattern);
}

void schema_write_text(const struct schema_place *place)
{
	const struct field *model = place->model;

	write_type(place, "string");
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
	write_keyword(json, "type", type);
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
	write_type(place, "number");
	write_limits(place);
}

static void write_scopes(const struct schema_place *place)
{
	write_type(place, "array");
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
	write_type(place, "array");
	json_key(place->json, TEXT("items"));
	open_branch(place->json, "string");
	write_words(place->json, place->field->words, place->use != SCHEMA_SHOWN, false);
	json_close_object(place->json);
}

void schema_write_integer(const struct schema_place *place)
{
	if (place->field->form == VIEW_SCOPES) {
		write_scopes(place);
	} else if (place->field->form == VIEW_WORDS) {
		write_word_set(place);
	} else {
		write_type(place, "integer");
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
		write_type(place, "object");
		json_key(place->json, TEXT("additionalProperties"));
		json_flag(place->json, true);
		return;
	}
	if (place->field->form == VIEW_NUMBERS || place->field->form == VIEW_OBJECTS) {
		write_type(place, "array");
		json_key(place->json, TEXT("items"));
		open_branch(place->json,
			    place->field->form == VIEW_NUMBERS ? "number" : "object");
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
	write_type(place, "array");
	json_key(place->json, TEXT("items"));
	open_branch(place->json, "string");
	json_close_object(place->json);
}

void schema_write_ids(const struct schema_place *place)
{
	struct schema_place one = *place;

	write_type(place, "array");
	json_key(place->json, TEXT("items"));
	json_open_object(place->json);
	one.has_null = false;
	schema_write_id(&one);
	json_close_object(place->json);
}

static void write_object(struct json_writer *json, const struct view *view, enum schema_use use,
			 enum schema_style style);

/* The view of the records within: its keywords in place, or where they stand. */
void schema_write_part(const struct schema_place *place)
{
	const struct view *view = view_within(place->field, is_answer(place->style));
	char name[SCHEMA_NAME_MAX], reference[SCHEMA_NAME_MAX + 32];

	assert(view); /* api_check_tables */
	if (place->style != SCHEMA_NAMED) {
		write_object(place->json, view, place->use, place->style);
		return;
	}
	schema_name(view, place->use, name);
	snprintf(reference, sizeof(reference), "#/components/schemas/%s", name);
	write_keyword(place->json, "$ref", reference);
}

/* A list's one record, or null without any. */
static void write_one(const struct schema_place *place)
{
	json_key(place->json, TEXT("anyOf"));
	json_open_array(place->json);
	json_open_object(place->json);
	schema_write_part(place);
	json_close_object(place->json);
	write_null_branch(place->json);
	json_close_array(place->json);
}

static void write_many(const struct schema_place *place)
{
	struct schema_place record = *place;

	if (is_answer(place->style))
		record.style = SCHEMA_ANSWER_RECORD;
	write_type(place, "array");
	json_key(place->json, TEXT("items"));
	json_open_object(place->json);
	schema_write_part(&record);
	json_close_object(place->json);
}

void schema_write_list(const struct schema_place *place)
{
	if (place->field->flags & VIEW_ONE)
		write_one(place);
	else
		write_many(place);
}

void schema_write_flag(const struct schema_place *place)
{
	write_type(place, "boolean");
}

void schema_write_word(const struct schema_place *place)
{
	write_type(place, "string");
	write_words(place->json, place->field->words, place->use != SCHEMA_SHOWN, place->has_null);
}

void schema_write_date(const struct schema_place *place)
{
	write_type(place, "string");
	write_format(place, "date");
}

void schema_write_instant(const struct schema_place *place)
{
	write_type(place, "string");
	write_format(place, "date-time");
}

/* ---- fields ---------------------------------------------------------------------------------- */

const struct field *field_behind(const struct view *view, const struct view_field *field)
{
	return view->thing ? field_like(&view->thing->form, field->offset, field->kind) : NULL;
}

/* What is stored and has a default is never null: null means the default. */
static bool has_default(const struct view *view, const struct view_field *field,
			const struct field *model)
{
	const char *blank = view->thing->form.blank;

	return model && model->flags & FIELD_COLUMN &&
	       !field_is_none(field->kind, blank + field->offset);
}

static bool is_always_filled(const struct view *view, const struct view_field *field)
{
	const struct field *model = field_behind(view, field);
	bool is_set = field->form == VIEW_WORDS || field->form == VIEW_SCOPES;

	if (field->kind == FIELD_LIST)
		return !(field->flags & VIEW_ONE);
	return field->kind == FIELD_IDS || field->kind == FIELD_PART || field->kind == FIELD_FLAG ||
	       is_set || field->flags & (VIEW_FILLED | VIEW_IF_SET) ||
	       (model && model->flags & FIELD_FILLED) ||
	       (view->thing && has_default(view, field, model));
}

bool schema_may_be_null(const struct view *view, const struct view_field *field,
			enum schema_use use)
{
	if (use == SCHEMA_SHOWN)
		return !is_always_filled(view, field);
	return !(field->flags & VIEW_NEEDED);
}

bool schema_has(const struct view_field *field, enum schema_use use)
{
	static const unsigned flags[] = {
		[SCHEMA_SHOWN] = VIEW_SHOWN | VIEW_ON_REQUEST,
		[SCHEMA_NEW] = VIEW_NEW,
		[SCHEMA_CHANGE] = VIEW_CHANGE,
	};

	return field->flags & flags[use];
}

static const char *meaning_of(const struct schema_place *place)
{
	if (place->field->meaning || !place->model)
		return place->field->meaning;
	return place->model->meaning;
}

/* A tool's argument is left out rather than null, whatever the reader takes. An object that may be
 * null says so itself. */
static bool says_null(const struct schema_place *place)
{
	bool is_object = place->field->kind == FIELD_PART || place->field->flags & VIEW_ONE;

	return !is_object && place->style != SCHEMA_TOOL &&
	       schema_may_be_null(place->view, place->field, place->use);
}

static void write_field(struct schema_place *place)
{
	place->has_null = says_null(place);
	json_open_object(place->json);
	write_meaning(place->json, meaning_of(place), place->style);
	kinds[place->field->kind].schema(place);
	json_close_object(place->json);
}

/* Shown is every field but those that appear only when they have a value. */
static bool is_required(const struct view *view, const struct view_field *field,
			enum schema_use use, enum schema_style style)
{
	if (!schema_has(field, use))
		return false;
	if (style == SCHEMA_ANSWER_RECORD && schema_may_be_null(view, field, use))
		return false;
	if (use == SCHEMA_SHOWN)
		return !(field->flags & (VIEW_IF_SET | VIEW_ON_REQUEST));
	return use == SCHEMA_NEW && field->flags & VIEW_NEEDED;
}

static void write_required(struct json_writer *json, const struct view *view, enum schema_use use,
			   enum schema_style style)
{
	bool is_open = false;

	for (size_t i = 0; i < view->count; i++) {
		if (!is_required(view, &view->fields[i], use, style))
			continue;
		if (!is_open) {
			json_key(json, TEXT("required"));
			json_open_array(json);
		}
		is_open = true;
		json_text(json, text_from(view->fields[i].name));
	}
	if (is_open)
		json_close_array(json);
}

static void write_object(struct json_writer *json, const struct view *view, enum schema_use use,
			 enum schema_style style)
{
	write_keyword(json, "type", "object");
	json_key(json, TEXT("properties"));
	json_open_object(json);
	for (size_t i = 0; i < view->count; i++) {
		struct schema_place place = { .json = json,
					      .view = view,
					      .field = &view->fields[i],
					      .use = use,
					      .style = style };

		if (!schema_has(place.field, use) ||
		    (is_answer(style) && !(place.field->flags & VIEW_SHOWN)))
			continue;
		place.model = field_behind(view, place.field);
		json_key(json, text_from(place.field->name));
		write_field(&place);
	}
	json_close_object(json);
	write_required(json, view, use, style);
	if (style == SCHEMA_TOOL) {
		json_key(json, TEXT("additionalProperties"));
		json_flag(json, false);
	}
}

void schema_view(struct json_writer *json, const struct view *view, enum schema_use use,
		 enum schema_style style)
{
	json_open_object(json);
	write_object(json, view, use, style);
	json_close_object(json);
}

void schema_name(const struct view *view, enum schema_use use, char out[SCHEMA_NAME_MAX])
{
	static const char *const endings[] = {
		[SCHEMA_SHOWN] = "",
		[SCHEMA_NEW] = "New",
		[SCHEMA_CHANGE] = "Change",
	};

	snprintf(out, SCHEMA_NAME_MAX, "%s%s", view->name, endings[use]);
}

/* ---- filters --------------------------------------------------------------------------------- */

void schema_filter(struct json_writer *json, const struct filter *filter, enum schema_style style)
{
	const struct view_field field = {
		.name = filter->name,
		.kind = filter->value_kind == FIELD_JSON ? FIELD_TEXT : filter->value_kind,
		.words = filter->words,
	};
	const struct field limits = { .min = filter->min, .max = filter->max };
	const struct schema_place place = {
		.json = json,
		.field = &field,
		.model = filter->max > 0 ? &limits : NULL,
		.use = SCHEMA_NEW,
		.style = style,
	};

	json_open_object(json);
	write_meaning(json, filter->meaning, style);
	if (filter->kind == FILTER_ARCHIVED) {
		write_type(&place, "string");
		write_words(json, archived_words, true, false);
	} else if (filter->kind == FILTER_TOP || filter->kind == FILTER_DELETED) {
		write_type(&place, "boolean");
	} else {
		kinds[field.kind].schema(&place);
	}
	json_close_object(json);
}
