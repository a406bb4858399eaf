/*
 * Whether a worker can serve: the schema is the one that this program was built for, the database
 * keeps what it commits, somebody is there to answer. What an answer says of that is
 * api/operations/operations.c's.
 */
#include "service/readiness.h"

#include "base/copy.h"
#include "base/metrics.h"
#include "service/service_internal.h"
#include "store/migrate.h"
#include "store/statement.h"

/* Every process of every host derives the same key. */
static void take_secret(struct service *service, struct text secret)
{
	uint8_t bytes[MAC_KEY_SIZE];

	copy_bytes(bytes, sizeof(bytes), secret.data, secret.size);
	mac_key_derive(bytes, service->settings->pepper, service->mac_key);
	secret_wipe(bytes, sizeof(bytes));
}

int64_t service_schema_known(void)
{
	return migrate_known();
}

static const struct error *check_schema(struct work *work)
{
	struct installation installation;
	const struct error *error = installation_read(work->db, &installation);
	struct error *wrong;

	if (error)
		return error;
	metrics_tell_schema(installation.migration);
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
