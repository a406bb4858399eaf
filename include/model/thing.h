/*
 * A thing is a kind of record that is kept: a struct, its field table, its table in the database.
 * Every thing's struct begins with struct record, so code that serves all things can reach the
 * members that all of them have.
 */
#ifndef OKR_MODEL_THING_H
#define OKR_MODEL_THING_H

#include "base/field.h"

struct record {
	struct id organisation_id;
	struct id id; /* its time is the record's creation */
	int64_t version;
	struct instant updated_at;
	struct id created_by, updated_by; /* people */
	struct instant created_at;        /* computed: the id's time */
	struct text reason; /* why a change is made: no part of the record, the journal keeps it */
};

/* How a thing's records are hidden from people. */
enum hiding {
	HIDING_NOTHING,
	HIDING_OBJECTIVE,    /* by its own owner, people and visibility */
	HIDING_BY_OBJECTIVE, /* with the objective that it belongs to */
	HIDING_INITIATIVE,   /* with what it hangs on, but never from its owner and its creator */
	HIDING_CHECK_IN,     /* by whom it names; its key result is hidden by itself */
};

/* What two members of one row say together. A row may lack either where it says so. */
enum pair_kind {
	PAIR_PERIOD,   /* dates: both or none, the second not before the first */
	PAIR_DATES,    /* dates, either may be absent: the second not before the first */
	PAIR_COPY,     /* the second is a copy of the first: ids */
	PAIR_SINCE,    /* an id and an instant: not before the time in the id */
	PAIR_CHECK_IN, /* enum entry_kind, and what a check-in always has */
};

struct pair {
	enum pair_kind kind;
	size_t first, second; /* places of the members */
};

enum { PAIRS_MAX = 4 };

struct thing {
	const char *name;   /* singular, as an error message says it: "key result" */
	const char *table;  /* in the database */
	const char *id_key; /* the table's key by id, where its primary key is another; or NULL */
	struct form form;
	/* Places of members that not every thing has; THING_HAS_NONE where it lacks them. */
	size_t app_id;     /* struct text: the application scope */
	size_t deleted_at; /* struct instant: soft delete */
	size_t deleted_by; /* struct id, where there is deleted_at */
	size_t can;        /* int64_t: what the session's person may do with it; 0: nobody tells */
	enum hiding hiding;
	const struct pair *pairs;
	size_t pair_count;
};

/* The form of a thing's own struct. */
#define THING_FORM(type, fields_, blank_, thing_)                                                  \
	{                                                                                          \
		.size = sizeof(type), .fields = fields_,                                           \
		.count = sizeof(fields_) / sizeof((fields_)[0]), .blank = &(blank_),               \
		.thing = &(thing_)                                                                 \
	}

#define PAIRS(table_) .pairs = table_, .pair_count = sizeof(table_) / sizeof((table_)[0])

#define THING_HAS_NONE ((size_t)-1)

/* The rows of struct record in a thing's field table. */
#define RECORD_FIELDS(type)                                                                        \
	FIELD_AS("organisation_id", type, record.organisation_id,                                  \
		 FIELD_COLUMN | FIELD_FIXED | FIELD_FILLED, .example = "organisation",             \
		 .meaning = "The workspace that the record belongs to."),                          \
		FIELD_AS("id", type, record.id, FIELD_COLUMN | FIELD_FIXED | FIELD_FILLED,         \
			 .meaning = "The record's id: 128 bits, time-ordered (UUID version 7)."),  \
		FIELD_AS("version", type, record.version, FIELD_COLUMN | FIELD_COUNT,              \
			 .example = "1", .meaning = "Counts the writes to the record, from 1."),   \
		FIELD_AS("updated_at", type, record.updated_at, FIELD_COLUMN | FIELD_FILLED,       \
			 .example = "2026-04-19T12:05:00Z",                                        \
			 .meaning = "When the record last changed."),                              \
		FIELD_AS("created_by", type, record.created_by, FIELD_COLUMN | FIELD_FIXED,        \
			 .example = "user",                                                        \
			 .meaning = "The person whose credential made the record."),               \
		FIELD_AS("updated_by", type, record.updated_by, FIELD_COLUMN, .example = "user",   \
			 .meaning = "The person whose credential last changed the record."),       \
		FIELD_AS("created_at", type, record.created_at, FIELD_FILLED,                      \
			 .source = SOURCE_READING, .meaning = "When the record was made."),        \
		FIELD_AS("reason", type, record.reason, 0, .source = SOURCE_HANDLER, .max = 1000,  \
			 .example = "The market is smaller than we thought",                       \
			 .meaning =                                                                \
				 "Why you change it, 1 to 1,000 characters; kept in the audit "    \
				 "log, and shown there alone.")

#define RECORD_BLANK                                                                               \
	{                                                                                          \
		.version = 1, .updated_at = { INT64_MIN }, .created_at = { INT64_MIN }             \
	}

#endif
