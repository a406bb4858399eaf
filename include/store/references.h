/*
 * References to nothing: what foreign keys forbid, and what stands in the database all the same when
 * somebody wrote or restored rows while they were not looked at.
 */
#ifndef OKR_STORE_REFERENCES_H
#define OKR_STORE_REFERENCES_H

#include "store/db.h"

struct broken_reference {
	const char *table, *column;
	struct id id; /* of the row; of one without an id, what it refers to */
	struct id refers_to;
};

/*
 * Every row of the organisation with a reference to nothing, and what the reference is: struct
 * broken_reference, at most a thousand of each kind. The schema says which references there are.
 */
const struct error *references_broken(struct db *db, struct id organisation_id, struct list *out);

/* The same of rows whose organisation does not exist; `id` is theirs, `refers_to` the organisation. */
const struct error *references_orphans(struct db *db, struct list *out);

/* From here on this connection looks at no references, or does again: for rows that come in any order,
 * all of which are looked at behind them. */
const struct error *references_overlook(struct db *db, bool are_overlooked);

#endif
