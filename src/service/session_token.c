/*
 * The session of a JSON Web Token: the credential of people, and of applications that act in a
 * person's name (api.md section 2, rulings.md 25, 28 and 30). Whether the token is genuine is
 * decided in base; whom it names, and that this person is still with the workspace, here.
 */
#include "service/session_token.h"

#include "model/words.h"
#include "service/service_internal.h"
#include "service/session_person.h"
#include "store/organisations.h"

enum { FINGERPRINT_BYTES = 4 };

/* The names of scopes that we know; an identity provider's own stand among them. */
static unsigned known_scopes(struct text scope)
{
	unsigned scopes = SCOPE_NONE;

	while (!text_is_none(scope))
		scopes |= scope_parse(text_cut(&scope, ' '));
	return scopes;
}

static struct text print_fingerprint(struct work *work, struct id id)
{
	struct text out = TEXT("jwt:");

	for (size_t i = 0; i < FINGERPRINT_BYTES; i++)
		out = arena_print(work->arena, "%.*s%02x", TEXT_PRINT(out), id.bytes[i]);
	return out;
}

/* The subject is the person, in whatever form the token names them: one person has one limit. */
static void fill_session(struct work *work, const struct jwt_claims *claims,
			 const struct membership *membership)
{
	const struct person *person = &membership->person;
	struct session *session = &work->session;

	session_fill_person(work, membership);
	session->credential_id = session_digest(work, person, claims->issuer);
	session->counted_id = session_digest(work, person, TEXT_NONE);
	session->fingerprint = print_fingerprint(work, session->credential_id);
	session->scopes = known_scopes(claims->scope);
	session->rate_limit = work->service->settings->rate_limit;
	session->expires_at = claims->expires_at;
	session->app_id = claims->app_id;
	if (text_is_none(claims->app_id))
		return;
	session->is_person = session->is_admin = false;
	session->department_id = ID_NONE;
}

const struct error *session_open_token(struct work *work, struct text token)
{
	const struct settings *settings = work->service->settings;
	struct jwt_rules rules = { settings->jwt_issuer, settings->jwt_audience };
	struct membership membership = { 0 };
	struct jwt_claims claims;
	bool found = false;
	const struct error *error = jwt_verify(work->arena, key_set_current(work->service->keys),
					       &rules, token, work->now, &claims);

	if (!error)
		error = membership_find(work->db, claims.tenant, claims.subject, &membership,
					&found);
	if (error)
		return error;
	if (!found)
		return session_refuse(work, "the workspace has no user of this id or external id");
	if (!membership.person.is_active)
		return session_refuse(work, "the user is deactivated");
	if (text_is_none(claims.app_id))
		error = person_load_teams(work->db, claims.tenant,
					  (struct list){ &membership.person, 1 });
	if (!error)
		fill_session(work, &claims, &membership);
	return error;
}
