/*
 * Tokens from the command line: for trying what a person sees, and for scripts that act in somebody's
 * name. They are signed with the installation's own key and kept nowhere.
 */
#include "token.h"

#include "base/jwks.h"
#include "base/jwt.h"
#include "key.h"
#include "model/directory.h"
#include "options.h"
#include "record.h"
#include "service/administration.h"

enum { TTL_SECONDS = 3600, TTL_SECONDS_MAX = 366 * 86400 };

/* The names as a token has them, aliases resolved. */
static struct text scope_claim(struct run *run, unsigned scopes)
{
	struct text claim = TEXT_NONE;

	for (unsigned bit = 1; bit <= SCOPE_WORKSPACE_ADMIN; bit <<= 1)
		if (scopes & bit)
			claim = arena_print(run->arena, "%.*s%s%s", TEXT_PRINT(claim),
					    claim.size > 0 ? " " : "", scope_text(bit));
	return claim;
}

static const struct error *read_claims(struct run *run, struct jwt_claims *out)
{
	struct text names = option(run, "scopes"), app_id = option(run, "app");
	unsigned scopes = SCOPE_NONE;
	int64_t seconds = TTL_SECONDS;
	const struct error *error = option_count(run, "ttl", TTL_SECONDS_MAX, &seconds);

	if (error)
		return error;
	error = scopes_read(run, names, &scopes);
	if (error)
		return error;
	if (!text_is_none(app_id) && (text_trim(app_id).size != app_id.size || app_id.size == 0 ||
				      text_characters(app_id) > JWT_TEXT_MAX))
		return wrong_use(run, "--app takes 1 to %d characters without blanks around them",
				 JWT_TEXT_MAX);
	out->issuer = run->settings.jwt_issuer;
	out->audience = run->settings.jwt_audience;
	out->scope = scope_claim(run, scopes);
	out->app_id = app_id;
	out->expires_at.ms = run->work.now.ms + seconds * 1000;
	return NULL;
}

/* What is shown of it. */
struct made_token {
	struct id person_id, workspace_id;
	struct text token, scope, app_id;
	struct instant expires_at;
};

static const struct column token_columns[] = {
	COLUMN("id", struct made_token, person_id),
	COLUMN("workspace_id", struct made_token, workspace_id),
	COLUMN("token", struct made_token, token),
	COLUMN("scope", struct made_token, scope),
	COLUMN("app_id", struct made_token, app_id),
	COLUMN("expires_at", struct made_token, expires_at),
	COLUMNS_END,
};

static const struct error *make_token(struct run *run, const struct jwt_keys *keys,
				      struct jwt_claims *claims, struct id person_id)
{
	char subject[ID_UUID_SIZE];
	struct made_token made = { person_id,     claims->tenant, TEXT_NONE,
				   claims->scope, claims->app_id, claims->expires_at };
	const struct error *error;

	id_print_uuid(person_id, subject);
	claims->subject = arena_copy(run->arena, (struct text){ subject, sizeof(subject) });
	error = jwt_make(run->arena, keys, claims, run->work.now, &made.token);
	if (!error)
		output_show(&run->output, token_columns, &made);
	return error;
}

const struct error *run_token_create(struct run *run)
{
	struct jwt_claims claims = { 0 };
	struct jwt_keys *keys;
	struct person person = { 0 };
	const struct error *error = read_claims(run, &claims);

	if (!error)
		error = enter_with_user(run, &person);
	if (!error && !person.is_active)
		error = error_new(run->arena, ERROR_CONFLICT,
				  "This user is deactivated: no token of theirs would be "
				  "accepted.");
	if (!error)
		error = jwt_keys_load(run->arena, &run->settings, &keys);
	if (error)
		return error;
	claims.tenant = person.record.organisation_id;
	error = make_token(run, keys, &claims, person.record.id);
	jwt_keys_free(keys);
	return error;
}
