/*
 * Tokens: those of other programs are taken, and everything that is not quite one is refused for the
 * reason that it should be. What the claims say is another program's matter.
 */
#include "base/jwks.h"
#include "jwt_fixture.h"

/* ---- tokens of others ------------------------------------------------------------------------ */

/* The examples of the RFCs lack claims that we need: that they fail there, and not at the signature,
 * says that it was found right. */
static void the_signatures_of_the_rfcs_are_right(void **state)
{
	static const struct {
		const char *jwks, *token, *fault;
	} cases[] = {
		{ SET(OCT_KEY), RFC7515_HS256, "sub is no text of 1 to 255 characters" },
		{ SET(RSA_KEY(RFC7515_N)), RFC7515_RS256, "sub is no text of 1 to 255 characters" },
		{ SET(EC_KEY(RFC7515_X, RFC7515_Y)), RFC7515_ES256,
		  "sub is no text of 1 to 255 characters" },
		{ SET(ED_KEY(RFC8037_X)), RFC8037_EDDSA,
		  "the claims are no JSON object in base64url" },
	};
	static const struct jwt_rules rules = { .issuer = { "joe", 3 } };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct jwt_keys *keys = keys_of(TEXT_NONE, cases[i].jwks);

		check_fault(fault_by(keys, &rules, text_from(cases[i].token),
				     (struct instant){ INT64_C(1300819379000) }),
			    cases[i].fault);
		jwt_keys_free(keys);
	}
}

static const struct {
	const char *jwks, *token;
} others[] = {
	{ NULL, NODE_HS256 },
	{ SET(RSA_KEY(NODE_N)), NODE_RS256 },
	{ SET(EC_KEY(NODE_X, NODE_Y)), NODE_ES256 },
	{ SET(ED_KEY(NODE_ED_X)), NODE_EDDSA },
};

static void the_claims_of_a_token_are_read(void **state)
{
	static const struct jwt_rules rules = { .issuer = { "https://id.example.org/", 23 },
						.audience = { "okr", 3 } };

	(void)state;
	for (size_t i = 0; i < COUNT(others); i++) {
		struct jwt_keys *keys = keys_of(TEXT(SECRET), others[i].jwks);
		struct jwt_claims claims;

		assert_null(
			jwt_verify(arena, keys, &rules, text_from(others[i].token), now, &claims));
		assert_true(text_equal(claims.issuer, TEXT("https://id.example.org/")));
		assert_true(text_equal(claims.subject, TEXT("alice")));
		assert_true(text_equal(claims.scope, TEXT("okrs:read write:okrs")));
		assert_true(text_is_none(claims.app_id));
		assert_true(id_equal(claims.tenant, tenant));
		assert_int_equal(claims.expires_at.ms, INT64_C(1700003600000));
		jwt_keys_free(keys);
	}
}

/* A truncated token, and one with any bit changed, proves nothing. */
static void a_token_that_is_not_whole_is_refused(void **state)
{
	static const struct jwt_rules none;

	(void)state;
	for (size_t i = 0; i < COUNT(others); i++) {
		struct jwt_keys *keys = keys_of(TEXT(SECRET), others[i].jwks);
		struct text token = text_from(others[i].token);

		for (size_t size = 0; size < token.size; size++)
			assert_non_null(
				fault_by(keys, &none, (struct text){ token.data, size }, now));
		check_fault(fault_by(keys, &none, token, now), NULL);
		jwt_keys_free(keys);
	}
}

static void a_token_with_one_bit_changed_is_refused(void **state)
{
	static const struct jwt_rules none;

	(void)state;
	for (size_t i = 0; i < COUNT(others); i++) {
		struct jwt_keys *keys = keys_of(TEXT(SECRET), others[i].jwks);
		struct text token = text_from(others[i].token);
		char *copy = arena_string(arena, token);

		for (size_t at = 0; at < token.size; at++) {
			copy[at] = (char)(token.data[at] ^ 1);
			if (!fault_by(keys, &none, (struct text){ copy, token.size }, now))
				fail_msg("%s with another byte %zu was taken", others[i].token, at);
			copy[at] = token.data[at];
		}
		arena_reset(arena);
		jwt_keys_free(keys);
	}
}

/* ---- the key decides, not the token ---------------------------------------------------------- */

