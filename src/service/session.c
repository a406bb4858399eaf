/*
 * From a credential to a session: API keys here, tokens in session_token.c, cookies in session_cookie.c.
 * All end in the same struct session, so whoever comes after asks only what it may do.
 */
#include "service/session.h"

#include "base/jwt.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/secret.h"
#include "service/service_internal.h"
#include "service/session_cookie.h"
#include "service/session_token.h"
#include "store/organisations.h"
#include "store/request_counts.h"
#include "store/transaction.h"

static const struct error unauthorized = {
	.code = ERROR_UNAUTHORIZED,
	.message = { "Missing or invalid API key. Send it as 'Authorization: Bearer okrt_…'.", 72 },
};

/* A revoked or expired key is told apart from an unknown one by nobody but the log. */
static bool is_alive(const struct work *work, const struct api_key *key)
{
	if (!instant_is_none(key->revoked_at))
		return false;
	return instant_is_none(key->expires_at) || key->expires_at.ms > work->now.ms;
}

static void fill_session(struct work *work, const struct credential *credential)
{
	const struct api_key *key = &credential->key;
	int64_t rate_limit = key->rate_limit, page_limit = key->page_limit;

	if (rate_limit == INTEGER_NONE)
		rate_limit = work->service->settings->rate_limit;
	if (page_limit == INTEGER_NONE)
		page_limit = SESSION_PAGE_LIMIT;
	work->session = (struct session){
		.organisation_id = key->record.organisation_id,
		.organisation_name = credential->organisation_name,
		.revision = credential->revision,
		.credential_id = key->record.id,
		.counted_id = key->record.id,
		.is_key = true,
		.name = key->name,
		.fingerprint = key->prefix,
		.person_id = key->record.created_by,
		.app_id = key->app_id,
		.scopes = (unsigned)key->scopes,
		.rate_limit = rate_limit,
		.page_limit = (size_t)page_limit,
		.expires_at = key->expires_at,
		.last_used_at = key->last_used_at,
	};
}

const struct error *session_open(struct work *work, struct text token)
{
	uint8_t hash[SECRET_HASH_SIZE];
	struct credential credential = { 0 };
	const struct error *error;
	bool found;

	if (jwt_is_formed(token))
		return session_open_token(work, token);
	if (!secret_is_formed(token))
		return &unauthorized;
	secret_hash(token, work->service->settings->pepper, hash);
	error = credential_find(work->db, (struct text){ (const char *)hash, sizeof(hash) },
				&credential, &found);
	if (error)
		return error;
	if (!found || credential.key.hash.size != sizeof(hash) ||
	    !secret_hash_equal(hash, (const uint8_t *)credential.key.hash.data) ||
	    !is_alive(work, &credential.key))
		return &unauthorized;
	fill_session(work, &credential);
	return NULL;
}

static const struct error *refuse(struct work *work, unsigned requests, const struct rate *rate)
{
	struct error *limited = arena_take(work->arena, sizeof(*limited));

	metrics_add(METRIC_LIMITED, 1);
	limited->code = ERROR_LIMITED;
	limited->message = requests > 1 ? TEXT("So many requests are not left of this minute.") :
					  TEXT("The requests of this minute are used up.");
	limited->retry_seconds = rate->reset_seconds;
	return limited;
}

/* Hosts that share a database share its clock and its count. */
static const struct error *count(struct work *work, unsigned requests, unsigned limit,
				 struct tally *out)
{
	const struct service *service = work->service;
	struct id id = work->session.counted_id;

	if (text_equal(service->settings->rate_counters, TEXT("database")))
		return request_count_take(work->db, id, requests, limit, out);
	return counters_take_many(service->counters, work->arena, id, moment_now(), requests, limit,
				  out);
}

const struct error *session_count(struct work *work, unsigned requests, struct rate *out)
{
	const struct session *session = &work->session;
	struct rate rate = { .limit = session->rate_limit };
	const struct error *error;
	struct tally tally;

	*out = rate;
	if (rate.limit == 0)
		return NULL;
	error = count(work, requests, (unsigned)rate.limit, &tally);
	if (error)
		return error;
	rate.reset_seconds = tally.seconds;
	rate.remaining = (int64_t)tally.count < rate.limit ? rate.limit - (int64_t)tally.count : 0;
	*out = rate;
	return tally.fits ? NULL : refuse(work, requests, &rate);
}

/* Who administers is an administrator: for people the scope alone is not enough (readings 105 and 201). */
static const struct error *check_role(struct work *work, unsigned scope)
{
	if (!(scope & SCOPE_WORKSPACE_ADMIN) || !work->session.is_person || work->session.is_admin)
		return NULL;
	return error_new(work->arena, ERROR_FORBIDDEN,
			 "The scope workspace:admin is for administrators: only a user with the "
			 "role admin may use it.");
}

const struct error *session_permits(struct work *work, unsigned scope)
{
	struct error *error;

	if ((work->session.scopes & scope) == scope)
		return check_role(work, scope);
	error = arena_take(work->arena, sizeof(*error));
	error->code = ERROR_FORBIDDEN;
	error->scope = scope_text(scope);
	error->message =
		arena_print(work->arena, "This key does not have %s permission", error->scope);
	return error;
}

void session_touch(struct work *work)
{
	const struct session *session = &work->session;
	struct instant minute = { work->now.ms - work->now.ms % MS_PER_MINUTE };
	struct api_key key = { .record = { .organisation_id = session->organisation_id,
					   .id = session->credential_id } };
	const struct error *error;

	if (!id_is_none(session->session_id))
		error = session_touch_cookie(work);
	else if (!session->is_key ||
		 (!instant_is_none(session->last_used_at) && session->last_used_at.ms >= minute.ms))
		return;
	else
		error = credential_touch(work->db, &key, minute);
	if (error) {
		log_print(LOG_WARNING, "the last use of a credential was not noted: %.*s",
			  TEXT_PRINT(error_reason(work->arena, error)));
		db_forget(work->db);
	}
}
