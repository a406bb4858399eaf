/*
 * Damage: a value in the database that our own code could not have written. Whoever reads the row
 * gets the nearest value that is possible (rulings.md 66) and hears nothing of it; here it is told.
 */
#ifndef OKR_STORE_DAMAGE_H
#define OKR_STORE_DAMAGE_H

#include "store/db.h"

struct damage {
	const char *table, *column;
	struct id id;        /* of the row; of one without an id, of the record it belongs to */
	struct text stored;  /* as text, cut; absent for NULL */
	struct text read_as; /* likewise */
};

typedef void (*damage_listener)(void *context, const struct damage *damage);

/* From now on damage is told to the listener instead of the log; NULL: to the log, once a day. */
void db_on_damage(struct db *db, damage_listener listener, void *context);

/* A listener that hears nothing: for who reads the same rows twice, or tells in another way. */
void damage_overlook(void *context, const struct damage *damage);

/* A value as people read it: "on_track", "none", "2026-04-01". Of a word that is none, its number. */
struct text value_shown(struct arena *arena, const struct field *field, const struct value *value);

#endif
