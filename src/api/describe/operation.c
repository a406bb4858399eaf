/*
 * One operation of the API description: what it is called, what it asks for in path, query, header
 * and body. What it answers stands in answers.c.
 */
#include "api/describe/operation.h"

#include <assert.h>

#include "api/describe/answers.h"
#include "api/describe/example.h"
#include "api/describe/fragments.h"
#include "api/describe/naming.h"
#include "api/describe/openapi.h"
#include "api/describe/tags.h"
#include "api/describe/tools.h"
#include "api/input/filters.h"
#include "api/input/listing.h"
#include "api/output/fields.h"
#include "api/output/view_write.h"
#include "model/directory.h"
#include "model/objective.h"

/* ---- path ------------------------------------------------------------------------------------- */

static struct id id_of_noun(const struct route_group *group, const char *noun)
{
	bool is_objective = strcmp(noun, route_noun(group, &objective_thing)) == 0;
	bool is_person = strcmp(noun, route_noun(group, &person_thing)) == 0;

	if (is_person)
		return example_id(person_thing.name);
	return example_id(is_objective ? objective_thing.name : noun);
}

static void write_path_parameter(struct json_writer *json, const struct route_group *group,
				 const struct route *route, struct text name, bool is_last)
{
	const char *noun = route_noun_at(group, route, name, is_last);
	char description[128], printed[ID_PRINT_MAX];

	snprintf(description, sizeof(description), "The id of the %s, in any of its forms.", noun);
	json_open_object(json);
	json_member(json, TEXT("name"), name);
	openapi_member(json, "in", "path");
	json_key(json, TEXT("required"));
	json_flag(json, true);
	openapi_member(json, "description", description);
	json_key(json, TEXT("schema"));
	json_raw(json, TEXT("{\"type\":\"string\"}"));
	json_member(json, TEXT("example"), id_print(id_of_noun(group, noun), ID_PLAIN, printed));
	json_close_object(json);
}

static void write_path(struct json_writer *json, const struct route_group *group,
		       const struct route *route)
{
	struct text rest = text_from(route->path);

	while (!text_is_none(rest)) {
		struct text part = text_cut(&rest, '/');

		if (part.size > 0 && part.data[0] == ':')
			write_path_parameter(json, group, route,
					     (struct text){ part.data + 1, part.size - 1 },
					     text_is_none(rest));
	}
}

/* ---- query ------------------------------------------------------------------------------------ */

static void open_query(struct json_writer *json, const char *name)
{
	json_open_object(json);
	openapi_member(json, "name", name);
	openapi_member(json, "in", "query");
}

static void write_filter(struct json_writer *json, const struct route_group *group,
			 const struct filter *filter)
{
	bool is_list = filter_takes_several(group, filter);
	struct filter nameless = *filter;

	nameless.meaning = NULL; /* said by the parameter */
	open_query(json, filter->name);
	openapi_member(json, "description", filter->meaning);
	if (filter->is_needed) {
		json_key(json, TEXT("required"));
		json_flag(json, true);
		openapi_member(json, "example", filter->example);
	}
	if (is_list) {
		openapi_member(json, "style", "form");
		json_key(json, TEXT("explode"));
		json_flag(json, false);
		openapi_open(json, "schema");
		openapi_member(json, "type", "array");
		json_key(json, TEXT("items"));
	} else {
		json_key(json, TEXT("schema"));
	}
	schema_filter(json, &nameless, SCHEMA_NAMED);
	if (is_list)
		json_close_object(json);
	json_close_object(json);
}

static bool has_filter(const struct route *route, const char *name)
{
	for (size_t i = 0; i < route->filters.count; i++)
		if (strcmp(route->filters.items[i].name, name) == 0)
			return true;
	return false;
}

/* A filter by a field of the view, or by its range. */
static void write_field_filter(struct json_writer *json, const struct route_group *group,
			       const struct route *route, const struct view_field *field,
			       const char *ending, const char *meaning)
{
	char name[SCHEMA_NAME_MAX], description[128];
	const struct filter filter = { .name = name,
				       .kind = FILTER_EQUAL,
				       .value_kind = field->kind,
				       .words = field->words,
				       .meaning = description };

	snprintf(name, sizeof(name), "%s%s", field->name, ending);
	snprintf(description, sizeof(description), "Records whose `%s` is %s.", field->name,
		 meaning);
	if (!has_filter(route, name))
		write_filter(json, group, &filter);
}

static void write_field_filters(struct json_writer *json, const struct route_group *group,
				const struct route *route)
{
	for (size_t i = 0; i < route->view->count; i++) {
		const struct view_field *field = &route->view->fields[i];

		if (!(field->flags & VIEW_SHOWN) ||
		    !filter_has_field(route->resource->thing, field))
			continue;
		write_field_filter(json, group, route, field, "", "this");
		if (!filter_has_range(field))
			continue;
		write_field_filter(json, group, route, field, "_from", "this or greater");
		write_field_filter(json, group, route, field, "_to", "this or less");
	}
}

