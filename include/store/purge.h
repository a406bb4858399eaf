/*
 * Removing for good what was soft-deleted long ago. Links to what is removed become null.
 */
#ifndef OKR_STORE_PURGE_H
#define OKR_STORE_PURGE_H

#include "store/db.h"

/* Within a write transaction: everything of the organisation that was deleted before this time.
 * *removed: objectives, key results and entries of histories. */
const struct error *purge_deleted(struct db *db, struct id organisation_id, struct instant before,
				  int64_t *removed);

#endif
