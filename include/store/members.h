/*
 * Writing some members of a record: what is derived, where the rest of a row is to stay as it stands.
 */
#ifndef OKR_STORE_MEMBERS_H
#define OKR_STORE_MEMBERS_H

#include "model/thing.h"
#include "store/db.h"

/* Writes the members of these sources (one bit for each enum field_source) alone, and updated_at. */
const struct error *members_update(struct db *db, const struct thing *thing, const void *record,
				   unsigned sources);

#endif
