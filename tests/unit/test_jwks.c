/*
 * Key sets: which keys are taken, which stop the start, and which are passed over.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/jwks.h"
#include "base/jwt.h"
#include "base/secret.h"
#include "jwt_vectors.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define SET(keys) "{\"keys\":[" keys "]}"
#define OCT "{\"kty\":\"oct\",\"k\":\"" RFC7515_SECRET "\"}"
#define ED "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" RFC8037_X "\""

static struct arena *arena;

static int start(void **state)
{
	(void)state;
	arena = arena_new(4096);
	return secret_start() ? 0 : -1;
}

static int stop(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void check_taken(const char *jwks, bool expect_secret)
{
	struct jwt_keys *keys;
	bool holds_secret = !expect_secret;
	const struct error *error =
		jwt_keys_read(arena, TEXT_NONE, text_from(jwks), &keys, &holds_secret);

	if (error)
		fail_msg("%s: %.*s", jwks, TEXT_PRINT(error->message));
	assert_int_equal(holds_secret, expect_secret);
	jwt_keys_free(keys);
}

static void every_kind_of_key_is_taken(void **state)
{
	(void)state;
	check_taken(SET(OCT), true);
	check_taken(SET("{" ED "}"), false);
	check_taken(SET("{" ED ",\"d\":\"" RFC8037_D "\"}"), true);
	check_taken(SET("{\"kty\":\"RSA\",\"n\":\"" RFC7515_N "\",\"e\":\"AQAB\",\"alg\":\"RS256\","
			"\"use\":\"sig\",\"kid\":\"1\",\"x5t\":\"?\"}"),
		    false);
	check_taken(SET("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" RFC7515_X "\",\"y\":"
			"\"" RFC7515_Y "\""
			"}"),
		    false);
}

static void keys_that_are_not_for_us_are_passed_over(void **state)
{
	(void)state;
	check_taken(SET("{},{\"kty\":7},{\"kty\":\"EC\",\"crv\":\"P-384\"," P384 "},"
			"{\"kty\":\"RSA\",\"use\":\"enc\",\"n\":\"!\"},"
			"{\"kty\":\"RSA\",\"alg\":\"RS512\"},{\"kty\":\"OKP\",\"crv\":\"X25519\"},"
			"{" ED "}"),
		    false);
}

static void a_malformed_set_is_refused_with_its_place(void **state)
{
	static const struct {
		const char *jwks, *said;
	} cases[] = {
		{ "", "jwt_keys: byte 0: The text is empty; one JSON value is expected." },
		{ "[]", "jwt_keys: a JWKS is an object with an array \"keys\"" },
		{ "{\"keys\":{}}", "jwt_keys: a JWKS is an object with an array \"keys\"" },
		{ "{\"keys\":[],\"keys\":[]}",
		  "jwt_keys: byte 11: The same key stands twice in "
		  "one object." },
		{ SET(""),
		  "jwt_keys: none of the keys is for HS256, EdDSA, RS256 or ES256 "
		  "signatures" },
		{ SET("{\"kty\":\"RSA\",\"alg\":\"RS512\"}"),
		  "jwt_keys: none of the keys is for "
		  "HS256, EdDSA, RS256 or ES256 "
		  "signatures" },
		{ SET("7"), "jwt_keys: key 1: a key is an object" },
		{ SET(OCT ",{\"kty\":\"oct\",\"k\":"
			  "\"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZQ\"}"),
		  "jwt_keys: key 2: k must be base64url of at least 32 bytes" },
		{ SET("{\"kty\":\"oct\",\"k\":\"" RFC7515_SECRET "=\"}"),
		  "jwt_keys: key 1: k must "
		  "be base64url of at "
		  "least 32 bytes" },
		{ SET("{\"kty\":\"oct\"}"),
		  "jwt_keys: key 1: k must be base64url of at least 32 "
		  "bytes" },
		{ SET("{\"kty\":\"oct\",\"alg\":\"RS256\"}"),
		  "jwt_keys: key 1: the alg of kty oct "
		  "is HS256" },
		{ SET("{\"kty\":\"RSA\",\"alg\":\"HS256\"}"),
		  "jwt_keys: key 1: the alg of kty RSA "
		  "is RS256" },
		{ SET("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AAAA\"}"),
		  "jwt_keys: key 1: x "
		  "must be base64url "
		  "of 32 bytes" },
		{ SET("{" ED ",\"d\":\"" NODE_ED_X "\"}"),
		  "jwt_keys: key 1: d must be base64url "
		  "of the 32 private bytes that belong to "
		  "x" },
		{ SET("{\"kty\":\"RSA\",\"n\":\"" WEAK_N "\",\"e\":\"AQAB\"}"),
		  "jwt_keys: key 1: "
		  "n and e must be "
		  "base64url of an "
		  "RSA key of 2048 "
		  "to 8192 bits" },
		{ SET("{\"kty\":\"RSA\",\"n\":\"" RFC7515_N "\"}"),
		  "jwt_keys: key 1: n and e must "
		  "be base64url of an RSA key of "
		  "2048 to 8192 bits" },
		{ SET("{\"kty\":\"RSA\",\"n\":\"" RFC7515_N "\",\"e\":\"AQ\"}"),
		  "jwt_keys: key 1: "
		  "n and e must be "
		  "base64url of an "
		  "RSA key of 2048 "
		  "to 8192 bits" },
		{ SET("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" RFC7515_X "\",\"y\":\"" RFC7515_X
		      "\"}"),
		  "jwt_keys: key 1: x and y must be base64url of 32 bytes each, a point of P-256" },
		{ SET("{" ED ",\"tenants\":\"" TENANT "\"}"),
		  "jwt_keys: key 1: tenants must be an "
		  "array of workspace ids" },
		{ SET("{" ED ",\"tenants\":[\"" TENANT "\",\"Acme\"]}"),
		  "jwt_keys: key 1: tenants "
		  "must be an array of "
		  "workspace ids" },
		{ SET("{" ED ",\"tenants\":[null]}"),
		  "jwt_keys: key 1: tenants must be an array "
		  "of workspace ids" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct jwt_keys *keys;
		bool holds_secret;
		const struct error *error = jwt_keys_read(
			arena, TEXT_NONE, text_from(cases[i].jwks), &keys, &holds_secret);

		if (!error)
			fail_msg("%s was taken", cases[i].jwks);
		assert_int_equal(error->code, ERROR_INVALID);
		if (!text_equal(error->message, text_from(cases[i].said)))
			fail_msg("%s: %.*s", cases[i].jwks, TEXT_PRINT(error->message));
	}
}

static void a_short_secret_is_refused(void **state)
{
	struct jwt_keys *keys;
	bool holds_secret;

	(void)state;
	assert_non_null(jwt_keys_read(arena, TEXT("0123456789abcdef0123456789abcde"), TEXT_NONE,
				      &keys, &holds_secret));
	assert_null(jwt_keys_read(arena, TEXT(SECRET), TEXT_NONE, &keys, &holds_secret));
	jwt_keys_free(keys);
}

static void sixty_four_keys_are_the_max(void **state)
{
	static const char separator[] = ",";
	struct jwt_keys *keys;
	bool holds_secret;
	struct text set = TEXT("{\"keys\":[");

	(void)state;
	for (int i = 1; i <= 65; i++) {
		const struct error *error;

		set = arena_print(arena, "%.*s%s%s", TEXT_PRINT(set), i > 1 ? separator : "", OCT);
		error = jwt_keys_read(arena, TEXT(SECRET),
				      arena_print(arena, "%.*s]}", TEXT_PRINT(set)), &keys,
				      &holds_secret);
		assert_int_equal(error != NULL, i == 65);
		if (!error)
			jwt_keys_free(keys);
	}
}

/* ---- files ----------------------------------------------------------------------------------- */

