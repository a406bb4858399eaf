/*
 * The JSON Schema (2020-12) of what a view shows or takes and of what a filter takes: the one
 * description of the wire, for MCP tools and for the API description alike. Private to the api room.
 */
#ifndef OKR_API_SCHEMA_H
#define OKR_API_SCHEMA_H

#include "api/describe/schema_values.h"
#include "api/exchange.h"

enum { SCHEMA_NAME_MAX = 64 };

/* The object that a view is on the wire. */
void schema_view(struct json_writer *json, const struct view *view, enum schema_use use,
		 enum schema_style style);

/* What a filter or parameter takes as a JSON value; `style` as above. */
void schema_filter(struct json_writer *json, const struct filter *filter, enum schema_style style);

/* The name of a view's schema, as a string: "Okr", "OkrNew", "OkrChange". */
void schema_name(const struct view *view, enum schema_use use, char out[SCHEMA_NAME_MAX]);

/* The thing's own row of the member that a view's row shows; NULL where it has none. */
const struct field *field_behind(const struct view *view, const struct view_field *field);

/* Whether a row is described, and whether its value may be null. */
bool schema_has(const struct view_field *field, enum schema_use use);
bool schema_may_be_null(const struct view *view, const struct view_field *field,
			enum schema_use use);

#endif
