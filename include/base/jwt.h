/*
 * JSON Web Tokens (RFC 7519), signed ones only: HS256, EdDSA, RS256, ES256. The algorithm belongs to
 * the configured key, never to the token, and no token names a place to fetch a key from. Pure: the
 * time is handed in, and who the subject is, is left to others.
 */
#ifndef OKR_BASE_JWT_H
#define OKR_BASE_JWT_H

#include "base/error.h"
#include "base/id.h"
#include "base/settings.h"
#include "base/time.h"

enum {
	JWT_SIZE_MAX = 8192,
	JWT_LEEWAY_SECONDS = 60,
	JWT_SECRET_MIN = 32, /* bytes of an HS256 key */
	JWT_TEXT_MAX = 255,  /* characters of a subject or an application's id */
};

struct jwt_keys;

/* ---- tokens ---------------------------------------------------------------------------------- */

struct jwt_claims {
	struct text issuer;   /* absent: the token names none */
	struct text audience; /* for making: may be absent; not filled by reading */
	struct text subject;
	struct id tenant;
	struct text scope;  /* names separated by blanks; absent: none */
	struct text app_id; /* absent: the subject acts as a person */
	struct instant expires_at;
};

/* What the installation demands; an absent one is not looked at. */
struct jwt_rules {
	struct text issuer, audience;
};

/* Whether it looks like a token: three parts between two dots. */
bool jwt_is_formed(struct text token);

/*
 * The claims of a token that is whole, signed by one of the keys that may speak for its tenant, in
 * time (with a leeway of a minute), and meant for us. Otherwise ERROR_UNAUTHORIZED with one fixed
 * sentence for the caller; `inside` says what was wrong. Claims may point into the token.
 */
const struct error *jwt_verify(struct arena *arena, const struct jwt_keys *keys,
			       const struct jwt_rules *rules, struct text token, struct instant now,
			       struct jwt_claims *out);

/* A token signed by the first key that can sign (HS256, or EdDSA with a private key) for the tenant.
 * ERROR_CONFLICT when there is none. */
const struct error *jwt_make(struct arena *arena, const struct jwt_keys *keys,
			     const struct jwt_claims *claims, struct instant now, struct text *out);

#endif
