/*
 * The JSON Schema (2020-12) of what a view shows or takes and of what a filter takes: the one
 * description of the wire, for MCP tools and for the API description alike. Private to the api room.
 */
#ifndef OKR_API_SCHEMA_H
#define OKR_API_SCHEMA_H

#include "api/exchange.h"

enum { SCHEMA_NAME_MAX = 64 };

/* Which of a view's rows are described. */
enum schema_use {
	SCHEMA_SHOWN,  /* answers */
	SCHEMA_NEW,    /* the body that makes a record */
	SCHEMA_CHANGE, /* the body that changes one */
};

enum schema_style {
	/* What a tool takes: every value has one type and is never null, the form that every MCP client
	 * can map onto what its model takes. */
	SCHEMA_TOOL,
	/* What a tool answers: types, words and what is required. No prose, because clients check
	 * answers by it and show it to no model. Views within a view are written in place, the brief
	 * ones where there are two: a whole answer has these members, and more. */
	SCHEMA_ANSWER,
	/* A record in a list of such an answer: it may lack what has no value. */
	SCHEMA_ANSWER_RECORD,
	/* Views within are references to #/components/schemas/NAME. */
	SCHEMA_NAMED,
};

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

/* One field on its way into a schema. */
struct schema_place {
	struct json_writer *json;
	const struct view *view;
	const struct view_field *field;
	const struct field *model; /* NULL where the thing's table does not have the member */
	enum schema_use use;
	enum schema_style style;
	bool has_null; /* "or null" is said by the type itself */
};

/* The keywords of one kind. */
void schema_write_id(const struct schema_place *place);
void schema_write_text(const struct schema_place *place);
void schema_write_number(const struct schema_place *place);
void schema_write_integer(const struct schema_place *place);
void schema_write_flag(const struct schema_place *place);
void schema_write_word(const struct schema_place *place);
void schema_write_date(const struct schema_place *place);
void schema_write_instant(const struct schema_place *place);
void schema_write_json(const struct schema_place *place);
void schema_write_ids(const struct schema_place *place);
void schema_write_list(const struct schema_place *place);
void schema_write_part(const struct schema_place *place);

#endif
