/*
 * What the API description calls a route's records, bodies and lists, and which body a route takes.
 */
#ifndef OKR_API_DESCRIBE_NAMING_H
#define OKR_API_DESCRIBE_NAMING_H

#include "api/describe/schema.h"

/* What the dialect calls one of the things: "OKR", "goal", "objective", "key result". */
const char *route_noun(const struct route_group *group, const struct thing *thing);

/* The same for the record that an id in the path names, by the name of its place: the last one is
 * the route's own, unless that is yet to be made or listed; the one before it the parent. */
const char *route_noun_at(const struct route_group *group, const struct route *route,
			  struct text name, bool is_last);

/* The name of the schema of a page in an envelope, "GoalPage", or of a search, "GoalSearch". */
void openapi_list_name(const struct route *route, const char *ending, char out[SCHEMA_NAME_MAX]);

/* What a route takes: its body's view, or NULL; and whether the body may be left out. */
const struct view *route_body(const struct route *route);
bool route_takes_body(const struct route *route);
enum schema_use route_use(const struct route *route);

#endif
