/*
 * The records that other records refer to, read a few statements a page and never one by one.
 * Private to the service room.
 */
#ifndef OKR_SERVICE_LINKED_H
#define OKR_SERVICE_LINKED_H

#include "service/work.h"

/* The distinct ids at one place of all rows (structs of `size` bytes), in their order. */
struct ids linked_ids(struct work *work, struct list rows, size_t size, size_t place);

/* The records that these ids name, deleted ones included, ordered by id. */
const struct error *linked_load(struct work *work, const struct thing *thing, struct ids ids,
				struct list *out);

/* Of these ids, those of records that are not deleted and that the session may see, in their order:
 * what a link may be shown to lead to. */
const struct error *linked_seen(struct work *work, const struct thing *thing, struct ids ids,
				struct ids *out);

/* Whether an id is among ids that are in their order. */
bool linked_has(struct ids ids, struct id id);

/* The one with this id, or NULL. */
const void *linked_find(const struct thing *thing, struct list linked, struct id id);

#endif
