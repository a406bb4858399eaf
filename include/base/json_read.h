/*
 * Reads JSON text where it stands, without a tree: a value is a slice of the text. Only for text
 * that json_check has accepted; what is asked of a value of another kind is answered "absent". For
 * small documents: each question walks over the text again.
 */
#ifndef OKR_BASE_JSON_READ_H
#define OKR_BASE_JSON_READ_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/text.h"

enum json_kind {
	JSON_ABSENT,
	JSON_NULL,
	JSON_FLAG,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT,
};

/* What a value is; JSON_ABSENT for an absent text. White space before it is skipped. */
enum json_kind json_read_kind(struct text value);

/* The value of an object's member, or absent. Keys are compared with their escapes resolved. */
struct text json_read_member(struct text object, struct text name);

/* The next member of an object: begin with *rest the object itself. The name as it stands, in its
 * quotes. False at the end, and for what is no object. */
bool json_read_next(struct text *rest, struct text *name, struct text *value);

/* How many members an object has; 0 for what is none. */
size_t json_read_count(struct text object);

/* A string's characters, escapes resolved: in the arena when there are any, else where they stand.
 * Absent when the value is no string. */
struct text json_read_string(struct arena *arena, struct text value);

/* False when the value is no number. */
bool json_read_number(struct text value, double *out);

/* The next value of an array: begin with *rest the array itself. False at the end, and for what is
 * no array. */
bool json_read_item(struct text *rest, struct text *item);

#endif
