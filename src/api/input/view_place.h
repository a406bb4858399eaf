/*
 * A value on its way from a JSON body into a record. Private to the files that read views; each
 * reader notes what is wrong and returns whether the value was taken.
 */
#ifndef OKR_API_VIEW_PLACE_H
#define OKR_API_VIEW_PLACE_H

#include "api/input/json_tree.h"
#include "api/view/view.h"

enum { LIST_MAX = 500 };

/* Where a value is being read: enough to note a fault and to put the value in its place. */
struct place {
	struct work *work;
	const struct view *view;
	const struct view_field *field;
	const struct field *model; /* limits; NULL when the thing's table does not have the member */
	const char *within;        /* "key_results[3]." or "" */
	bool is_new;
	void *at;
};

#endif
