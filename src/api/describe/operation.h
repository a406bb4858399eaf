/*
 * One operation of the API description: what it is called, what it asks for in path, query, header
 * and body. What it answers stands in answers.c.
 */
#ifndef OKR_API_DESCRIBE_OPERATION_H
#define OKR_API_DESCRIBE_OPERATION_H

#include "api/describe/openapi.h"

/* A row of `paths`: the operation of a route; `is_patch`: of the other method of a PUT. */
void openapi_operation(struct json_writer *json, const struct route_group *group,
		       const struct route *route, bool is_patch);

/* "parameters" of an operation, in path, query and header. */
void openapi_parameters(struct json_writer *json, const struct route_group *group,
			const struct route *route);

/* The body of a search: the route's filters as members. */
void openapi_search(struct json_writer *json, const struct route_group *group,
		    const struct route *route);

#endif
