/*
 * Where a page of a list begins: behind the record at the cursor. Private to the store room.
 */
#ifndef OKR_STORE_PLACE_INTERNAL_H
#define OKR_STORE_PLACE_INTERNAL_H

#include "model/query.h"

/* The value of the sort column behind which the page begins: what has no date comes last. */
struct value place_after(const struct query *query);

/*
 * Values that cannot be are read as others (sound_internal.h), so what stands at the cursor may come
 * once more, in every page anew. Drops from the head of the rows what does not stand behind it; of texts
 * nothing does that.
 */
void place_drop_known(const struct query *query, struct list *rows);

#endif
