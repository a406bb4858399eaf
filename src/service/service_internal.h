/*
 * What a worker keeps. Private to the service room.
 */
#ifndef OKR_SERVICE_INTERNAL_H
#define OKR_SERVICE_INTERNAL_H

#include "base/secret.h"
#include "service/key_set.h"
#include "service/work.h"
#include "store/db.h"

struct service {
	const struct settings *settings;
	struct db *db;
	struct counters *counters;
	struct cache *cache; /* NULL: none */
	struct key_set *keys;
	uint8_t mac_key[MAC_KEY_SIZE]; /* from when the schema was looked at */
	unsigned checked_generation;   /* of the connection whose schema was looked at */
	struct work *left;             /* the work whose answer is being sent */
};

#endif
