/*
 * Making one-time links. That one is used is sign_in.c's.
 */
#include "service/sign_in_link.h"

#include "base/secret.h"
#include "service/journal_content.h"
#include "service/journal_internal.h"
#include "service/service_internal.h"
#include "service/writing.h"
#include "store/sign_in.h"
#include "store/things.h"

static const int64_t lifetimes[] = {
	[LINK_SETUP] = INT64_C(7) * MS_PER_DAY,
	[LINK_INVITE] = INT64_C(7) * MS_PER_DAY,
	[LINK_RESET] = INT64_C(60) * MS_PER_MINUTE,
	[LINK_SIGN_IN] = INT64_C(15) * MS_PER_MINUTE,
};

const struct error *sign_in_link_make(struct work *work, const struct person *person, word purpose,
				      struct made_link *out)
{
	char *secret = arena_take(work->arena, SECRET_TOKEN_SIZE);
	uint8_t hash[SECRET_HASH_SIZE];
	struct made_link made = { { secret, SECRET_TOKEN_SIZE },
				  { work->stamp.ms + lifetimes[purpose] },
				  purpose };
	struct person_token token = {
		.record = { .organisation_id = work->session.organisation_id,
			    .id = work_new_id(work) },
		.person_id = person->record.id,
		.hash = { (const char *)hash, sizeof(hash) },
		.purpose = purpose,
		.expires_at = made.expires_at,
		.used_at = INSTANT_NONE,
	};
	const struct error *error;

	token_make(TOKEN_LINK, secret);
	secret_hash(made.token, work->service->settings->pepper, hash);
	error = thing_insert(work->db, &person_token_thing, &token);
	if (error)
		return error;
	journal_add_person(work, USER_INVITED, person, TEXT("{}"),
			   journal_link(work->arena, purpose, made.expires_at));
	*out = made;
	return NULL;
}

const struct error *sign_in_invite(struct work *work, struct id person_id, struct made_link *out)
{
	struct person person;
	struct person_login login;
	const struct error *error = work_begin(work);

	if (!error)
		error = work_need(work, &person_thing, person_id, &person);
	if (error)
		return error;
	if (!person.is_active)
		return error_new(work->arena, ERROR_CONFLICT,
				 "This user is deactivated: no link would let them in.");
	error = login_read(work->db, work->session.organisation_id, person_id, &login);
	if (error)
		return error;
	return sign_in_link_make(work, &person,
				 text_is_none(login.password_hash) ? LINK_INVITE : LINK_RESET, out);
}

struct text sign_in_link_url(struct arena *arena, struct text base, const struct made_link *link)
{
	return arena_print(arena, "%.*s/app/link#%.*s", TEXT_PRINT(base), TEXT_PRINT(link->token));
}