static void the_algorithm_is_that_of_the_key(void **state)
{
	static const char *const headers[] = {
		"{\"alg\":\"none\"}",  "{\"alg\":\"None\"}",    "{\"alg\":\"\"}",
		"{\"alg\":null}",      "{\"alg\":[\"HS256\"]}", "{}",
		"{\"alg\":\"hs256\"}", "{\"alg\":\"HS384\"}",   "{\"alg\":\"RS256\"}",
		"{\"alg\":\"EdDSA\"}", "{\"alg\":\"HS256 \"}",  "{\"Alg\":\"HS256\"}",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(headers); i++)
		check_fault(fault_of(token_of(headers[i], "{" WHO "," LATER "}")),
			    "no key has "
			    "this kid and "
			    "alg");
	check_fault(fault_of(token_of("{\"\\u0061lg\":\"HS25\\u0036\"}", "{" WHO "," LATER "}")),
		    NULL);
}

static void a_token_without_signature_is_refused(void **state)
{
	struct text head = base64url_encode(arena, TEXT("{\"alg\":\"none\"}"));
	struct text body = base64url_encode(arena, TEXT("{" WHO "," LATER "}"));

	(void)state;
	check_fault(fault_of(arena_print(arena, "%.*s.%.*s.", TEXT_PRINT(head), TEXT_PRINT(body))),
		    "the signature is missing, or no base64url");
}

/* The classic: a public key, known to everybody, taken for the secret of HS256. */
static void a_public_key_is_never_a_secret(void **state)
{
	static const struct jwt_rules none;
	struct jwt_keys *keys = keys_of(TEXT_NONE, SET(RSA_KEY(NODE_N) "," ED_KEY(NODE_ED_X)));
	struct text guesses[] = { TEXT(NODE_PEM), TEXT(NODE_N), TEXT(NODE_ED_X), TEXT(""),
				  TEXT("") };

	(void)state;
	assert_true(base64url_decode(arena, TEXT(NODE_N), &guesses[3]));
	assert_true(base64url_decode(arena, TEXT(NODE_ED_X), &guesses[4]));
	for (size_t i = 0; i < COUNT(guesses); i++)
		check_fault(fault_by(keys, &none,
				     sign(guesses[i], TEXT(HS256), TEXT("{" WHO "," LATER "}")),
				     now),
			    "no key has this kid and alg");
	/* Nor does a public key verify what another kind of key has signed. */
	check_fault(fault_by(keys, &none, text_from(NODE_ES256), now),
		    "no key has this kid and "
		    "alg");
	jwt_keys_free(keys);
}

static void a_kid_chooses_among_the_keys(void **state)
{
	static const struct jwt_rules none;
	static const struct {
		const char *kid, *fault;
	} cases[] = {
		{ "{\"alg\":\"HS256\"}", NULL },
		{ "{\"alg\":\"HS256\",\"kid\":\"b\"}", NULL },
		{ "{\"alg\":\"HS256\",\"kid\":\"a\"}", "the signature is not right" },
		{ "{\"alg\":\"HS256\",\"kid\":\"c\"}", "no key has this kid and alg" },
		{ "{\"alg\":\"HS256\",\"kid\":\"\"}", "no key has this kid and alg" },
		{ "{\"alg\":\"HS256\",\"kid\":\"' OR 1=1 -- \"}", "no key has this kid and alg" },
		{ "{\"alg\":\"HS256\",\"kid\":\"../../dev/null\"}", "no key has this kid and alg" },
		{ "{\"alg\":\"HS256\",\"kid\":null,\"crit\":null,\"jku\":null}", NULL },
		{ "{\"alg\":\"HS256\",\"kid\":7}", "kid is no string" },
		{ "{\"alg\":\"HS256\",\"kid\":7}", "kid is no string" },
	};
	struct text encoded = base64url_encode(arena, TEXT(SECRET));
	struct text set = arena_print(arena,
				      "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"%s\"},"
				      "{\"kty\":\"oct\",\"kid\":\"b\",\"k\":\"%.*s\"}]}",
				      RFC7515_SECRET, TEXT_PRINT(encoded));
	struct jwt_keys *keys = keys_of(TEXT_NONE, set.data);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		check_fault(fault_by(keys, &none, token_of(cases[i].kid, "{" WHO "," LATER "}"),
				     now),
			    cases[i].fault);
	/* The shared secret has no name and answers to any. */
	check_fault(fault_of(token_of("{\"alg\":\"HS256\",\"kid\":\"c\"}", "{" WHO "," LATER "}")),
		    NULL);
	jwt_keys_free(keys);
}

