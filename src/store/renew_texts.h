/*
 * What a migration does that SQL cannot. Private to the store room.
 */
#ifndef OKR_STORE_RENEW_TEXTS_H
#define OKR_STORE_RENEW_TEXTS_H

#include "store/db.h"

/*
 * Puts the texts of every workspace into normalisation form C (rulings.md 55) and gives each unique
 * name its folded form (54). Of several records that have the same name by now, which the rules before
 * allowed, the oldest has that form; the others get one that nobody can collide with and keep their
 * name, until they are renamed. May run again after a stop in its middle.
 */
const struct error *renew_texts(struct db *db);

#endif
