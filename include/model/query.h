/*
 * A question about things: which records, in which order, from where on. It names members by their
 * places in the struct; the store room says it in SQL.
 */
#ifndef OKR_MODEL_QUERY_H
#define OKR_MODEL_QUERY_H

#include "base/value.h"
#include "model/thing.h"

enum condition_kind {
	CONDITION_EQUAL,     /* column = value; texts byte by byte */
	CONDITION_SAME,      /* FIELD_UNIQUE: the same text, regardless of case */
	CONDITION_FROM,      /* column >= value */
	CONDITION_TO,        /* column <= value */
	CONDITION_CONTAINS,  /* text occurs in column, by its collation */
	CONDITION_BEGINS,    /* column begins with text, likewise */
	CONDITION_ANY_OF,    /* column = one of the values */
	CONDITION_HAS_TAG,   /* the JSON array in the column holds the text */
	CONDITION_NO_PARENT, /* the link to a record of the same thing is null, or leads to a
				deleted one */
	CONDITION_PARENT_IN, /* the column is the parent of an objective of this cycle */
	CONDITION_IN_CYCLE,  /* the column is an objective of this cycle */
	CONDITION_IN_USE,    /* the column leads to no archived objective */
	CONDITION_OF_APP,    /* the column of a journal's row is this application, or none covers
				its subject */
	CONDITION_IS_NULL,
	CONDITION_NOT_NULL,
};

struct condition {
	enum condition_kind kind;
	size_t column;    /* the member's offset in the thing's struct */
	size_t or_column; /* CONDITION_EQUAL, CONDITION_CONTAINS: this one may hold instead; or 0 */
	struct value value, or_value;
	const struct value *values; /* CONDITION_ANY_OF */
	size_t value_count;         /* 1 to ANY_OF_MAX */
};

/* A person who sees objectives, and what hangs on them, as rulings.md 29 has it. */
struct viewer {
	struct id person_id;
	struct id department_id; /* may be none */
};

/* A list takes up to 32 parameters, each of which may need two conditions; others come by default. */
enum { CONDITIONS_MAX = 72, ANY_OF_MAX = 100 };

/* A list of one thing: conditions joined by AND, in the order of one column and then of the id. */
struct query {
	const struct thing *thing;
	const struct form *form; /* what is read of each record; NULL: all of it */
	struct id organisation_id;
	const struct viewer *viewer; /* only what this person may see; NULL: everything */
	struct condition conditions[CONDITIONS_MAX];
	size_t condition_count;
	bool is_impossible;  /* it is known beforehand that nothing fits */
	bool is_filtered;    /* a page is not a stretch of the whole workspace */
	size_t sort_column;  /* offset; that of record.id: by creation */
	bool sort_has_nulls; /* a date that some records lack: those come last */
	bool is_descending;
	size_t limit;       /* rows at most */
	bool has_after;     /* begin behind this place: */
	struct value after; /* value of the sort column (unused when sorted by id) */
	struct id after_id;
};

void query_add(struct query *query, enum condition_kind kind, size_t column, struct value value);
void query_add_any_of(struct query *query, size_t column, const struct value *values, size_t count);

#endif
