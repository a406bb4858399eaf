/*
 * What an operation answers, in the API description: the good answer with its headers and media
 * types, and the errors that the route can have, which follow from what it asks for and does.
 */
#ifndef OKR_API_DESCRIBE_ANSWERS_H
#define OKR_API_DESCRIBE_ANSWERS_H

#include "api/describe/openapi.h"

/* "responses" of an operation. */
void openapi_answers(struct json_writer *json, const struct route_group *group,
		     const struct route *route);

#endif
