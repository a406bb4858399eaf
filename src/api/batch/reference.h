/*
 * What stands for a value of an earlier answer (readings 191, 192): {"$from": ID, "field": NAME} anywhere
 * in a body, and {ID.NAME} in a path. Finds them and puts values in their places; which values, the
 * caller knows. Private to the api room.
 */
#ifndef OKR_API_BATCH_REFERENCE_H
#define OKR_API_BATCH_REFERENCE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

struct references {
	struct arena *arena;
	void *context;
	/* What a reference stands for: JSON. */
	const struct error *(*find)(void *context, struct text id, struct text field,
				    struct text *out);
	/* Whether there is an earlier answer of this id. */
	bool (*is_known)(void *context, struct text id);
	size_t left; /* so many bytes may still be put into bodies: a value may be large, and named often */
};

/* A body that was checked (base/json_check.h), with values in the places of references. One without any
 * is the same text. ERROR_TOO_LARGE when there is no room left. */
const struct error *reference_fill_body(struct references *references, struct text body,
					struct text *out);

/* A path, query included; values are percent-encoded whole, so that none begins a segment or a query of
 * its own. ERROR_INVALID for a brace that is no reference, and for a value that is no text, number or
 * boolean. */
const struct error *reference_fill_path(struct references *references, struct text path,
					struct text *out);

#endif
