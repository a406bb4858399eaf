/*
 * Values as JSON Schema: the keywords of each kind, for the table of kinds. Objects, and what holds
 * objects, are schema.c's. Private to the api room.
 */
#ifndef OKR_API_DESCRIBE_SCHEMA_VALUES_H
#define OKR_API_DESCRIBE_SCHEMA_VALUES_H

#include "api/view/view.h"

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

/* Keywords that objects have as well. */
void schema_keyword(struct json_writer *json, const char *name, const char *value);
void schema_type(const struct schema_place *place, const char *type);
void schema_words(struct json_writer *json, const struct word_name *words, bool is_taken,
		  bool has_null);

/* Whether it is what a tool answers, which has no prose. */
bool schema_is_answer(enum schema_style style);

#endif
