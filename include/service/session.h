/*
 * From a credential to a session: 401, 429 and 403 are decided here.
 */
#ifndef OKR_SERVICE_SESSION_H
#define OKR_SERVICE_SESSION_H

#include "service/work.h"

/* Opens work->session for a bearer token: an API key, or a JSON Web Token. ERROR_UNAUTHORIZED when it
 * is no valid credential; an ill-formed key and a token that proves nothing are refused without
 * asking the database. */
const struct error *session_open(struct work *work, struct text token);

/* What is left in this minute, for the RateLimit header. */
struct rate {
	int64_t limit; /* 0: unlimited, the rest says nothing */
	int64_t remaining;
	unsigned reset_seconds; /* to the end of the minute, 1–60 */
};

/* Counts so many requests, all or none. ERROR_LIMITED with retry_seconds when the minute has not so many
 * left, ERROR_UNAVAILABLE when the counter cannot be kept. */
const struct error *session_count(struct work *work, unsigned requests, struct rate *out);

/* ERROR_FORBIDDEN, in the words of seed 003, when the scope is missing; and when it is workspace:admin
 * and the session is that of a person who is no administrator. SCOPE_NONE needs none. */
const struct error *session_permits(struct work *work, unsigned scope);

/* Notes the minute of use; call when the answer is out. Errors are logged, not returned. */
void session_touch(struct work *work);

#endif