/* "created_at" and "-created_at". */
static void write_sort_keys(struct json_writer *json, const struct sorts *sorts)
{
	json_open_object(json);
	openapi_member(json, "type", "string");
	json_key(json, TEXT("enum"));
	json_open_array(json);
	for (size_t i = 0; i < sorts->count; i++) {
		char descending[SCHEMA_NAME_MAX];

		snprintf(descending, sizeof(descending), "-%s", sorts->items[i].name);
		json_text(json, text_from(sorts->items[i].name));
		json_text(json, text_from(descending));
	}
	json_close_array(json);
	json_close_object(json);
}

static void write_sort(struct json_writer *json, const struct route *route)
{
	open_query(json, "sort");
	openapi_member(json, "description",
		       "What the list is ordered by, `-` for descending; the newest come first "
		       "without it.");
	json_key(json, TEXT("schema"));
	write_sort_keys(json, &route->sorts);
	json_close_object(json);
}

static void refer(struct json_writer *json, const char *name)
{
	json_open_object(json);
	openapi_reference(json, "parameters", name);
	json_close_object(json);
}

static void write_query(struct json_writer *json, const struct route_group *group,
			const struct route *route)
{
	if (route->flags & ROUTE_READ)
		return;
	for (size_t i = 0; i < route->filters.count; i++)
		write_filter(json, group, &route->filters.items[i]);
	if (route->flags & ROUTE_FIELDS)
		write_field_filters(json, group, route);
	if (route->sorts.count > 0)
		write_sort(json, route);
	if (fields_are_taken(route))
		refer(json, "fields");
	if (!(route->flags & ROUTE_LIST))
		return;
	refer(json, "limit");
	refer(json, "cursor");
	if (route->flags & ROUTE_CSV) {
		refer(json, route->flags & ROUTE_NDJSON ? "formatLines" : "format");
		refer(json, "bom");
	}
}

/* ---- header ----------------------------------------------------------------------------------- */

/* Of what signs in a GET alone does without. */
static bool asks_for_console(const struct route *route)
{
	return route->flags & ROUTE_SESSION ||
	       (route->flags & ROUTE_SIGN_IN && route->method != METHOD_GET);
}

static void write_headers(struct json_writer *json, const struct route *route)
{
	bool is_change = route->method == METHOD_PUT || route->method == METHOD_DELETE;

	if (route->method == METHOD_GET &&
	    (!(route->flags & ROUTE_OPEN) || route->flags & ROUTE_VOLATILE) &&
	    !(route->flags & ROUTE_STREAM))
		refer(json, "IfNoneMatch");
	if (asks_for_console(route))
		refer(json, "Console");
	if (is_change && !(route->flags & ROUTE_SESSION))
		refer(json, "IfMatch");
	if (route->method == METHOD_POST && !(route->flags & ROUTE_SIGN_IN) &&
	    (!(route->flags & ROUTE_READ) || !route->view))
		refer(json, "IdempotencyKey");
	if (route->method != METHOD_GET && !(route->flags & (ROUTE_READ | ROUTE_SIGN_IN)))
		refer(json, "Reason");
}

void openapi_parameters(struct json_writer *json, const struct route_group *group,
			const struct route *route)
{
	json_key(json, TEXT("parameters"));
	json_open_array(json);
	write_path(json, group, route);
	write_query(json, group, route);
	write_headers(json, route);
	json_close_array(json);
}

/* ---- body ------------------------------------------------------------------------------------- */

static void write_media(struct json_writer *json, const struct route *route, const char *media_type)
{
	char name[SCHEMA_NAME_MAX];

	if (route->flags & ROUTE_READ)
		openapi_list_name(route, "Search", name);
	else
		schema_name(route_body(route), route_use(route), name);
	openapi_open(json, media_type);
	openapi_open(json, "schema");
	openapi_reference(json, "schemas", name);
	json_close_object(json);
	json_key(json, TEXT("example"));
	example_body(json, route);
	json_close_object(json);
}

/* A file is sent as it is; JSON is an array of rows. */
static void write_file(struct json_writer *json, const struct file_kind *file)
{
	bool is_json = strcmp(file->media_type, "application/json") == 0;

	openapi_open(json, file->media_type);
	openapi_open(json, "schema");
	openapi_member(json, "type", is_json ? "array" : "string");
	if (is_json) {
		openapi_open(json, "items");
		openapi_member(json, "type", "object");
		json_key(json, TEXT("additionalProperties"));
		json_flag(json, true);
		json_close_object(json);
	}
	json_close_object(json);
	json_key(json, TEXT("example"));
	if (is_json)
		json_raw(json, text_from(file->sample));
	else
		json_text(json, text_from(file->sample));
	json_close_object(json);
}

static void write_body(struct json_writer *json, const struct route *route)
{
	if (!route_takes_body(route))
		return;
	openapi_open(json, "requestBody");
	json_key(json, TEXT("required"));
	json_flag(json, route->flags & ROUTE_BODY || route->files);
	openapi_open(json, "content");
	for (const struct file_kind *file = route->files; file && file->media_type; file++)
		write_file(json, file);
	if (!route->files)
		write_media(json, route, "application/json");
	if (route->method == METHOD_PUT)
		write_media(json, route, "application/merge-patch+json");
	json_close_object(json);
	json_close_object(json);
}