static char path[] = "/tmp/okr-jwks-XXXXXX";

static const struct error *load(const char *jwks, mode_t mode, struct jwt_keys **out)
{
	struct settings settings = { .jwt_keys = text_from(path) };
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(jwks, file);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, mode), 0);
	return jwt_keys_load(arena, &settings, out);
}

static void private_keys_in_a_file_that_others_may_read_are_refused(void **state)
{
	struct jwt_keys *keys;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	assert_null(load(SET("{" ED "}"), 0644, &keys));
	jwt_keys_free(keys);
	assert_null(load(SET(OCT), 0600, &keys));
	jwt_keys_free(keys);
	assert_non_null(load(SET(OCT), 0640, &keys));
	assert_non_null(load(SET("{" ED ",\"d\":\"" RFC8037_D "\"}"), 0604, &keys));
	unlink(path);
}

static void a_missing_file_is_said(void **state)
{
	struct settings settings = { .jwt_keys = TEXT("/nowhere/keys.json") };
	struct jwt_keys *keys;
	const struct error *error = jwt_keys_load(arena, &settings, &keys);

	(void)state;
	assert_non_null(error);
	assert_true(text_equal(error->message, TEXT("jwt_keys: cannot read /nowhere/keys.json: "
						    "No such file or directory")));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_of_key_is_taken),
		cmocka_unit_test(keys_that_are_not_for_us_are_passed_over),
		cmocka_unit_test(a_malformed_set_is_refused_with_its_place),
		cmocka_unit_test(a_short_secret_is_refused),
		cmocka_unit_test(sixty_four_keys_are_the_max),
		cmocka_unit_test(private_keys_in_a_file_that_others_may_read_are_refused),
		cmocka_unit_test(a_missing_file_is_said),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
