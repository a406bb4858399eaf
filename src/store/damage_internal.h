/*
 * Telling of damage, for who reads rows. Private to the store room.
 */
#ifndef OKR_STORE_DAMAGE_INTERNAL_H
#define OKR_STORE_DAMAGE_INTERNAL_H

#include "store/damage.h"

/* Hands it to the listener, or to the log. */
void damage_tell(struct db *db, const struct damage *damage);

#endif
