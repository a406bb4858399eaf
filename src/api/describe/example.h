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
void example_answer(struct json_writer *json, const struct route_group *group,
		    const struct route *route);
void example_body(struct json_writer *json, const struct route *route);

/* One record of a view, as an answer shows it or as a body. */
void example_view(struct json_writer *json, const struct view *view, enum schema_use use);

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
void example_write_list(struct json_writer *json, const struct example *example);
void example_write_part(struct json_writer *json, const struct example *example);

#endif
