/*
 * What a worker keeps. Private to the service room.
 */
#ifndef OKR_SERVICE_INTERNAL_H
#define OKR_SERVICE_INTERNAL_H

#include "base/seats.h"
#include "base/secret.h"
#include "service/key_set.h"
#include "service/service.h"
#include "store/db.h"

struct work;

struct service {
	const struct settings *settings;
	struct db *db;
	struct counters *counters; /* NULL for the administrator */
	struct seats *seats;     /* in front of each workspace's row; NULL before the first write */
	struct cache *cache;     /* NULL: none */
	const atomic_uint *crew; /* NULL: this is one of the workers */
	struct key_set *keys;
	uint8_t mac_key[MAC_KEY_SIZE]; /* from when the schema was looked at */
	unsigned checked_generation;   /* of the connection whose schema was looked at */
	struct work *left;             /* the work whose answer is being sent */
};

/* The seats, opened when they are first asked for. *out is NULL for the administrator, who waits for as
 * long as it takes. */
const struct error *service_seats(struct service *service, struct arena *arena, struct seats **out);

#endif
