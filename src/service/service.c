/*
 * What a worker keeps, and how a piece of work begins and ends.
 */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/copy.h"
#include "service/service_internal.h"
#include "service/session.h"
#include "store/migrate.h"
#include "store/things.h"
#include "store/transaction.h"

const struct error *service_open(struct arena *arena, const struct settings *settings,
				 struct cache *cache, struct service **out)
{
	char *path = arena_string(arena, arena_print(arena, "%.*s/rate-counters",
						     TEXT_PRINT(settings->state_dir)));
	struct jwt_keys *jwt_keys;
	struct counters *counters;
	const struct error *error = jwt_keys_load(arena, settings, &jwt_keys);
	struct service *service;

	if (error)
		return error;
	error = counters_open(arena, path, &counters);
	if (error) {
		jwt_keys_free(jwt_keys);
		return error;
	}
	service = memory_take(sizeof(*service));
	service->settings = settings;
	service->db = db_new(settings);
	db_set_single(service->db);
	service->counters = counters;
	service->cache = cache_join(cache) ? cache : NULL;
	service->jwt_keys = jwt_keys;
	*out = service;
	return NULL;
}

void service_close(struct service *service)
{
	if (!service)
		return;
	db_free(service->db);
	counters_close(service->counters);
	jwt_keys_free(service->jwt_keys);
	free(service);
}

const struct settings *service_settings(const struct service *service)
{
	return service->settings;
}

struct cache *service_cache(const struct service *service)
{
	return service->cache;
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
	wrong->message = TEXT("The database does not flush its log at every commit: writes that "
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
	work_end(work);
}

void work_start(struct work *work, struct service *service, struct arena *arena, struct instant now)
{
	*work = (struct work){
		.service = service,
		.db = service->db,
		.arena = arena,
		.now = now,
		.today = date_of(now),
		.list = ERROR_NO_MEMBER,
	};
	db_use(service->db, arena);
}

const struct error *work_snapshot(struct work *work)
{
	const struct error *error = db_begin(work->db);

	return error ? error :
		       revision_read(work->db, work->session.organisation_id,
				     &work->session.revision);
}

const struct error *work_begin(struct work *work)
{
	struct transaction transaction;
	const struct error *error = transaction_begin(work->db, work->session.organisation_id,
						      work->now, work->session.revision,
						      &transaction);

	if (error)
		return error;
	work->is_writing = true;
	work->stamp = transaction.stamp;
	work->revision = transaction.revision;
	work->sequence = 0;
	return NULL;
}

const struct error *work_commit(struct work *work)
{
	struct transaction transaction = { work->session.organisation_id, work->revision,
					   work->session.revision, work->stamp };
	const struct error *error = transaction_commit(work->db, &transaction);

	if (!error) {
		work->is_writing = false;
		work->session.revision = work->revision;
	}
	return error;
}

void work_end(struct work *work)
{
	work->is_writing = false;
	db_forget(work->db);
}

struct id work_new_id(struct work *work)
{
	return id_make(work->stamp, work->sequence++);
}

/* One fault a field: what its own words got wrong is not said a second time by the rules. */
static bool has_fault(const struct work *work, size_t member)
{
	for (const struct error_detail *d = work->faults.first; d; d = d->next)
		if (d->member == member && d->list == work->list && d->index == work->index &&
		    (d->field.size == 0 || !memchr(d->field.data, '[', d->field.size)))
			return true;
	return false;
}

void work_fault(struct work *work, size_t member, const char *format, ...)
{
	struct error_detail *detail;
	char message[512];
	va_list values;

	if (has_fault(work, member))
		return;
	va_start(values, format);
	vsnprintf(message, sizeof(message), format, values);
	va_end(values);
	detail = error_add(&work->faults, work->arena, member, TEXT_NONE, "%s", message);
	if (!detail)
		return;
	detail->list = work->list;
	detail->index = work->index;
}

const struct error *work_faults(struct work *work)
{
	return error_from_list(work->arena, &work->faults);
}

bool work_sees(const struct work *work, const struct thing *thing, const void *record)
{
	const struct text *app_id = (const void *)((const char *)record + thing->app_id);

	if (text_is_none(work->session.app_id) || thing->app_id == THING_HAS_NONE)
		return true;
	return text_equal(*app_id, work->session.app_id);
}

const struct viewer *work_viewer(struct work *work)
{
	if (!work->session.is_person || work->session.is_admin)
		return NULL;
	work->viewer = (struct viewer){ work->session.person_id, work->session.department_id };
	return &work->viewer;
}

void work_limit(struct work *work, struct query *query)
{
	const struct thing *thing = query->thing;

	query->organisation_id = work->session.organisation_id;
	query->viewer = work_viewer(work);
	if (query->viewer && thing->hiding != HIDING_NOTHING)
		query->is_filtered = true;
	if (text_is_none(work->session.app_id) || thing->app_id == THING_HAS_NONE)
		return;
	query_add(query, CONDITION_EQUAL, thing->app_id, value_text(work->session.app_id));
	query->is_filtered = true;
}

/* Whether the session may see this record: by application, and for people by asking the store. */
const struct error *work_may_see(struct work *work, const struct thing *thing, const void *record,
				 bool *out)
{
	struct query query = { .thing = thing };
	const struct record *head = record;
	int64_t count;
	const struct error *error;

	*out = work_sees(work, thing, record);
	if (!*out || !work_viewer(work) || thing->hiding == HIDING_NOTHING)
		return NULL;
	work_limit(work, &query);
	query_add(&query, CONDITION_EQUAL, offsetof(struct record, id), value_id(head->id));
	error = query_count(work->db, &query, &count);
	if (!error)
		*out = count > 0;
	return error;
}

const struct error *work_find_any(struct work *work, const struct thing *thing, struct id id,
				  void *out, bool *found)
{
	const struct error *error =
		thing_get(work->db, thing, work->session.organisation_id, id, out, found);

	return error || !*found ? error : work_may_see(work, thing, out, found);
}

const struct error *work_find(struct work *work, const struct thing *thing, struct id id, void *out,
			      bool *found)
{
	const struct error *error =
		thing_get(work->db, thing, work->session.organisation_id, id, out, found);
	const struct instant *deleted_at = (const void *)((const char *)out + thing->deleted_at);

	if (error || !*found)
		return error;
	if (thing->deleted_at != THING_HAS_NONE && !instant_is_none(*deleted_at))
		*found = false;
	return *found ? work_may_see(work, thing, out, found) : NULL;
}

const struct error *work_need(struct work *work, const struct thing *thing, struct id id, void *out)
{
	bool found;
	const struct error *error = work_find(work, thing, id, out, &found);

	if (error || found)
		return error;
	return error_new(work->arena, ERROR_NOT_FOUND, "This %s does not exist.", thing->name);
}
