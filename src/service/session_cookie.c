/*
 * The session of a cookie: one indexed read finds it with its person, and it is looked at anew with
 * every request, so its end is the end on every worker. Tokens are session_token.c's, keys
 * session.c's.
 */
#include "service/session_cookie.h"

#include "base/secret.h"
#include "base/unicode.h"
#include "model/journal.h"
#include "service/service_internal.h"
#include "service/session_person.h"
#include "store/sign_in.h"

enum { SHOWN_BYTES = 4 }; /* of the id, in the log */

/* The last digits of the id that the list of sessions shows. */
static struct text print_fingerprint(struct work *work, struct id id)
{
	struct text out = TEXT("session:");

	for (size_t i = sizeof(id.bytes) - SHOWN_BYTES; i < sizeof(id.bytes); i++)
		out = arena_print(work->arena, "%.*s%02x", TEXT_PRINT(out), id.bytes[i]);
	return out;
}

void session_fill_cookie(struct work *work, const struct membership *membership,
			 const struct kept_session *kept)
{
	struct session *session = &work->session;

	session_fill_person(work, membership);
	session->session_id = session->counted_id = kept->record.id;
	session->method = kept->method;
	session->created_at = id_time(kept->record.id);
	session->expires_at = kept->expires_at;
	session->last_used_at = kept->seen_at;
	session->fingerprint = print_fingerprint(work, kept->record.id);
	if (kept->scopes != INTEGER_NONE)
		session->scopes &= (unsigned)kept->scopes;
	work->via = VIA_CONSOLE;
}

static bool is_alive(const struct work *work, const struct kept_session *session)
{
	int64_t idle_ms = work->service->settings->session_idle_days * MS_PER_DAY;

	return session->expires_at.ms > work->now.ms &&
	       session->seen_at.ms + idle_ms > work->now.ms;
}

/* Whoever logs in to the web server as somebody else is not the one before. */
static bool is_remote_still(const struct work *work, const struct session_owner *owner,
			    struct text remote_user)
{
	const struct person *person = &owner->membership.person;

	if (owner->session.method != BY_REMOTE || remote_user.size == 0)
		return true;
	return text_equal(text_fold(work->arena, person->email),
			  text_fold(work->arena, text_trim(remote_user))) ||
	       text_equal(person->external_id, remote_user);
}

const struct error *session_open_cookie(struct work *work, struct text cookie,
					struct text remote_user, bool *found)
{
	struct session_owner owner = {
		.session = *(const struct kept_session *)session_thing.form.blank
	};
	struct membership *membership = &owner.membership;
	uint8_t hash[SECRET_HASH_SIZE];
	const struct error *error;

	*found = false;
	if (!token_is_formed(TOKEN_COOKIE, cookie))
		return NULL;
	secret_hash(cookie, work->service->settings->pepper, hash);
	error = session_find(work->db, (struct text){ (const char *)hash, sizeof(hash) }, &owner,
			     found);
	if (error || !*found)
		return error;
	*found = membership->person.is_active && is_alive(work, &owner.session) &&
		 is_remote_still(work, &owner, remote_user);
	if (!*found)
		return NULL;
	error = person_load_teams(work->db, membership->person.record.organisation_id,
				  (struct list){ &membership->person, 1 });
	if (!error)
		session_fill_cookie(work, membership, &owner.session);
	return error;
}

const struct error *session_touch_cookie(struct work *work)
{
	const struct session *session = &work->session;
	struct instant minute = { work->now.ms - work->now.ms % MS_PER_MINUTE };

	if (session->last_used_at.ms >= minute.ms)
		return NULL;
	return session_note_use(work->db, session->organisation_id, session->session_id, minute);
}
