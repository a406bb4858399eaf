/*
 * A key as the verifier needs it. Private to the base room.
 */
#ifndef OKR_BASE_JWT_KEY_H
#define OKR_BASE_JWT_KEY_H

#include "base/arena.h"
#include "base/field.h"

struct evp_pkey_st;

enum { JWT_KEYS_MAX = 64, JWT_EDDSA_KEY_SIZE = 32, JWT_ES256_NUMBER_SIZE = 32 };

enum jwt_algorithm { JWT_HS256, JWT_EDDSA, JWT_RS256, JWT_ES256 };

struct jwt_key {
	enum jwt_algorithm algorithm;
	struct text id; /* absent: any `kid` may mean it */

	struct text secret;                            /* HS256 */
	uint8_t public_bytes[JWT_EDDSA_KEY_SIZE];      /* EdDSA */
	uint8_t private_bytes[2 * JWT_EDDSA_KEY_SIZE]; /* EdDSA, as libsodium has it */
	bool can_sign;
	struct evp_pkey_st *foreign; /* RS256, ES256: libcrypto's */

	bool is_limited; /* speaks for `tenants` alone */
	struct ids tenants;
};

struct jwt_keys {
	size_t count;
	struct jwt_key items[JWT_KEYS_MAX + 1]; /* the shared secret and a key set */
};

const char *jwt_algorithm_name(enum jwt_algorithm algorithm);

bool jwt_key_speaks_for(const struct jwt_key *key, struct id tenant);

/* Makes the key from its numbers, big-endian; false when they are no key, or a weak one. */
bool jwt_key_set_rsa(struct jwt_key *key, struct text modulus, struct text exponent);
bool jwt_key_set_p256(struct jwt_key *key, struct text x, struct text y);
bool jwt_key_set_ed25519(struct jwt_key *key, struct text public_key);
/* The seed must be that of the public key. */
bool jwt_key_set_ed25519_seed(struct jwt_key *key, struct text seed);
void jwt_key_free(struct jwt_key *key);

/* Whether `signature` is the key's own for these bytes. */
bool jwt_key_verifies(const struct jwt_key *key, struct text bytes, struct text signature);

/* Only for a key that can sign. */
struct text jwt_key_sign(struct arena *arena, const struct jwt_key *key, struct text bytes);

#endif
