/*
 * Examples for the API description: what stands as .example in the field tables and views, and
 * where nothing stands a value that fits. A member has one example, wherever it appears.
 */
#ifndef OKR_API_DESCRIBE_EXAMPLE_H
#define OKR_API_DESCRIBE_EXAMPLE_H

#include "api/describe/example_values.h"
#include "api/describe/openapi.h"

/* What the route answers, and what it could be sent. */
void example_answer(struct json_writer *json, const struct route_group *group,
		    const struct route *route);
void example_body(struct json_writer *json, const struct route *route);

/* One record of a view, as an answer shows it or as a body. */
void example_view(struct json_writer *json, const struct view *view, enum schema_use use);

#endif
