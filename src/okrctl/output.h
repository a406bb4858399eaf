/*
 * What a command shows: rows of structs under a table of columns, for people or as JSON.
 */
#ifndef OKR_OKRCTL_OUTPUT_H
#define OKR_OKRCTL_OUTPUT_H

#include "base/arena.h"
#include "base/field.h"

/* What is shown of a struct, and in JSON the name of the member. A table ends with a NULL name. */
struct column {
	const char *name;
	enum field_kind kind;
	size_t offset;
	const struct word_name *words; /* FIELD_WORD */
};

#define COLUMN(name_, type, member, ...)                                                           \
	{                                                                                          \
		.name = name_, .kind = FIELD_KIND(type, member), .offset = offsetof(type, member), \
		__VA_ARGS__                                                                        \
	}
#define COLUMNS_END                                                                                \
	{                                                                                          \
		.name = NULL                                                                       \
	}

enum { COLUMNS_MAX = 16 };

/* What a command found or made: rows under one table of columns, printed for people or as JSON. */
struct output {
	struct arena *arena;
	bool is_json;
	bool is_list; /* JSON: an array, however many rows */
	const struct column *columns;
	struct output_row *first, *last;
	struct text note; /* a sentence under the table; not in JSON */
	bool is_done;     /* the command has printed by itself */
};

/* Adds a row; every row of an output has the same columns. */
void output_show(struct output *output, const struct column *columns, const void *record);
void output_print(struct output *output);

#endif
