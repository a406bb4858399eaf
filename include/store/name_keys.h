/*
 * The folded forms of names that are unique regardless of case (rulings.md 54): a column of its own
 * beside each, NAME_key. They follow from the names, and decide which record a name means.
 */
#ifndef OKR_STORE_NAME_KEYS_H
#define OKR_STORE_NAME_KEYS_H

#include "model/thing.h"
#include "store/db.h"

struct named_row {
	struct id id;
	struct text name, key;
};

/* The rows (struct named_row) of an organisation whose key is not that of their name. `field` has a
 * key (field_has_key). */
const struct error *name_keys_wrong(struct db *db, const struct thing *thing,
				    const struct field *field, struct id organisation_id,
				    struct list *out);

/* Gives a row the key of its name. Where another row has that, which rules before allowed, it gets one
 * that nobody can collide with. */
const struct error *name_key_store(struct db *db, const struct thing *thing,
				   const struct field *field, struct id organisation_id,
				   struct id id, struct text name);

#endif
