/*
 * Statements about who signs in: accounts by their address, passwords, one-time links and sessions.
 * Those that look for a credential or an address name no organisation: finding it is what they are for.
 */
#ifndef OKR_STORE_SIGN_IN_H
#define OKR_STORE_SIGN_IN_H

#include "model/sign_in.h"
#include "store/organisations.h"

/* One address may be in several workspaces; so many of them are looked at. */
enum { ACCOUNTS_MAX = 8 };

/* An active person with the password, from one statement. */
struct account {
	struct membership membership;
	struct text password_hash; /* absent: none is set */
};

/*
 * The active people (struct account) of this address, as text_fold made it, or of this external id, which
 * may be absent; the oldest workspaces first, ACCOUNTS_MAX at most. `organisation_id`: in this workspace
 * alone; ID_NONE: in all.
 */
const struct error *accounts_find(struct db *db, struct text email_key, struct text external_id,
				  struct id organisation_id, struct list *out);

/* ---- passwords ------------------------------------------------------------------------------- */

/* *out is blank where the person never had one. */
const struct error *login_read(struct db *db, struct id organisation_id, struct id person_id,
			       struct person_login *out);

/* Makes or replaces it. */
const struct error *login_store(struct db *db, const struct person_login *login);

/* Notes the first failure since the last success, where there is a login. */
const struct error *login_note_failure(struct db *db, struct id organisation_id,
				       struct id person_id, struct instant at);

const struct error *login_remove(struct db *db, struct id organisation_id, struct id person_id);

/* Reads every login of a workspace, so that damaged ones are told of. */
const struct error *login_read_all(struct db *db, struct id organisation_id);

/* Whether an active admin of any workspace has a password, or, where those are believed, an external id.
 * What others commit meanwhile is seen, also within a transaction. */
const struct error *admin_can_sign_in(struct db *db, bool by_external_id, bool *out);

/* ---- one-time links -------------------------------------------------------------------------- */

/* A link with its person; used and expired ones, and those of deactivated people, included. */
struct token_owner {
	struct person_token token;
	struct membership membership;
};

const struct error *token_find(struct db *db, struct text hash, struct token_owner *out,
			       bool *found);

/* *done false: it was used, or removed, in the meantime. */
const struct error *token_use(struct db *db, const struct person_token *token, struct instant at,
			      bool *done);

/* Removes the links of a person that let in, all but this one (ID_NONE: all). */
const struct error *tokens_remove(struct db *db, struct id organisation_id, struct id person_id,
				  struct id but);

/* … and those of every kind. */
const struct error *tokens_remove_all(struct db *db, struct id organisation_id,
				      struct id person_id);

/* ---- sessions -------------------------------------------------------------------------------- */

/* A session with its person, from one statement and so one snapshot; `team_ids` is not filled. */
struct session_owner {
	struct kept_session session;
	struct membership membership;
};

/* By the cookie's hash; expired ones, and those of deactivated people, included. */
const struct error *session_find(struct db *db, struct text hash, struct session_owner *out,
				 bool *found);

/* The ids of a person's sessions (struct id), the oldest first. */
const struct error *sessions_of(struct db *db, struct id organisation_id, struct id person_id,
				struct list *out);

/* Removes them, all but this one (ID_NONE: all). */
const struct error *sessions_remove(struct db *db, struct id organisation_id, struct id person_id,
				    struct id but);

/* Notes the minute of its last request, in a transaction of its own that is no write of the
 * workspace. */
const struct error *session_note_use(struct db *db, struct id organisation_id, struct id id,
				     struct instant minute);

/* Removes for good the links that expired, and the sessions that expired or were not seen since
 * `idle_since`; *removed counts them. */
const struct error *sign_in_purge(struct db *db, struct id organisation_id, struct instant now,
				  struct instant idle_since, int64_t *removed);

#endif
