/*
 * JSON Schemas from the tables: kinds, forms, words and limits of fields decide, so a schema cannot
 * say anything else than the reader and the writer do. Knows nothing of MCP or OpenAPI around it.
 */
#include "api/describe/schema.h"

#include <assert.h>
#include <stdio.h>

#include "api/describe/schema_values.h"
#include "api/input/filter_values.h"
#include "api/output/view_write.h"
#include "api/view/kinds.h"

/* ---- records within ---------------------------------------------------------------------------- */

static void write_object(struct json_writer *json, const struct view *view, enum schema_use use,
			 enum schema_style style);

static bool is_terse(const struct schema_place *place)
{
	return schema_is_answer(place->style) && place->field->flags & VIEW_TERSE;
}

/* The view of the records within: its keywords in place, or where they stand. */
static void write_part(const struct schema_place *place)
{
	const struct view *view = view_within(place->field, schema_is_answer(place->style));
	char name[SCHEMA_NAME_MAX], reference[SCHEMA_NAME_MAX + 32];

	assert(view); /* api_check_tables */
	if (is_terse(place)) {
		schema_type(place, "object");
		return;
	}
	if (place->style != SCHEMA_NAMED) {
		write_object(place->json, view, place->use, place->style);
		return;
	}
	schema_name(view, place->use, name);
	snprintf(reference, sizeof(reference), "#/components/schemas/%s", name);
	schema_keyword(place->json, "$ref", reference);
}

/* A list's one record, or null without any. */
static void write_one(const struct schema_place *place)
{
	json_key(place->json, TEXT("anyOf"));
	json_open_array(place->json);
	json_open_object(place->json);
	write_part(place);
	json_close_object(place->json);
	json_open_object(place->json);
	schema_keyword(place->json, "type", "null");
	json_close_object(place->json);
	json_close_array(place->json);
}

static void write_many(const struct schema_place *place)
{
	struct schema_place record = *place;

	if (schema_is_answer(place->style))
		record.style = SCHEMA_ANSWER_RECORD;
	schema_type(place, "array");
	json_key(place->json, TEXT("items"));
	json_open_object(place->json);
	write_part(&record);
	json_close_object(place->json);
}

static void write_list(const struct schema_place *place)
{
	if (place->field->flags & VIEW_ONE)
		write_one(place);
	else
		write_many(place);
}

static void write_meaning(struct json_writer *json, const char *meaning, enum schema_style style)
{
	if (meaning && !schema_is_answer(style))
		schema_keyword(json, "description", meaning);
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
	if (kinds[place->field->kind].schema)
		kinds[place->field->kind].schema(place);
	else if (place->field->kind == FIELD_LIST)
		write_list(place);
	else
		write_part(place);
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
	schema_keyword(json, "type", "object");
	json_key(json, TEXT("properties"));
	json_open_object(json);
	for (size_t i = 0; i < view->count; i++) {
		struct schema_place place = { .json = json,
					      .view = view,
					      .field = &view->fields[i],
					      .use = use,
					      .style = style };

		if (!schema_has(place.field, use) ||
		    (schema_is_answer(style) && !(place.field->flags & VIEW_SHOWN)))
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
		schema_type(&place, "string");
		schema_words(json, archived_words, true, false);
	} else if (filter->kind == FILTER_TOP || filter->kind == FILTER_DELETED) {
		schema_type(&place, "boolean");
	} else {
		kinds[field.kind].schema(&place);
	}
	json_close_object(json);
}
