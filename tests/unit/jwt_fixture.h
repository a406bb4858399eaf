/*
 * What the tests of tokens share: a key set with one secret, tokens of any kind signed with it, and
 * the reason for which a token is refused. Included once a program.
 */
#ifndef OKR_TESTS_JWT_FIXTURE_H
#define OKR_TESTS_JWT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <stdlib.h>

#include "base/base64.h"
#include "base/jwt.h"
#include "base/secret.h"
#include "jwt_vectors.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define OCT_KEY "{\"kty\":\"oct\",\"k\":\"" RFC7515_SECRET "\"}"
#define RSA_KEY(n) "{\"kty\":\"RSA\",\"n\":\"" n "\",\"e\":\"AQAB\"}"
#define EC_KEY(x, y) "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" x "\",\"y\":\"" y "\"}"
#define ED_KEY(x, ...) "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" x "\"" __VA_ARGS__ "}"
#define SET(keys) "{\"keys\":[" keys "]}"

#define HS256 "{\"alg\":\"HS256\"}"
#define WHO "\"sub\":\"alice\",\"tenant_id\":\"" TENANT "\""
#define LATER "\"exp\":1700003600"

static const struct instant now = { 1700000000000 };
static struct arena *arena;
static struct id tenant;
static struct jwt_keys *secret_keys; /* the shared secret alone */

static inline struct jwt_keys *keys_of(struct text secret, const char *jwks)
{
	struct jwt_keys *keys = NULL;
	bool holds_secret;
	const struct error *error =
		jwt_keys_read(arena, secret, text_from(jwks), &keys, &holds_secret);

	if (error)
		fail_msg("%.*s", TEXT_PRINT(error->message));
	return keys;
}

static inline int start(void **state)
{
	(void)state;
	arena = arena_new(4096);
	if (!secret_start() || !id_parse(TEXT(TENANT), &tenant))
		return -1;
	secret_keys = keys_of(TEXT(SECRET), NULL);
	return 0;
}

static inline int stop(void **state)
{
	(void)state;
	jwt_keys_free(secret_keys);
	arena_free(arena);
	return 0;
}

/* Why a token is refused, or NULL. In a block of its own size, so that the sanitizer sees every step
 * beyond its end; verifying leaves no trace in *out when it fails. */
static inline const char *fault_by(const struct jwt_keys *keys, const struct jwt_rules *rules,
				   struct text token, struct instant at)
{
	struct jwt_claims claims = { .subject = TEXT("untouched") };
	char *copy = memory_take(token.size + 1);
	const struct error *error;

	copy = memory_resize(copy, token.size > 0 ? token.size : 1);
	memcpy(copy, token.data, token.size);
	error = jwt_verify(arena, keys, rules, (struct text){ copy, token.size }, at, &claims);
	free(copy);
	if (!error)
		return NULL;
	assert_int_equal(error->code, ERROR_UNAUTHORIZED);
	assert_string_equal(error->message.data, "This token is not valid, or not valid any more.");
	assert_true(text_equal(claims.subject, TEXT("untouched")));
	return arena_string(arena, error->inside);
}

static inline const char *fault_of(struct text token)
{
	static const struct jwt_rules none;

	return fault_by(secret_keys, &none, token, now);
}

static inline void check_fault(const char *fault, const char *expected)
{
	if (!fault && !expected)
		return;
	if (!fault || !expected || strcmp(fault, expected) != 0)
		fail_msg("%s instead of %s", fault ? fault : "taken",
			 expected ? expected : "taken");
}

/* ---- making tokens of any kind --------------------------------------------------------------- */

static inline struct text sign(struct text secret, struct text header, struct text claims)
{
	unsigned char signature[crypto_auth_hmacsha256_BYTES];
	crypto_auth_hmacsha256_state hmac;
	struct text head = base64url_encode(arena, header), body = base64url_encode(arena, claims);
	struct text signed_part =
		arena_print(arena, "%.*s.%.*s", TEXT_PRINT(head), TEXT_PRINT(body));
	struct text mark;

	crypto_auth_hmacsha256_init(&hmac, (const unsigned char *)secret.data, secret.size);
	crypto_auth_hmacsha256_update(&hmac, (const unsigned char *)signed_part.data,
				      signed_part.size);
	crypto_auth_hmacsha256_final(&hmac, signature);
	mark = base64url_encode(arena, (struct text){ (const char *)signature, sizeof(signature) });
	return arena_print(arena, "%.*s.%.*s", TEXT_PRINT(signed_part), TEXT_PRINT(mark));
}

static inline struct text token_of(const char *header, const char *claims)
{
	return sign(TEXT(SECRET), text_from(header), text_from(claims));
}

#endif
