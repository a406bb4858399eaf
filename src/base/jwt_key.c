/*
 * Signatures: HS256 and EdDSA by libsodium, RS256 and ES256 by libcrypto, which alone is called
 * here. Every call leaves libcrypto's queue of errors empty: the database's connection shares it and
 * would take ours for its own.
 */
#include "jwt_key.h"
#include "base/copy.h"

#include <assert.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <sodium.h>

enum { RSA_BITS_MIN = 2048, RSA_BITS_MAX = 8192, DER_MAX = 80 };
enum { ES256_SIZE = 2 * JWT_ES256_NUMBER_SIZE };

const char *jwt_algorithm_name(enum jwt_algorithm algorithm)
{
	static const char *const names[] = {
		[JWT_HS256] = "HS256",
		[JWT_EDDSA] = "EdDSA",
		[JWT_RS256] = "RS256",
		[JWT_ES256] = "ES256",
	};

	return names[algorithm];
}

bool jwt_key_speaks_for(const struct jwt_key *key, struct id tenant)
{
	for (size_t i = 0; i < key->tenants.count; i++)
		if (id_equal(key->tenants.items[i], tenant))
			return true;
	return !key->is_limited;
}

static const unsigned char *bytes_of(struct text text)
{
	return (const unsigned char *)text.data;
}

/* ---- making keys ----------------------------------------------------------------------------- */

/* A public key of this type, or NULL when the parameters are none. */
static EVP_PKEY *make_foreign(const char *type, OSSL_PARAM_BLD *build)
{
	OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(build);
	EVP_PKEY_CTX *maker = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
	EVP_PKEY_CTX *checker = NULL;
	EVP_PKEY *key = NULL;

	if (!parameters || !maker || EVP_PKEY_fromdata_init(maker) <= 0 ||
	    EVP_PKEY_fromdata(maker, &key, EVP_PKEY_PUBLIC_KEY, parameters) <= 0)
		goto done;
	checker = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
	if (!checker || EVP_PKEY_public_check(checker) <= 0) {
		EVP_PKEY_free(key);
		key = NULL;
	}
done:
	EVP_PKEY_CTX_free(checker);
	EVP_PKEY_CTX_free(maker);
	OSSL_PARAM_free(parameters);
	return key;
}

bool jwt_key_set_rsa(struct jwt_key *key, struct text modulus, struct text exponent)
{
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	BIGNUM *n = BN_bin2bn(bytes_of(modulus), (int)modulus.size, NULL);
	BIGNUM *e = BN_bin2bn(bytes_of(exponent), (int)exponent.size, NULL);
	bool is_fit = build && n && e && BN_num_bits(n) >= RSA_BITS_MIN &&
		      BN_num_bits(n) <= RSA_BITS_MAX && BN_num_bits(e) <= 64;

	if (is_fit && OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, n) &&
	    OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, e))
		key->foreign = make_foreign("RSA", build);
	BN_free(e);
	BN_free(n);
	OSSL_PARAM_BLD_free(build);
	ERR_clear_error();
	return key->foreign != NULL;
}

bool jwt_key_set_p256(struct jwt_key *key, struct text x, struct text y)
{
	unsigned char point[1 + 2 * JWT_ES256_NUMBER_SIZE] = { POINT_CONVERSION_UNCOMPRESSED };
	OSSL_PARAM_BLD *build;

	if (x.size != JWT_ES256_NUMBER_SIZE || y.size != JWT_ES256_NUMBER_SIZE)
		return false;
	copy_bytes(point + 1, JWT_ES256_NUMBER_SIZE, x.data, x.size);
	copy_bytes(point + 1 + JWT_ES256_NUMBER_SIZE, JWT_ES256_NUMBER_SIZE, y.data, y.size);
	build = OSSL_PARAM_BLD_new();
	if (build &&
	    OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) &&
	    OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof(point)))
		key->foreign = make_foreign("EC", build);
	OSSL_PARAM_BLD_free(build);
	ERR_clear_error();
	return key->foreign != NULL;
}

bool jwt_key_set_ed25519(struct jwt_key *key, struct text public_key)
{
	if (public_key.size != sizeof(key->public_bytes))
		return false;
	copy_bytes(key->public_bytes, sizeof(key->public_bytes), public_key.data, public_key.size);
	return true;
}

