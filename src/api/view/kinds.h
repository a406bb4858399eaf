/*
 * The kinds of fields on the wire: one row a kind, which says how a value is read from a body and a
 * parameter, written, described and shown as an example. Private to the api room.
 */
#ifndef OKR_API_KINDS_H
#define OKR_API_KINDS_H

#include "api/describe/example_values.h"
#include "api/describe/schema_values.h"
#include "api/exchange.h"
#include "api/input/view_place.h"
#include "base/json_write.h"

struct kind {
	/* From a body into the record; false when a fault was noted. NULL: nobody can set it. */
	bool (*read)(const struct place *place, struct json_object *value);
	/* Of a filter's or parameter's text; false when a fault was noted. NULL: none has this kind. */
	bool (*filter)(struct exchange *x, const struct filter *filter, struct text text,
		       struct value *out);
	/* The value at `at`, null where it is absent. NULL, like the rest: records, which are walked
	 * by whoever walks the record around them. */
	void (*write)(struct json_writer *json, const struct view_field *field, const void *at);
	void (*schema)(const struct schema_place *place);
	void (*example)(struct json_writer *json, const struct example *example);
};

/* By enum field_kind. */
extern const struct kind kinds[];

#endif
