/*
 * What a worker keeps from request to request, and whether it can serve: the schema is the one that
 * this program was built for, and the database keeps what it commits. A piece of work is work.c's.
 */
#include <assert.h>
#include <stdlib.h>

#include "base/cache_table.h"
#include "base/copy.h"
#include "base/told.h"
#include "service/service_internal.h"
#include "service/session.h"
#include "service/sign_in.h"
#include "store/migrate.h"
#include "store/statement.h"

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

/* ---- whether it can serve -------------------------------------------------------------------- */

/* Every process of every host derives the same key. */
static void take_secret(struct service *service, struct text secret)
{
	uint8_t bytes[MAC_KEY_SIZE];

	copy_bytes(bytes, sizeof(bytes), secret.data, secret.size);
	mac_key_derive(bytes, service->settings->pepper, service->mac_key);
	secret_wipe(bytes, sizeof(bytes));
}

static const struct error *check_schema(struct work *work)
{
	struct installation installation;
	const struct error *error = installation_read(work->db, &installation);
	struct error *wrong;

	if (error)
		return error;
	if (installation.migration == migrate_known() && installation.secret.size == MAC_KEY_SIZE) {
		take_secret(work->service, installation.secret);
		return NULL;
	}
	wrong = arena_take(work->arena, sizeof(*wrong));
	wrong->code = ERROR_UNAVAILABLE;
	wrong->message = TEXT("The server is being updated. Please try again.");
	wrong->retry_seconds = 5;
	wrong->inside =
		arena_print(work->arena,
			    "the schema is at migration %lld%s, this program is made for "
			    "%lld: run okrctl migrate, or the other program",
			    (long long)installation.migration,
			    installation.secret.size == MAC_KEY_SIZE ? "" : " without a secret",
			    (long long)migrate_known());
	return wrong;
}

void service_authenticate(const struct service *service, const struct text *parts, size_t count,
			  uint8_t out[MAC_SIZE])
{
	assert(service->checked_generation > 0);
	mac_make(service->mac_key, parts, count, out);
}

const struct error *service_is_alive(struct work *work)
{
	const struct service *service = work->service;
	struct error *error;

	if (!service->crew || atomic_load(service->crew) > 0)
		return NULL;
	error = arena_take(work->arena, sizeof(*error));
	error->code = ERROR_UNAVAILABLE;
	error->message = TEXT("No worker runs at the moment; the log says why.");
	error->retry_seconds = 5;
	return error;
}

const struct error *service_is_usable(struct work *work)
{
	struct service *service = work->service;
	const struct error *error;

	if (service->checked_generation > 0 &&
	    service->checked_generation == db_generation(service->db))
		return NULL;
	error = check_schema(work);
	if (!error)
		service->checked_generation = db_generation(service->db);
	return error;
}

const struct error *service_is_ready(struct work *work)
{
	bool durable = false;
	const struct error *error = check_schema(work);
	struct error *wrong;

	if (!error)
		error = db_is_durable(work->db, &durable);
	if (error || durable)
		return error;
	wrong = arena_take(work->arena, sizeof(*wrong));
	wrong->code = ERROR_UNAVAILABLE;
	wrong->message =
		TEXT("The database does not flush its log at every commit: writes that "
		     "were answered could be lost. Set innodb_flush_log_at_trx_commit "
		     "to 1.");
	return wrong;
}

void service_leave(struct work *work)
{
	work->service->left = work;
}

void service_afterwards(struct service *service)
{
	struct work *work = service->left;

	cache_release(service->cache);
	if (!work)
		return;
	service->left = NULL;
	session_touch(work);
	sign_in_note_failures(work);
	work_end(work);
}
