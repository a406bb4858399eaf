/*
 * The keys that tokens are held against, as they stand in their file now: a key that was taken out of
 * it stops working within KEY_SET_SECONDS of a worker's real time, without a signal (rulings.md 62).
 * Private to the service room.
 */
#ifndef OKR_SERVICE_KEY_SET_H
#define OKR_SERVICE_KEY_SET_H

#include "base/jwt.h"

enum { KEY_SET_SECONDS = 10 };

struct key_set;

/* Reads the keys of the settings, which must outlive the set. Fails as jwt_keys_load does. */
const struct error *key_set_open(struct arena *arena, const struct settings *settings,
				 struct key_set **out);
void key_set_close(struct key_set *set); /* NULL is fine */

/* The keys, valid until the next call. A file that cannot be read, or is no key set, leaves those that
 * were read before, and is told of in the log. */
const struct jwt_keys *key_set_current(struct key_set *set);

#endif