/* A query string has "true"; in JSON it is the boolean (ruling 60). */
static void write_searched_archived(struct json_writer *json, const struct filter *filter)
{
	json_open_object(json);
	openapi_member(json, "description", filter->meaning);
	json_key(json, TEXT("anyOf"));
	json_raw(json, TEXT("[{\"type\":\"boolean\"},{\"type\":\"string\",\"enum\":[\"any\"]}]"));
	json_close_object(json);
}

/* The values of a filter in a search: one, or a list that means any of them. */
static void write_searched(struct json_writer *json, const struct route_group *group,
			   const struct filter *filter)
{
	json_key(json, text_from(filter->name));
	if (filter->kind == FILTER_ARCHIVED) {
		write_searched_archived(json, filter);
		return;
	}
	if (!filter_takes_several(group, filter)) {
		schema_filter(json, filter, SCHEMA_NAMED);
		return;
	}
	json_open_object(json);
	openapi_member(json, "description", filter->meaning);
	json_key(json, TEXT("anyOf"));
	json_open_array(json);
	schema_filter(json, filter, SCHEMA_NAMED);
	json_open_object(json);
	openapi_member(json, "type", "array");
	json_key(json, TEXT("items"));
	schema_filter(json, filter, SCHEMA_NAMED);
	json_close_object(json);
	json_close_array(json);
	json_close_object(json);
}

/* What a search takes beside its filters. */
static void write_search_place(struct json_writer *json, const struct route *route)
{
	json_key(json, TEXT("sort"));
	write_sort_keys(json, &route->sorts);
	/* Its default is said in words: a generator takes a member with a "default" for one that is
	 * always there. */
	fragment_write(json, "Search", "limit");
	fragment_write(json, "Search", "cursor");
}

void openapi_search(struct json_writer *json, const struct route_group *group,
		    const struct route *route)
{
	json_open_object(json);
	openapi_member(json, "type", "object");
	openapi_open(json, "properties");
	for (size_t i = 0; i < route->filters.count; i++)
		write_searched(json, group, &route->filters.items[i]);
	if (route->flags & ROUTE_LIST)
		write_search_place(json, route);
	json_close_object(json);
	json_close_object(json);
}

/* ---- operation -------------------------------------------------------------------------------- */

/* updateOkr is PUT, patchOkr PATCH. */
static void write_name(struct json_writer *json, const struct route *route, bool is_patch)
{
	char name[SCHEMA_NAME_MAX];

	if (!is_patch) {
		openapi_member(json, "operationId", route->name);
		return;
	}
	assert(strncmp(route->name, "update", strlen("update")) == 0);
	snprintf(name, sizeof(name), "patch%s", route->name + strlen("update"));
	openapi_member(json, "operationId", name);
}

static void write_description(struct json_writer *json, const struct route *route, bool is_patch)
{
	char text[2048];

	snprintf(text, sizeof(text), "%s%s%s%s%s", route->meaning,
		 is_patch ? " The same as PUT." : "",
		 route->scope == SCOPE_NONE ? "" : "\n\nRequires the scope `",
		 route->scope == SCOPE_NONE ? "" : scope_text(route->scope),
		 route->scope == SCOPE_NONE ? "" : "`.");
	openapi_member(json, "description", text);
}

/* OpenAPI has names of scopes for OAuth alone: of a bearer they stand in a member of our own. */
static void write_security(struct json_writer *json, const struct route *route)
{
	json_key(json, TEXT("security"));
	json_raw(json, route->flags & ROUTE_OPEN    ? TEXT("[]") :
		       route->flags & ROUTE_SESSION ? TEXT("[{\"cookie\":[]}]") :
						      TEXT("[{\"bearer\":[]}]"));
	if (route->flags & ROUTE_OPEN)
		return;
	json_key(json, TEXT("x-scopes"));
	json_open_array(json);
	if (route->scope != SCOPE_NONE)
		json_text(json, text_from(scope_text(route->scope)));
	json_close_array(json);
}

void openapi_operation(struct json_writer *json, const struct route_group *group,
		       const struct route *route, bool is_patch)
{
	json_open_object(json);
	json_key(json, TEXT("tags"));
	json_open_array(json);
	json_text(json, text_from(tag_of(group, route)->name));
	json_close_array(json);
	openapi_member(json, "summary", route->title);
	write_name(json, route, is_patch);
	write_description(json, route, is_patch);
	if (route->flags & ROUTE_DEPRECATED) {
		json_key(json, TEXT("deprecated"));
		json_flag(json, true);
	}
	write_security(json, route);
	openapi_parameters(json, group, route);
	if (openapi_is_mcp(group))
		openapi_mcp_body(json);
	else
		write_body(json, route);
	openapi_answers(json, group, route);
	if (openapi_is_mcp(group))
		openapi_mcp_tools(json);
	json_close_object(json);
}
