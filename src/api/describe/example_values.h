/*
 * Values for examples, one writer a kind, for the table of kinds. Records, and which members an
 * example has, are example.c's. Private to the api room.
 */
#ifndef OKR_API_DESCRIBE_EXAMPLE_VALUES_H
#define OKR_API_DESCRIBE_EXAMPLE_VALUES_H

#include "api/describe/schema_values.h"

/* An id that is the same wherever an example speaks of a record of this kind. */
struct id example_id(const char *thing);

/* One member on its way into an example. */
struct example {
	const struct view *view;
	const struct view_field *field;
	const struct field *model; /* NULL where the thing's table does not have the member */
	const char *text;          /* as the tables have it, or NULL */
	enum schema_use use;
	bool is_whole; /* members that are there only sometimes, and lists within */
};

/* One writer a kind. */
void example_write_id(struct json_writer *json, const struct example *example);
void example_write_text(struct json_writer *json, const struct example *example);
void example_write_number(struct json_writer *json, const struct example *example);
void example_write_integer(struct json_writer *json, const struct example *example);
void example_write_flag(struct json_writer *json, const struct example *example);
void example_write_word(struct json_writer *json, const struct example *example);
void example_write_date(struct json_writer *json, const struct example *example);
void example_write_instant(struct json_writer *json, const struct example *example);
void example_write_json(struct json_writer *json, const struct example *example);
void example_write_ids(struct json_writer *json, const struct example *example);

#endif
