/*
 * The key set: a shared secret from the settings and a JWKS (RFC 7517, RFC 7518 section 6, RFC 8037)
 * from a file. What a key can do is decided here, from its kind; a token is never asked. A malformed
 * key stops the start, because its owner would otherwise wonder why tokens are refused.
 */
#ifndef OKR_BASE_JWKS_H
#define OKR_BASE_JWKS_H

#include "base/jwt.h"

/*
 * The keys of the settings jwt_secret and jwt_keys; without either a set that no token satisfies.
 * ERROR_INVALID with a sentence that names the key when one is malformed, too short, or private in
 * a file that others may read. Keys live until jwt_keys_free; `arena` must outlive them.
 */
const struct error *jwt_keys_load(struct arena *arena, const struct settings *settings,
				  struct jwt_keys **out);

/*
 * The same from a secret and the text of a JWKS (RFC 7517), either of which may be absent.
 * *holds_secret tells whether the JWKS has more than public keys in it. Our private member "tenants"
 * of a key lists the tenants that it may speak for; without it those are all. A token of a key that
 * lists one tenant needs no tenant_id, when an audience is demanded. Keys for encryption and of kinds
 * that we do not know are passed over.
 */
const struct error *jwt_keys_read(struct arena *arena, struct text secret, struct text jwks,
				  struct jwt_keys **out, bool *holds_secret);

void jwt_keys_free(struct jwt_keys *keys); /* NULL is fine */

#endif