bool jwt_key_set_ed25519_seed(struct jwt_key *key, struct text seed)
{
	unsigned char public_bytes[crypto_sign_PUBLICKEYBYTES];

	if (seed.size != crypto_sign_SEEDBYTES)
		return false;
	crypto_sign_seed_keypair(public_bytes, key->private_bytes, bytes_of(seed));
	key->can_sign = memcmp(public_bytes, key->public_bytes, sizeof(public_bytes)) == 0;
	return key->can_sign;
}

void jwt_key_free(struct jwt_key *key)
{
	EVP_PKEY_free(key->foreign);
	sodium_memzero(key, sizeof(*key));
}

/* ---- signatures ------------------------------------------------------------------------------ */

static void make_hs256(const struct jwt_key *key, struct text bytes,
		       unsigned char out[crypto_auth_hmacsha256_BYTES])
{
	crypto_auth_hmacsha256_state state;

	crypto_auth_hmacsha256_init(&state, bytes_of(key->secret), key->secret.size);
	crypto_auth_hmacsha256_update(&state, bytes_of(bytes), bytes.size);
	crypto_auth_hmacsha256_final(&state, out);
	sodium_memzero(&state, sizeof(state));
}

static bool verify_hs256(const struct jwt_key *key, struct text bytes, struct text signature)
{
	unsigned char expected[crypto_auth_hmacsha256_BYTES];

	make_hs256(key, bytes, expected);
	return signature.size == sizeof(expected) &&
	       sodium_memcmp(expected, signature.data, sizeof(expected)) == 0;
}

static bool verify_eddsa(const struct jwt_key *key, struct text bytes, struct text signature)
{
	return signature.size == crypto_sign_BYTES &&
	       crypto_sign_verify_detached(bytes_of(signature), bytes_of(bytes), bytes.size,
					   key->public_bytes) == 0;
}

static bool verify_foreign(const struct jwt_key *key, struct text bytes, struct text signature)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool is_right = context &&
			EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key->foreign) > 0 &&
			EVP_DigestVerify(context, bytes_of(signature), signature.size,
					 bytes_of(bytes), bytes.size) == 1;

	EVP_MD_CTX_free(context);
	ERR_clear_error();
	return is_right;
}

/* A token has the two numbers side by side, libcrypto wants them as ASN.1. */
static bool verify_es256(const struct jwt_key *key, struct text bytes, struct text signature)
{
	unsigned char der[DER_MAX], *end = der;
	ECDSA_SIG *numbers;
	BIGNUM *r, *s;
	bool is_right = false;
	int size;

	if (signature.size != ES256_SIZE)
		return false;
	numbers = ECDSA_SIG_new();
	r = BN_bin2bn(bytes_of(signature), JWT_ES256_NUMBER_SIZE, NULL);
	s = BN_bin2bn(bytes_of(signature) + JWT_ES256_NUMBER_SIZE, JWT_ES256_NUMBER_SIZE, NULL);
	if (numbers && r && s && ECDSA_SIG_set0(numbers, r, s)) {
		r = s = NULL; /* they are the signature's now */
		size = i2d_ECDSA_SIG(numbers, NULL);
		if (size > 0 && size <= DER_MAX && i2d_ECDSA_SIG(numbers, &end) == size)
			is_right = verify_foreign(key, bytes,
						  (struct text){ (const char *)der, (size_t)size });
	}
	BN_free(s);
	BN_free(r);
	ECDSA_SIG_free(numbers);
	ERR_clear_error();
	return is_right;
}

bool jwt_key_verifies(const struct jwt_key *key, struct text bytes, struct text signature)
{
	switch (key->algorithm) {
	case JWT_HS256:
		return verify_hs256(key, bytes, signature);
	case JWT_EDDSA:
		return verify_eddsa(key, bytes, signature);
	case JWT_RS256:
		return verify_foreign(key, bytes, signature);
	case JWT_ES256:
		return verify_es256(key, bytes, signature);
	}
	return false;
}

struct text jwt_key_sign(struct arena *arena, const struct jwt_key *key, struct text bytes)
{
	unsigned char *signature = arena_take(arena, crypto_sign_BYTES);

	assert(key->can_sign);
	if (key->algorithm == JWT_HS256) {
		make_hs256(key, bytes, signature);
		return (struct text){ (const char *)signature, crypto_auth_hmacsha256_BYTES };
	}
	crypto_sign_detached(signature, NULL, bytes_of(bytes), bytes.size, key->private_bytes);
	return (struct text){ (const char *)signature, crypto_sign_BYTES };
}
