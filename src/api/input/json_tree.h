/*
 * A body as json-c reads it, and how it is forgotten.
 */
#ifndef OKR_API_INPUT_JSON_TREE_H
#define OKR_API_INPUT_JSON_TREE_H

#include <json.h>

#include "base/text.h"

struct json_tree {
	struct json_tokener *tokener;
	struct json_object *root; /* NULL for the value null */
};

/* Reads JSON that base/json_check.h found sound. */
void json_tree_read(struct text json, struct json_tree *out);

/* Overwrites every text of it, since one may be a password, and frees it. */
void json_tree_forget(struct json_tree *tree);

/* The bytes of a string value. */
static inline struct text json_string(struct json_object *value)
{
	return (struct text){ json_object_get_string(value),
			      (size_t)json_object_get_string_len(value) };
}

#endif
