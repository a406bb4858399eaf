/*
 * Keeping things: the statements that every thing has, made once from its field table, and lists
 * composed from conditions on its columns. Every statement names the organisation first.
 */
#ifndef OKR_STORE_THINGS_H
#define OKR_STORE_THINGS_H

#include "model/query.h"
#include "store/db.h"

/* The record with this id, deleted ones included; *found false when there is none. */
const struct error *thing_get(struct db *db, const struct thing *thing, struct id organisation_id,
			      struct id id, void *out, bool *found);

/* Every column is written from the struct. */
const struct error *thing_insert(struct db *db, const struct thing *thing, const void *record);
const struct error *thing_update(struct db *db, const struct thing *thing, const void *record);

/* The same with the next statement that names the table, or with the commit: what is wrong is said by
 * that. */
void thing_insert_later(struct db *db, const struct thing *thing, const void *record);
void thing_update_later(struct db *db, const struct thing *thing, const void *record);

/* Removes the row for good. */
const struct error *thing_remove(struct db *db, const struct thing *thing,
				 struct id organisation_id, struct id id);

/* The records with these ids, in no particular order; unknown ids are left out. Asked in steps of
 * 64 ids, never one by one. */
const struct error *thing_get_many(struct db *db, const struct thing *thing,
				   struct id organisation_id, const struct id *ids, size_t count,
				   struct list *out);

#endif
