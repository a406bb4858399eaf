/*
 * What a worker keeps from request to request: the settings, one database connection, the shared
 * counters. Handed to every room above as one pointer.
 */
#ifndef OKR_SERVICE_SERVICE_H
#define OKR_SERVICE_SERVICE_H

#include <stdatomic.h>

#include "base/cache.h"
#include "base/counter.h"
#include "base/error.h"
#include "base/secret.h"
#include "base/settings.h"

struct service;

/*
 * Makes one for this process (call it after fork), with the cache that it shares with others, or
 * NULL. The database is not asked yet: it may be away
 * when a worker starts, and is connected on first use. Fails when the counters' file or
 * the key set of tokens cannot be read. `settings` must outlive it.
 */
const struct error *service_open(struct arena *arena, const struct settings *settings,
				 struct cache *cache, struct service **out);
void service_close(struct service *service); /* NULL is fine */

/*
 * One for a process beside the workers, which asks no database whatever comes: what needs one is
 * ERROR_UNAVAILABLE at once. `crew`: how many workers run, as their master says; it must outlive this.
 */
struct service *service_open_aside(const struct settings *settings, const atomic_uint *crew);

const struct settings *service_settings(const struct service *service);

/* Where answers are kept; NULL: nowhere. What is held of it is held until afterwards_run. */
struct cache *service_cache(const struct service *service);

/* A code over the parts (base/secret.h), under a key that is the installation's: proves that something
 * which a caller sends back came from here. After service_is_usable alone. */
void service_authenticate(const struct service *service, const struct text *parts, size_t count,
			  uint8_t out[MAC_SIZE]);

/* What follows may wait for the database for so many milliseconds in all: see store/db.h. */
void service_limit(struct service *service, int64_t ms);

/* Whether enough of them is left to do everything once more, with a wait for somebody else's lock. */
bool service_may_repeat(const struct service *service);

#endif
