/*
 * Shorthands for what every part of the API description (OpenAPI 3.1) repeats. Private to the api room.
 */
#ifndef OKR_API_OPENAPI_H
#define OKR_API_OPENAPI_H

#include <stdio.h>

#include "api/describe/schema.h"

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
	char reference[SCHEMA_NAME_MAX + 64];

	snprintf(reference, sizeof(reference), "#/components/%s/%s", kind, name);
	openapi_member(json, "$ref", reference);
}

#endif
