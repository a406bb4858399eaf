/*
 * One operation of the API description: what it is called, what it asks for in path, query, header
 * and body. What it answers stands in answers.c.
 */
#ifndef OKR_API_DESCRIBE_OPERATION_H
#define OKR_API_DESCRIBE_OPERATION_H

#include "api/describe/openapi.h"

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

/* The body of a search: the route's filters as members. */
void openapi_search(struct json_writer *json, const struct route_group *group,
		    const struct route *route);

/* The name of the schema of a page in an envelope, "GoalPage", or of a search, "GoalSearch". */
void openapi_list_name(const struct route *route, const char *ending, char out[SCHEMA_NAME_MAX]);

/* What a route takes: its body's view, or NULL; and whether the body may be left out. */
const struct view *route_body(const struct route *route);
bool route_takes_body(const struct route *route);
enum schema_use route_use(const struct route *route);

#endif
