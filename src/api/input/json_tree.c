/*
 * Bodies through json-c: read here and forgotten here, whoever looks at them between. json-c copies
 * texts into memory of its own, so what is not overwritten before it is freed would stay in the
 * worker. Whether a body is sound JSON is base/json_check.c's.
 */
#include "api/input/json_tree.h"

#include <json_visit.h>
#include <printbuf.h>

#include "base/secret.h"

enum { DEPTH_MAX = 64 };

void json_tree_read(struct text json, struct json_tree *out)
{
	out->tokener = json_tokener_new_ex(DEPTH_MAX);
	out->root = json_tokener_parse_ex(out->tokener, json.data, (int)json.size);
}

/* NOLINTBEGIN(readability-non-const-parameter): the library says what it hands over */
static int wipe_text(struct json_object *value, int flags, struct json_object *parent,
		     const char *key, size_t *index, void *context)
{
	(void)flags, (void)parent, (void)key, (void)index, (void)context;
	if (json_object_is_type(value, json_type_string))
		secret_wipe((void *)json_object_get_string(value),
			    (size_t)json_object_get_string_len(value));
	return JSON_C_VISIT_RETURN_CONTINUE;
}
/* NOLINTEND(readability-non-const-parameter) */

void json_tree_forget(struct json_tree *tree)
{
	struct printbuf *buffer = tree->tokener->pb;

	json_c_visit(tree->root, 0, wipe_text, NULL);
	json_object_put(tree->root);
	secret_wipe(buffer->buf, (size_t)buffer->size);
	json_tokener_free(tree->tokener);
}
