/*
 * What passwords, links and sessions are, as tables. How they are made and when they end is the
 * service's.
 */
#include "model/sign_in.h"

#include "model/api_key.h"
#include "model/directory.h"

/* clang-format off */

const struct word_name sign_in_method_words[] = {
	{ "password", BY_PASSWORD },
	{ "link", BY_LINK },
	{ "oidc", BY_OIDC },
	{ "remote", BY_REMOTE },
	{ "jwt", BY_JWT },
	{ NULL, WORD_NONE },
};

const struct word_name link_purpose_words[] = {
	{ "setup", LINK_SETUP },
	{ "invite", LINK_INVITE },
	{ "reset", LINK_RESET },
	{ "sign_in", LINK_SIGN_IN },
	{ "calendar", LINK_CALENDAR },
	{ "unsubscribe", LINK_UNSUBSCRIBE },
	{ NULL, WORD_NONE },
};

/* clang-format on */

enum { HASH_BYTES = 32, PASSWORD_HASH_BYTES = 127 };

/* They count no writes and know no maker: nobody changes one by an update. */
#define HEAD_FIELDS(type)                                                                          \
	FIELD_AS("organisation_id", type, record.organisation_id,                                  \
		 FIELD_COLUMN | FIELD_FIXED | FIELD_FILLED, .example = "organisation",             \
		 .meaning = "The workspace that it belongs to."),                                  \
		FIELD_AS("id", type, record.id, FIELD_COLUMN | FIELD_FIXED | FIELD_FILLED,         \
			 .meaning = "Its id."),                                                    \
		FIELD_AS("person_id", type, person_id, FIELD_COLUMN | FIELD_FIXED | FIELD_FILLED,  \
			 .refers = &person_thing, .example = "user", .meaning = "Whose it is."),   \
		FIELD(type, hash, FIELD_COLUMN | FIELD_EXACT, .max = HASH_BYTES,                   \
		      .meaning = "BLAKE2b-256 of the secret.")

#define LOGIN(member, flags, ...) FIELD(struct person_login, member, flags, __VA_ARGS__)

static const struct field login_fields[] = {
	FIELD_AS("organisation_id", struct person_login, record.organisation_id, FIELD_COLUMN,
		 .meaning = "The workspace."),
	FIELD_AS("person_id", struct person_login, record.id, FIELD_COLUMN,
		 .meaning = "Whose password it is."),
	LOGIN(password_hash, FIELD_COLUMN | FIELD_EXACT, .max = PASSWORD_HASH_BYTES,
	      .meaning = "The hash, its salt and its parameters."),
	LOGIN(password_set_at, FIELD_COLUMN, .meaning = "When the password was set."),
	LOGIN(failed_since, FIELD_COLUMN, .meaning = "The first failure since the last success."),
};

static const struct person_login blank_login = {
	.password_set_at = { INT64_MIN },
	.failed_since = { INT64_MIN },
};

const struct thing person_login_thing = {
	.name = "login",
	.table = "person_login",
	.form = THING_FORM(struct person_login, login_fields, blank_login, person_login_thing),
	.app_id = THING_HAS_NONE,
	.deleted_at = THING_HAS_NONE,
};

#define TOKEN(member, flags, ...) FIELD(struct person_token, member, flags, __VA_ARGS__)

static const struct field token_fields[] = {
	HEAD_FIELDS(struct person_token),
	TOKEN(purpose, FIELD_COLUMN | FIELD_FILLED, .words = link_purpose_words,
	      .example = "invite", .meaning = "What the link is for."),
	TOKEN(expires_at, FIELD_COLUMN | FIELD_FILLED, .meaning = "When it stops working."),
	TOKEN(used_at, FIELD_COLUMN, .meaning = "When it was used."),
};

static const struct person_token blank_token = {
	.purpose = LINK_SIGN_IN,
	.expires_at = { INT64_MIN },
	.used_at = { INT64_MIN },
};

const struct thing person_token_thing = {
	.name = "link",
	.table = "person_token",
	.form = THING_FORM(struct person_token, token_fields, blank_token, person_token_thing),
	.app_id = THING_HAS_NONE,
	.deleted_at = THING_HAS_NONE,
};

#define SESSION(member, flags, ...) FIELD(struct kept_session, member, flags, __VA_ARGS__)

static const struct field session_fields[] = {
	HEAD_FIELDS(struct kept_session),
	SESSION(scopes, FIELD_COLUMN | FIELD_SET, .max = SCOPE_ALL,
		.meaning = "What the token had that it was made of."),
	SESSION(method, FIELD_COLUMN | FIELD_FILLED, .words = sign_in_method_words,
		.example = "password", .meaning = "How the person signed in."),
	SESSION(seen_at, FIELD_COLUMN | FIELD_FILLED, .example = "2026-04-19T12:05:00Z",
		.meaning = "The minute of its last request."),
	SESSION(expires_at, FIELD_COLUMN | FIELD_FILLED, .example = "2026-05-19T12:05:00Z",
		.meaning = "When it ends at the latest; without requests it ends sooner."),
	SESSION(user_agent, FIELD_COLUMN | FIELD_EXACT, .max = USER_AGENT_MAX,
		.example = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
		.meaning = "What the browser called itself when the person signed in."),
	SESSION(address, FIELD_COLUMN | FIELD_TITLE | FIELD_EXACT, .example = "192.0.2.7",
		.meaning = "The address from which the person signed in."),
	FIELD_AS("created_at", struct kept_session, record.created_at, FIELD_FILLED,
		 .source = SOURCE_READING, .example = "2026-04-19T12:05:00Z",
		 .meaning = "When the person signed in."),
	FIELD_AS("current", struct kept_session, is_current, FIELD_FILLED, .source = SOURCE_READING,
		 .example = "true", .meaning = "Whether it is the session that asks."),
};

static const struct kept_session blank_session = {
	.record = { .created_at = { INT64_MIN } },
	.scopes = INTEGER_NONE,
	.method = BY_PASSWORD,
	.seen_at = { INT64_MIN },
	.expires_at = { INT64_MIN },
};

const struct thing session_thing = {
	.name = "session",
	.table = "session",
	.form = THING_FORM(struct kept_session, session_fields, blank_session, session_thing),
	.app_id = THING_HAS_NONE,
	.deleted_at = THING_HAS_NONE,
};

unsigned role_scopes(word role)
{
	return role == ROLE_ADMIN ? SCOPE_ALL : SCOPE_ALL & ~(unsigned)SCOPE_WORKSPACE_ADMIN;
}
