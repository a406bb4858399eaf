/*
 * How people sign in: passwords, one-time links and sessions, as they are kept (product/console.md A1,
 * readings 101–119). Of passwords, links and cookies hashes alone are here.
 */
#ifndef OKR_MODEL_SIGN_IN_H
#define OKR_MODEL_SIGN_IN_H

#include "model/thing.h"

/* The numbers are what the database holds: append, never renumber. */
enum sign_in_method { BY_PASSWORD, BY_LINK, BY_OIDC, BY_REMOTE, BY_JWT };
enum link_purpose {
	LINK_SETUP,   /* of a workspace's first administrator */
	LINK_INVITE,  /* of a person who has no password yet */
	LINK_RESET,   /* of one who has, to set another */
	LINK_SIGN_IN, /* lets in once and changes nothing */
	LINK_CALENDAR,
	LINK_UNSUBSCRIBE
};

extern const struct word_name sign_in_method_words[]; /* password, link, oidc, remote, jwt */
extern const struct word_name link_purpose_words[];   /* setup, invite, reset, … */

/* What stands beside a person. */
struct person_login {
	struct record record;           /* its id is the person's */
	struct text password_hash;      /* absent: no password is set */
	struct instant password_set_at; /* absent without a password */
	struct instant failed_since;    /* the first failure since the last success; absent: none */
};

/* A one-time link. */
struct person_token {
	struct record record;
	struct id person_id;
	struct text hash; /* of the token, 32 bytes; never shown */
	word purpose;     /* enum link_purpose */
	struct instant expires_at, used_at;
};

/* What a cookie leads to, as it is kept. */
struct kept_session {
	struct record record; /* its id is what the API calls it */
	struct id person_id;
	struct text hash;       /* of the cookie, 32 bytes; never shown */
	int64_t scopes;         /* those of the token that it was made of; none: the role's */
	word method;            /* enum sign_in_method */
	struct instant seen_at; /* to the minute */
	struct instant expires_at;
	struct text user_agent, address; /* of the request that signed in; may be absent */

	bool is_current; /* computed: it is the one that asks */
};

enum { USER_AGENT_MAX = 255 }; /* bytes of ASCII */

extern const struct thing person_login_thing; /* without an id of its own: in no list of things */
extern const struct thing person_token_thing;
extern const struct thing session_thing;

/* What a person may do who signs in (console.md A1): everything for an admin. */
unsigned role_scopes(word role);

#endif
