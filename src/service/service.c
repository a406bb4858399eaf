/*
 * What a worker keeps from request to request. Whether it can serve is readiness.c's, a piece of work
 * work.c's.
 */
#include <assert.h>
#include <stdlib.h>

#include "base/cache_table.h"
#include "base/told.h"
#include "service/service_internal.h"

enum {
	REPEAT_MS_MIN = 1200, /* innodb_lock_wait_timeout is a second */
	STUCK_MS = 200, /* in which some write of a workspace gets its row, while all is well */
};

/* The path of a file that the processes of this host share. */
static const char *state_path(struct arena *arena, const struct settings *settings,
			      const char *name)
{
	return arena_string(arena,
			    arena_print(arena, "%.*s/%s", TEXT_PRINT(settings->state_dir), name));
}

/* Without a file the defaults name folders that may not exist: the cause is told, not only where it
 * shows first. */
static const struct error *open_counters(struct arena *arena, const struct settings *settings,
					 struct counters **out)
{
	const struct error *error =
		counters_open(arena, state_path(arena, settings, "rate-counters"), out);

	if (!error)
		return NULL;
	return error_new(arena, error->code, "state_dir: %.*s; %.*s", TEXT_PRINT(error->message),
			 TEXT_PRINT(settings->origin));
}

const struct error *service_open(struct arena *arena, const struct settings *settings,
				 struct cache *cache, struct service **out)
{
	struct key_set *keys;
	struct counters *counters;
	const struct error *error = key_set_open(arena, settings, &keys);
	struct service *service;

	if (error)
		return error;
	told_share(arena_string(arena,
				arena_print(arena, "%.*s/told", TEXT_PRINT(settings->state_dir))));
	error = open_counters(arena, settings, &counters);
	if (error) {
		key_set_close(keys);
		return error;
	}
	service = memory_take(sizeof(*service));
	service->settings = settings;
	service->db = db_new(settings);
	db_set_single(service->db);
	service->counters = counters;
	service->cache = cache_join(cache) ? cache : NULL;
	service->keys = keys;
	*out = service;
	return NULL;
}

struct service *service_open_aside(const struct settings *settings, const atomic_uint *crew)
{
	struct service *service = memory_take(sizeof(*service));

	service->settings = settings;
	service->db = db_new(settings);
	db_shut(service->db);
	service->crew = crew;
	return service;
}

void service_close(struct service *service)
{
	if (!service)
		return;
	db_free(service->db);
	counters_close(service->counters);
	seats_close(service->seats);
	key_set_close(service->keys);
	free(service);
}

const struct error *service_seats(struct service *service, struct arena *arena, struct seats **out)
{
	const struct error *error = NULL;

	if (service->counters && !service->seats)
		error = seats_open(arena, state_path(arena, service->settings, "seats"), STUCK_MS,
				   &service->seats);
	*out = service->seats;
	return error;
}

const struct settings *service_settings(const struct service *service)
{
	return service->settings;
}

struct cache *service_cache(const struct service *service)
{
	return service->cache;
}

void service_limit(struct service *service, int64_t ms)
{
	db_limit(service->db, ms);
}

bool service_may_repeat(const struct service *service)
{
	return db_left_ms(service->db) >= REPEAT_MS_MIN;
}

void service_authenticate(const struct service *service, const struct text *parts, size_t count,
			  uint8_t out[MAC_SIZE])
{
	assert(service->checked_generation > 0);
	mac_make(service->mac_key, parts, count, out);
}
