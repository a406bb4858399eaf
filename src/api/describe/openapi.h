/*
 * The parts of the API description (OpenAPI 3.1), each made from the tables that answer requests.
 * Private to the api room.
 */
#ifndef OKR_API_OPENAPI_H
#define OKR_API_OPENAPI_H

#include <stdio.h>

#include "api/describe/schema.h"

/* Shorthands for what repeats. */
static inline void openapi_member(struct json_writer *json, const char *name, const char *value)
{
	json_member(json, text_from(name), text_from(value));
}

static inline void openapi_open(struct json_writer *json, const char *name)
{
	json_key(json, text_from(name));
	json_open_object(json);
}

static inline void openapi_reference(struct json_writer *json, const char *kind, const char *name)
{
	char reference[SCHEMA_NAME_MOST + 64];

	snprintf(reference, sizeof(reference), "#/components/%s/%s", kind, name);
	openapi_member(json, "$ref", reference);
}

/* What a route takes: its body's view, or NULL; and whether the body may be left out. */
const struct view *route_body(const struct route *route);
bool route_takes_body(const struct route *route);
enum schema_use route_use(const struct route *route);
static inline bool route_is(const struct route *route, const char *method)
{
	return strcmp(route->method, method) == 0;
}

/* What the dialect calls one of the things: "OKR", "goal", "objective", "key result". */
const char *route_noun(const struct route_group *group, const struct thing *thing);

/* The same for the record that an id in the path names, by the name of its place: the last one is
 * the route's own, unless that is yet to be made or listed; the one before it the parent. */
const char *route_noun_at(const struct route_group *group, const struct route *route,
			  struct text name, bool is_last);

/* A row of `paths`: the operation of a route; `is_patch`: of the other method of a PUT. */
void openapi_operation(struct json_writer *json, const struct route_group *group,
		       const struct route *route, bool is_patch);

/* "parameters" of an operation, in path, query and header. */
void openapi_parameters(struct json_writer *json, const struct route_group *group,
			const struct route *route);

/* "responses" of an operation. */
void openapi_answers(struct json_writer *json, const struct route_group *group,
		     const struct route *route);

/* The endpoint of MCP, which speaks JSON-RPC: instead of what the tables say of a route's body and
 * answers, and beside them. */
bool openapi_is_mcp(const struct route_group *group);
void openapi_mcp_body(struct json_writer *json);
void openapi_mcp_answers(struct json_writer *json);
void openapi_mcp_schemas(struct json_writer *json);
void openapi_mcp_tools(struct json_writer *json);

/* "components": every schema, parameter, header and error that the paths refer to. */
void openapi_components(struct json_writer *json);

/* The tag that a route stands under. */
const char *openapi_tag(const struct route_group *group, const struct route *route);

/* The body of a search: the route's filters as members. */
void openapi_search(struct json_writer *json, const struct route *route);

/* The name of the schema of a page in an envelope, "GoalPage", or of a search, "GoalSearch". */
void openapi_list_name(const struct route *route, const char *ending, char out[SCHEMA_NAME_MOST]);

/* ---- examples -------------------------------------------------------------------------------- */

/* An id that is the same wherever an example speaks of a record of this kind. */
struct id example_id(const char *thing);

/* What the route answers, and what it could be sent. */
void example_answer(struct json_writer *json, const struct route *route);
void example_body(struct json_writer *json, const struct route *route);

/* One record of a view, as an answer shows it or as a body. */
void example_view(struct json_writer *json, const struct view *view, enum schema_use use);

#endif
