/*
 * The kinds of values that a field can have, and what can be done with a value by its kind alone. Every
 * kind has a value that means "absent": a zero id, a text without data, NaN, INT64_MIN, DATE_NONE,
 * INSTANT_NONE, WORD_NONE. A flag and a part are never absent.
 */
#ifndef OKR_BASE_KIND_H
#define OKR_BASE_KIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "base/text.h"
#include "base/time.h"

enum field_kind {
	FIELD_ID,      /* struct id */
	FIELD_TEXT,    /* struct text */
	FIELD_NUMBER,  /* double */
	FIELD_INTEGER, /* int64_t */
	FIELD_FLAG,    /* bool */
	FIELD_WORD,    /* word: one of a list of words, stored as a small integer */
	FIELD_DATE,    /* struct date */
	FIELD_INSTANT, /* struct instant */
	FIELD_JSON,    /* struct json_value: JSON text kept as it came */
	FIELD_IDS,     /* struct ids: ids of other records, not a column */
	FIELD_LIST,    /* struct list: records of another struct, not a column */
	FIELD_PART,    /* any other struct: a record within the record, not a column */
};

typedef uint8_t word;
#define WORD_NONE ((word)255)
#define INTEGER_NONE INT64_MIN

struct json_value {
	struct text text; /* valid JSON, or absent */
};

struct ids {
	const struct id *items;
	size_t count;
};

struct list {
	void *items; /* `count` structs side by side; the table that names the list knows their size */
	size_t count;
};

/* The bytes of a kind; 0 for FIELD_PART, whose size the kind does not tell. */
size_t field_size(enum field_kind kind);

bool field_is_none(enum field_kind kind, const void *value);

/* Absent values are equal; so are lists of the same items, since what the items are is not known. */
bool field_equal(enum field_kind kind, const void *a, const void *b);

/* Copies one value from place to place; of a kind whose size is known. */
void field_put(enum field_kind kind, void *to, const void *from);

/* The kind that a column's value is carried as (base/value.h); of a kind that can be a column. */
enum field_kind field_carried_as(enum field_kind kind);

/* Makes a value absent, a flag false; of a kind that can be a column. */
void field_clear(enum field_kind kind, void *at);

#endif
