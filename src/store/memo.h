/*
 * The records that a transaction has read or written by their ids: asked for again, they need no
 * question. Each holds until its table is written into otherwise than by adding rows, or the
 * transaction ends: it carries the epoch that it was made in (store/db_internal.h). Private to the store room.
 */
#ifndef OKR_STORE_MEMO_H
#define OKR_STORE_MEMO_H

#include "model/thing.h"
#include "store/db_internal.h"

/* Fills *out when the record is known. */
bool memo_find(struct db *db, const struct thing *thing, struct id organisation_id, struct id id,
	       void *out);

/* Remembers the columns of a record, in place of what was known of it. */
void memo_add(struct db *db, const struct thing *thing, const void *record);

#endif
