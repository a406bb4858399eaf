/*
 * The session of a JSON Web Token: the credential of people, and of applications that act in a
 * person's name (api.md section 2, rulings.md 25, 28 and 30). Whether the token is genuine is
 * decided in base; whom it names, and that this person is still with the workspace, here.
 */
#include "service/session_token.h"

#include "base/copy.h"
#include "base/secret.h"
#include "model/words.h"
#include "service/service_internal.h"
#include "service/session.h"
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

/* The subject is the person, in whatever form the token names them: one person has one limit. */
static struct id digest_id(struct work *work, const struct person *person, struct text issuer)
{
	size_t size = 2 * sizeof(struct id) + issuer.size;
	char *bytes = arena_take(work->arena, size);
	uint8_t digest[DIGEST_SIZE];
	struct id id;

	memcpy(bytes, &person->record.organisation_id, sizeof(id));
	memcpy(bytes + sizeof(id), &person->record.id, sizeof(id));
	copy_bytes(bytes + 2 * sizeof(id), size - 2 * sizeof(id), issuer.data, issuer.size);
	digest256((struct text){ bytes, size }, digest);
	memcpy(&id, digest, sizeof(id));
	return id;
}

static struct text print_fingerprint(struct work *work, struct id id)
{
	struct text out = TEXT("jwt:");

	for (size_t i = 0; i < FINGERPRINT_BYTES; i++)
		out = arena_print(work->arena, "%.*s%02x", TEXT_PRINT(out), id.bytes[i]);
	return out;
}

static void fill_session(struct work *work, const struct jwt_claims *claims,
			 const struct membership *membership)
{
	const struct person *person = &membership->person;
	struct id credential_id = digest_id(work, person, claims->issuer);
	bool is_person = text_is_none(claims->app_id);

	work->session = (struct session){
		.organisation_id = person->record.organisation_id,
		.organisation_name = membership->organisation_name,
		.revision = membership->revision,
		.credential_id = credential_id,
		.counted_id = digest_id(work, person, TEXT_NONE),
		.name = person->name,
		.fingerprint = print_fingerprint(work, credential_id),
		.person_id = person->record.id,
		.is_person = is_person,
		.is_admin = is_person && person->role == ROLE_ADMIN,
		.department_id = is_person ? person->department_id : ID_NONE,
		.team_ids = person->team_ids,
		.email = person->email,
		.role = person->role,
		.app_id = claims->app_id,
		.scopes = known_scopes(claims->scope),
		.rate_limit = work->service->settings->rate_limit,
		.page_limit = SESSION_PAGE_LIMIT,
		.expires_at = claims->expires_at,
		.last_used_at = INSTANT_NONE,
	};
}

static const struct error *refuse(struct work *work, const char *why)
{
	struct error *error = arena_take(work->arena, sizeof(*error));

	error->code = ERROR_UNAUTHORIZED;
	error->message = TEXT("This token is for nobody who works here.");
	error->inside = text_from(why);
	return error;
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
		return refuse(work, "the workspace has no user of this id or external id");
	if (!membership.person.is_active)
		return refuse(work, "the user is deactivated");
	if (text_is_none(claims.app_id))
		error = person_load_teams(work->db, claims.tenant,
					  (struct list){ &membership.person, 1 });
	if (!error)
		fill_session(work, &claims, &membership);
	return error;
}
