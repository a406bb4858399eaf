/*
 * What all credentials of people have in common: a token and a cookie of one person lead to the same
 * struct session, but for limits, and for what the token says of scopes and applications. How each
 * is found is session_token.c's and session_cookie.c's.
 */
#include "service/session_person.h"

#include "base/copy.h"
#include "base/secret.h"
#include "model/sign_in.h"
#include "model/words.h"
#include "service/service_internal.h"

struct id session_digest(struct work *work, const struct person *person, struct text kind)
{
	size_t size = 2 * sizeof(struct id) + kind.size;
	char *bytes = arena_take(work->arena, size);
	uint8_t digest[DIGEST_SIZE];
	struct id id;

	memcpy(bytes, &person->record.organisation_id, sizeof(id));
	memcpy(bytes + sizeof(id), &person->record.id, sizeof(id));
	copy_bytes(bytes + 2 * sizeof(id), size - 2 * sizeof(id), kind.data, kind.size);
	digest256((struct text){ bytes, size }, digest);
	memcpy(&id, digest, sizeof(id));
	return id;
}

/* Safe retries are the person's, whichever session they come by: after a new sign-in the page sends
 * the same request again. */
void session_fill_person(struct work *work, const struct membership *membership)
{
	const struct person *person = &membership->person;
	struct id credential_id = session_digest(work, person, TEXT("session"));

	work->session = (struct session){
		.organisation_id = person->record.organisation_id,
		.organisation_name = membership->organisation_name,
		.revision = membership->revision,
		.credential_id = credential_id,
		.counted_id = credential_id,
		.name = person->name,
		.person_id = person->record.id,
		.is_person = true,
		.is_admin = person->role == ROLE_ADMIN,
		.department_id = person->department_id,
		.team_ids = person->team_ids,
		.email = person->email,
		.role = person->role,
		.scopes = role_scopes(person->role),
		.rate_limit = work->service->settings->session_rate_limit,
		.page_limit = SESSION_PAGE_LIMIT,
		.created_at = INSTANT_NONE,
		.expires_at = INSTANT_NONE,
		.last_used_at = INSTANT_NONE,
	};
}

const struct error *session_refuse(struct work *work, const char *why)
{
	struct error *error = arena_take(work->arena, sizeof(*error));

	error->code = ERROR_UNAUTHORIZED;
	error->message = TEXT("This token is for nobody who works here.");
	error->inside = text_from(why);
	return error;
}
