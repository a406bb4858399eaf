/*
 * Examples for the API description: what stands as .example in the field tables and views, and
 * where nothing stands a value that fits. A member has one example, wherever it appears.
 */
#ifndef OKR_API_DESCRIBE_EXAMPLE_H
#define OKR_API_DESCRIBE_EXAMPLE_H

#include "api/describe/openapi.h"

/* An id that is the same wherever an example speaks of a record of this kind. */
struct id example_id(const char *thing);

/* What the route answers, and what it could be sent. */
void example_answer(struct json_writer *json, const struct route *route);
void example_body(struct json_writer *json, const struct route *route);

/* One record of a view, as an answer shows it or as a body. */
void example_view(struct json_writer *json, const struct view *view, enum schema_use use);

#endif
