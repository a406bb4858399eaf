/*
 * Examples for the API description: what stands as .example in the field tables and views, and
 * where nothing stands a value that fits. A member has one example, wherever it appears.
 */
#include "api/describe/example.h"

#include "api/describe/naming.h"
#include "api/describe/openapi.h"
#include "api/output/view_write.h"
#include "api/view/kinds.h"

static void write_view(struct json_writer *json, const struct view *view, enum schema_use use,
		       bool is_whole, const char *sample);

/* ---- what holds other values ------------------------------------------------------------------ */

static void write_list(struct json_writer *json, const struct example *example)
{
	const struct view *view = example->field->view;
	bool is_one = example->field->flags & VIEW_ONE;
	bool is_circle = view == example->view;

	if (!is_one)
		json_open_array(json);
	if (!is_circle)
		write_view(json, view, example->use, true, NULL);
	else if (is_one)
		json_null(json);
	if (!is_one)
		json_close_array(json);
}

static void write_part(struct json_writer *json, const struct example *example)
{
	write_view(json, example->field->view, example->use, true, NULL);
}

static void write_value(struct json_writer *json, const struct example *example)
{
	if (kinds[example->field->kind].example)
		kinds[example->field->kind].example(json, example);
	else if (example->field->kind == FIELD_LIST)
		write_list(json, example);
	else
		write_part(json, example);
}

static bool is_null(const struct example *example)
{
	return example->text && strcmp(example->text, "null") == 0;
}

/* ---- records --------------------------------------------------------------------------------- */

/* Whether a list of names, one blank between two, has this one. */
static bool names_it(const char *names, const char *name)
{
	struct text rest = text_from(names);

	while (!text_is_none(rest))
		if (text_equal(text_cut(&rest, ' '), text_from(name)))
			return true;
	return false;
}

/* An answer has all that it always has, and what it may have as far as there is an example. A body has what the route's row names; a record within a
 * body what it needs and what there is an example of. */
static bool is_there(const struct example *example, const char *sample)
{
	if (!schema_has(example->field, example->use) || example->field->flags & VIEW_ON_REQUEST)
		return false;
	if (example->use == SCHEMA_SHOWN)
		return !(example->field->flags & VIEW_IF_SET) ||
		       (example->is_whole && !is_null(example));
	if (sample)
		return names_it(sample, example->field->name);
	return example->field->flags & VIEW_NEEDED || (example->text && !is_null(example));
}

/* A word that another dialect has another word for is no example here. */
static bool fits(const struct view_field *field, const char *text)
{
	word value;

	return field->kind != FIELD_WORD || strcmp(text, "null") == 0 ||
	       word_parse(field->words, text_from(text), &value);
}

static const char *text_of(const struct view_field *field, const struct field *model)
{
	if (field->example)
		return field->example;
	return model && model->example && fits(field, model->example) ? model->example : NULL;
}

static void write_view(struct json_writer *json, const struct view *view, enum schema_use use,
		       bool is_whole, const char *sample)
{
	json_open_object(json);
	for (size_t i = 0; i < view->count; i++) {
		const struct view_field *field = &view->fields[i];
		const struct field *model = field_behind(view, field);
		const struct example example = { .view = view,
						 .field = field,
						 .model = model,
						 .text = text_of(field, model),
						 .use = use,
						 .is_whole = is_whole };

		if (!is_there(&example, sample))
			continue;
		json_key(json, text_from(field->name));
		if (is_null(&example))
			json_null(json);
		else
			write_value(json, &example);
	}
	json_close_object(json);
}

void example_view(struct json_writer *json, const struct view *view, enum schema_use use)
{
	write_view(json, view, use, true, NULL);
}

/* ---- answers and bodies ----------------------------------------------------------------------- */

static void write_page(struct json_writer *json, const struct envelope *envelope,
		       const struct route *route)
{
	json_open_object(json);
	json_key(json, text_from(envelope->items));
	json_open_array(json);
	write_view(json, route->view, SCHEMA_SHOWN, false, NULL);
	json_close_array(json);
	json_key(json, text_from(envelope->next));
	json_null(json);
	json_key(json, text_from(envelope->total));
	json_integer(json, 1);
	json_close_object(json);
}

void example_answer(struct json_writer *json, const struct route_group *group,
		    const struct route *route)
{
	static const struct envelope bare;
	const struct envelope *envelope = group->envelope ? group->envelope : &bare;
	bool is_list = route->flags & (ROUTE_LIST | ROUTE_ROWS);

	if (envelope->deleted && route->method == METHOD_DELETE) {
		json_open_object(json);
		json_key(json, text_from(envelope->deleted));
		json_flag(json, true);
		json_close_object(json);
		return;
	}
	if (envelope->items && is_list) {
		write_page(json, envelope, route);
		return;
	}
	if (envelope->record) {
		json_open_object(json);
		json_key(json, text_from(envelope->record));
	}
	if (is_list)
		json_open_array(json);
	write_view(json, route->view, SCHEMA_SHOWN, !is_list, NULL);
	if (is_list)
		json_close_array(json);
	if (envelope->record)
		json_close_object(json);
}

/* A search is sent values of the filters that its row names. */
static void write_search(struct json_writer *json, const struct route *route)
{
	const struct filters *filters = &route->filters;

	json_open_object(json);
	for (size_t i = 0; i < filters->count; i++) {
		const struct filter *filter = &filters->items[i];

		if (!names_it(route->sample, filter->name))
			continue;
		json_key(json, text_from(filter->name));
		if (filter->words)
			json_text(json, text_from(filter->words->text));
		else if (filter->value_kind == FIELD_INTEGER)
			json_integer(json, (long long)filter->min);
		else
			json_flag(json, true);
	}
	json_close_object(json);
}

void example_body(struct json_writer *json, const struct route *route)
{
	if (route->flags & ROUTE_READ)
		write_search(json, route);
	else
		write_view(json, route_body(route), route_use(route), false, route->sample);
}