static void a_key_speaks_for_its_tenants_alone(void **state)
{
	static const struct jwt_rules none;
	static const struct {
		const char *tenants, *fault;
	} cases[] = {
		{ "", NULL },
		{ ",\"tenants\":[\"0189bbbb-ac96-774b-bcce-b302099a8057\",\"" TENANT "\"]", NULL },
		{ ",\"tenants\":[\"grp-01890A5D-AC96-774B-BCCE-B302099A8057\"]", NULL },
		{ ",\"tenants\":[\"0189bbbb-ac96-774b-bcce-b302099a8057\"]",
		  "the key may not "
		  "speak for this "
		  "tenant" },
		{ ",\"tenants\":[]", "the key may not speak for this tenant" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct text set = arena_print(arena,
					      "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\","
					      "\"x\":\"%s\"%s}]}",
					      NODE_ED_X, cases[i].tenants);
		struct jwt_keys *keys = keys_of(TEXT_NONE, set.data);

		check_fault(fault_by(keys, &none, text_from(NODE_EDDSA), now), cases[i].fault);
		jwt_keys_free(keys);
	}
}

/* ---- the envelope ---------------------------------------------------------------------------- */

static void headers_that_ask_for_more_are_refused(void **state)
{
	static const char *const headers[] = {
		"{\"alg\":\"HS256\",\"crit\":[\"b64\"],\"b64\":false}",
		"{\"alg\":\"HS256\",\"crit\":[]}",
		"{\"alg\":\"HS256\",\"jku\":\"http://127.0.0.1/keys\"}",
		"{\"alg\":\"HS256\",\"x5u\":\"\"}",
		"{\"alg\":\"HS256\",\"\\u006aku\":\"http://127.0.0.1/keys\"}",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(headers); i++)
		check_fault(fault_of(token_of(headers[i], "{" WHO "," LATER "}")),
			    "the header has "
			    "crit, jku or "
			    "x5u");
	/* A key that comes with the token is not looked at. */
	check_fault(fault_of(token_of("{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"jwk\":" OCT_KEY "}",
				      "{" WHO "," LATER "}")),
		    NULL);
}

static void what_is_no_token_is_refused(void **state)
{
	static const struct {
		const char *token, *fault;
	} cases[] = {
		{ "", "the token has not three parts" },
		{ "a.b", "the token has not three parts" },
		{ "a.b.c.d", "the token has not three parts" },
		{ "a.b.c.d.e", "the token has not three parts" },
		{ "..", "the signature is missing, or no base64url" },
		{ "e30..AAAA", "no key has this kid and alg" },
		{ "e30.e30.AAAA", "no key has this kid and alg" },
		{ "e30.e30.A", "the signature is missing, or no base64url" },
		{ "e30.e30.AB", "the signature is missing, or no base64url" }, /* bits left over */
		{ "e30.e30.AA==", "the signature is missing, or no base64url" },
		{ "e30.e30.AA+A", "the signature is missing, or no base64url" },
		{ "e30.e30.AA/A", "the signature is missing, or no base64url" },
		{ "e30.e30.AA A", "the signature is missing, or no base64url" },
		{ "e31.e30.AAAA", "the header is no JSON object in base64url" },
		{ "e30=.e30.AAAA", "the header is no JSON object in base64url" },
		{ "W10.e30.AAAA", "the header is no JSON object in base64url" },
		{ ".e30.AAAA", "the header is no JSON object in base64url" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		check_fault(fault_of(text_from(cases[i].token)), cases[i].fault);
}

static void members_that_stand_twice_are_refused(void **state)
{
	(void)state;
	check_fault(fault_of(token_of("{\"alg\":\"none\",\"alg\":\"HS256\"}", "{}")),
		    "the header "
		    "is no JSON "
		    "object in "
		    "base64url");
	check_fault(fault_of(token_of(HS256, "{" WHO "," LATER ",\"sub\":\"bob\"}")),
		    "the claims "
		    "are no JSON "
		    "object in "
		    "base64url");
	check_fault(fault_of(token_of(HS256, "{" WHO "," LATER ",\"s\\u0075b\":\"bob\"}")),
		    "the claims are no JSON object in base64url");
	check_fault(fault_of(token_of(HS256, "[]")), "the claims are no JSON object in base64url");
	check_fault(fault_of(token_of(HS256, "{" WHO "," LATER "} {}")),
		    "the claims are no JSON "
		    "object in base64url");
	check_fault(fault_of(token_of(HS256, "")), "the claims are no JSON object in base64url");
}

static struct text token_of_size(size_t filler)
{
	char *blanks = arena_take(arena, filler + 1);

	memset(blanks, ' ', filler);
	return token_of(HS256, arena_print(arena, "{%s" WHO "," LATER "}", blanks).data);
}

static void a_token_has_eight_kibibytes_at_max(void **state)
{
	size_t filler = 5000;

	(void)state;
	while (token_of_size(filler + 1).size <= JWT_SIZE_MAX)
		filler++;
	assert_true(token_of_size(filler).size >= JWT_SIZE_MAX - 1);
	check_fault(fault_of(token_of_size(filler)), NULL);
	check_fault(fault_of(token_of_size(filler + 1)), "the token is longer than 8 KiB");
}

static void a_key_of_one_tenant_stands_in_for_tenant_id_when_an_audience_is_demanded(void **state)
{
	static const struct jwt_rules any = { 0 }, rules = { .audience = { "okr", 3 } };
	static const char one[] = ",\"tenants\":[\"" TENANT "\"]";
	static const char two[] = ",\"tenants\":[\"" TENANT
				  "\",\"0189bbbb-ac96-774b-bcce-"
				  "b302099a8057\"]";
	static const struct {
		const char *tenants, *claims;
		const struct jwt_rules *rules;
		const char *fault;
	} cases[] = {
		{ one, "", &rules, NULL },
		{ one, ",\"tenant_id\":null", &rules, NULL },
		{ one, "", &any, "tenant_id is no id" },
		{ one, ",\"tenant_id\":7", &rules, "tenant_id is no id" },
		{ one, ",\"tenant_id\":\"\"", &rules, "tenant_id is no id" },
		{ one, ",\"tenant_id\":\"0189bbbb-ac96-774b-bcce-b302099a8057\"", &rules,
		  "the key may not speak for this tenant" },
		{ two, "", &rules, "tenant_id is no id" },
		{ ",\"tenants\":[]", "", &rules, "tenant_id is no id" },
		{ "", "", &rules, "tenant_id is no id" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct text secret = base64url_encode(arena, TEXT(SECRET));
		struct text set = arena_print(arena,
					      "{\"keys\":[{\"kty\":\"oct\",\"k\":\"%.*s\"%s}]}",
					      TEXT_PRINT(secret), cases[i].tenants);
		struct jwt_keys *keys = keys_of(TEXT_NONE, set.data);
		struct text claims = arena_print(
			arena, "{\"sub\":\"alice\",\"aud\":\"okr\"," LATER "%s}", cases[i].claims);
		struct text token = token_of(HS256, claims.data);
		struct jwt_claims out;

		check_fault(fault_by(keys, cases[i].rules, token, now), cases[i].fault);
		if (!jwt_verify(arena, keys, cases[i].rules, token, now, &out))
			assert_true(id_equal(out.tenant, tenant));
		jwt_keys_free(keys);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_signatures_of_the_rfcs_are_right),
		cmocka_unit_test(the_claims_of_a_token_are_read),
		cmocka_unit_test(a_token_that_is_not_whole_is_refused),
		cmocka_unit_test(a_token_with_one_bit_changed_is_refused),
		cmocka_unit_test(the_algorithm_is_that_of_the_key),
		cmocka_unit_test(a_token_without_signature_is_refused),
		cmocka_unit_test(a_public_key_is_never_a_secret),
		cmocka_unit_test(a_kid_chooses_among_the_keys),
		cmocka_unit_test(a_key_speaks_for_its_tenants_alone),
		cmocka_unit_test(
			a_key_of_one_tenant_stands_in_for_tenant_id_when_an_audience_is_demanded),
		cmocka_unit_test(headers_that_ask_for_more_are_refused),
		cmocka_unit_test(what_is_no_token_is_refused),
		cmocka_unit_test(members_that_stand_twice_are_refused),
		cmocka_unit_test(a_token_has_eight_kibibytes_at_max),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
