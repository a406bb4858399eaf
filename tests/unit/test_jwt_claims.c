/*
 * What the claims of a token must say, and tokens of our own making.
 */
#include "base/jwks.h"
#include "jwt_fixture.h"

/* ---- the claims ------------------------------------------------------------------------------ */

static void a_token_is_valid_in_its_time_with_a_minute_of_leeway(void **state)
{
	static const struct {
		const char *times, *fault;
	} cases[] = {
		{ "\"exp\":1700000001", NULL },
		{ "\"exp\":1700000000", NULL },
		{ "\"exp\":1699999941", NULL },
		{ "\"exp\":1699999940.001", NULL },
		{ "\"exp\":1699999940", "the token has expired" },
		{ "\"exp\":0", "the token has expired" },
		{ "\"exp\":-1e300", "the token has expired" },
		{ "\"exp\":1.7e9", NULL },
		{ "\"exp\":1e300", NULL },
		{ "\"exp\":9223372036854775808", NULL },
		{ "\"exp\":18446744073709551616", NULL },
		{ "\"exp\":\"1700003600\"", "there is no exp" },
		{ "\"exp\":null", "there is no exp" },
		{ "\"iat\":1700000000", "there is no exp" },
		{ LATER ",\"nbf\":1700000060", NULL },
		{ LATER ",\"nbf\":1700000061", "the token is not valid yet" },
		{ LATER ",\"nbf\":1e300", "the token is not valid yet" },
		{ LATER ",\"nbf\":\"0\"", "nbf is no number" },
		{ LATER ",\"nbf\":null", NULL },
		{ LATER ",\"iat\":1800000000", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct text claims = arena_print(arena, "{" WHO ",%s}", cases[i].times);

		check_fault(fault_of(token_of(HS256, claims.data)), cases[i].fault);
	}
}

/* The end becomes an instant that can be printed and stored. */
static void a_huge_exp_is_the_end_of_the_year_9999(void **state)
{
	static const char *const huge[] = { "1e300", "253402300799", "253402300800" };
	static const struct jwt_rules none;

	(void)state;
	for (size_t i = 0; i < COUNT(huge); i++) {
		struct text text = arena_print(arena, "{" WHO ",\"exp\":%s}", huge[i]);
		struct jwt_claims claims;

		assert_null(jwt_verify(arena, secret_keys, &none, token_of(HS256, text.data), now,
				       &claims));
		assert_int_equal(claims.expires_at.ms, INT64_C(253402300799000));
	}
}

static void issuer_and_audience_are_demanded_when_configured(void **state)
{
	static const struct jwt_rules rules = { .issuer = { "https://a/", 10 },
						.audience = { "okr", 3 } };
	static const struct {
		const char *claims, *fault;
	} cases[] = {
		{ "\"iss\":\"https://a/\",\"aud\":\"okr\"", NULL },
		{ "\"iss\":\"https://a/\",\"aud\":[\"okr\"]", NULL },
		{ "\"iss\":\"https://a/\",\"aud\":[7,null,\"x\",\"okr\"]", NULL },
		{ "\"iss\":\"https:\\/\\/a/\",\"aud\":\"okr\"", NULL },
		{ "\"iss\":\"https://a\",\"aud\":\"okr\"", "iss is not jwt_issuer" },
		{ "\"iss\":\"HTTPS://a/\",\"aud\":\"okr\"", "iss is not jwt_issuer" },
		{ "\"iss\":\"\",\"aud\":\"okr\"", "iss is not jwt_issuer" },
		{ "\"aud\":\"okr\"", "iss is not jwt_issuer" },
		{ "\"iss\":[\"https://a/\"],\"aud\":\"okr\"", "iss is no string" },
		{ "\"iss\":\"https://a/\"", "aud does not name jwt_audience" },
		{ "\"iss\":\"https://a/\",\"aud\":\"okrs\"", "aud does not name jwt_audience" },
		{ "\"iss\":\"https://a/\",\"aud\":[]", "aud does not name jwt_audience" },
		{ "\"iss\":\"https://a/\",\"aud\":[[\"okr\"]]", "aud does not name jwt_audience" },
		{ "\"iss\":\"https://a/\",\"aud\":{\"okr\":\"okr\"}",
		  "aud does not name "
		  "jwt_audience" },
		{ "\"iss\":\"https://a/\",\"aud\":null", "aud does not name jwt_audience" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct text claims = arena_print(arena, "{" WHO "," LATER ",%s}", cases[i].claims);
		struct text token = token_of(HS256, claims.data);

		check_fault(fault_by(secret_keys, &rules, token, now), cases[i].fault);
	}
	check_fault(fault_of(token_of(HS256, "{" WHO "," LATER ",\"aud\":7}")), NULL);
}

static void subject_and_tenant_are_needed(void **state)
{
	static const struct {
		const char *claims, *fault;
	} cases[] = {
		{ "\"tenant_id\":\"" TENANT "\"", "sub is no text of 1 to 255 characters" },
		{ "\"sub\":\"\",\"tenant_id\":\"" TENANT "\"",
		  "sub is no text of 1 to 255 "
		  "characters" },
		{ "\"sub\":7,\"tenant_id\":\"" TENANT "\"",
		  "sub is no text of 1 to 255 "
		  "characters" },
		{ "\"sub\":null,\"tenant_id\":\"" TENANT "\"",
		  "sub is no text of 1 to 255 "
		  "characters" },
		{ "\"sub\":\"alice \",\"tenant_id\":\"" TENANT "\"",
		  "sub is no text of 1 to 255 "
		  "characters" },
		{ "\"sub\":\"alice\"", "tenant_id is no id" },
		{ "\"sub\":\"alice\",\"tenant_id\":\"Acme\"", "tenant_id is no id" },
		{ "\"sub\":\"alice\",\"tenant_id\":null", "tenant_id is no id" },
		{ "\"sub\":\"alice\",\"tenant_id\":[\"" TENANT "\"]", "tenant_id is no id" },
		{ "\"sub\":\"alice\",\"tenant_id\":\"grp-" TENANT "\"", NULL },
		{ WHO ",\"scope\":[\"okrs:read\"]", NULL },
		{ WHO ",\"scope\":[]", NULL },
		{ WHO ",\"scp\":[\"okrs:read\"]", NULL },
		{ WHO ",\"scope\":[\"okrs:read\",7]",
		  "scope is neither a string nor an array of "
		  "strings" },
		{ WHO ",\"scope\":null,\"scp\":{}",
		  "scope is neither a string nor an array of "
		  "strings" },
		{ WHO ",\"scope\":null", NULL },
		{ WHO ",\"app_id\":null", NULL },
		{ WHO ",\"app_id\":\"crm\"", NULL },
		{ WHO ",\"app_id\":\"\"", "app_id is no text of 1 to 255 characters" },
		{ WHO ",\"app_id\":\"crm \"", "app_id is no text of 1 to 255 characters" },
		{ WHO ",\"app_id\":7", "app_id is no text of 1 to 255 characters" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct text claims = arena_print(arena, "{%s," LATER "}", cases[i].claims);

		check_fault(fault_of(token_of(HS256, claims.data)), cases[i].fault);
	}
}

/* A text or an array, by either name; an absent one is none, and so is null (rulings.md 62). */
static void scopes_come_in_either_form_and_name(void **state)
{
	static const struct {
		const char *claims, *scope; /* NULL: none */
	} cases[] = {
		{ "\"scope\":\"a b\"", "a b" },
		{ "\"scope\":[\"a\",\"b\"]", " a b" },
		{ "\"scope\":[]", "" },
		{ "\"scp\":\"a b\"", "a b" },
		{ "\"scp\":[\"a\",\"b\"]", " a b" },
		{ "\"scope\":null,\"scp\":[\"b\"]", " b" },
		{ "\"scope\":\"a\",\"scp\":[\"b\"]", "a" },
		{ "\"scope\":\"\",\"scp\":\"b\"", "" },
		{ "\"scope\":null,\"scp\":null", NULL },
		{ "\"x\":1", NULL },
	};
	static const struct jwt_rules none;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct text text = arena_print(arena, "{" WHO "," LATER ",%s}", cases[i].claims);
		struct jwt_claims claims;

		assert_null(jwt_verify(arena, secret_keys, &none, token_of(HS256, text.data), now,
				       &claims));
		assert_int_equal(text_is_none(claims.scope), !cases[i].scope);
		if (!text_equal(claims.scope, text_from(cases[i].scope)))
			fail_msg("%s: '%.*s'", cases[i].claims, TEXT_PRINT(claims.scope));
	}
}

/* ---- making ---------------------------------------------------------------------------------- */

static void a_token_that_was_made_is_read_back(void **state)
{
	static const char *const sets[] = {
		NULL,
		SET(ED_KEY(NODE_ED_X, "") "," ED_KEY(RFC8037_X,
						     ",\"kid\":\"own\",\"d\":"
						     "\"" RFC8037_D "\"")),
	};
	static const struct jwt_rules rules = { .issuer = { "us", 2 }, .audience = { "okr", 3 } };

	(void)state;
	for (size_t i = 0; i < COUNT(sets); i++) {
		struct jwt_keys *keys = keys_of(sets[i] ? TEXT_NONE : TEXT(SECRET), sets[i]);
		struct jwt_claims in = { .issuer = TEXT("us"),
					 .audience = TEXT("okr"),
					 .subject = TEXT("\"\\\xC3\xA4"),
					 .tenant = tenant,
					 .scope = TEXT("okrs:read"),
					 .app_id = TEXT("crm"),
					 .expires_at = { now.ms + 60000 } };
		struct jwt_claims out;
		struct text token;

		assert_null(jwt_make(arena, keys, &in, now, &token));
		assert_true(jwt_is_formed(token));
		assert_null(jwt_verify(arena, keys, &rules, token, now, &out));
		assert_true(text_equal(out.subject, in.subject));
		assert_true(text_equal(out.scope, in.scope));
		assert_true(text_equal(out.app_id, in.app_id));
		assert_true(id_equal(out.tenant, tenant));
		assert_int_equal(out.expires_at.ms, in.expires_at.ms);
		jwt_keys_free(keys);
	}
}

static void without_a_key_that_can_sign_for_the_tenant_no_token_is_made(void **state)
{
	static const char *const sets[] = {
		NULL,
		SET(ED_KEY(NODE_ED_X, "") "," RSA_KEY(NODE_N)),
		SET(ED_KEY(RFC8037_X, ",\"d\":\"" RFC8037_D "\",\"tenants\":[]")),
	};

	(void)state;
	for (size_t i = 0; i < COUNT(sets); i++) {
		struct jwt_keys *keys = keys_of(TEXT_NONE, sets[i]);
		struct jwt_claims claims = { .subject = TEXT("alice"), .tenant = tenant };
		struct text token;
		const struct error *error = jwt_make(arena, keys, &claims, now, &token);

		assert_non_null(error);
		assert_int_equal(error->code, ERROR_CONFLICT);
		jwt_keys_free(keys);
	}
}

static void without_keys_every_token_is_refused(void **state)
{
	static const struct jwt_rules none;
	struct jwt_keys *keys = keys_of(TEXT_NONE, NULL);

	(void)state;
	check_fault(fault_by(keys, &none, text_from(NODE_HS256), now),
		    "no key has this kid and "
		    "alg");
	check_fault(fault_by(keys, &none, sign(TEXT(""), TEXT(HS256), TEXT("{" WHO "," LATER "}")),
			     now),
		    "no key has this kid and alg");
	jwt_keys_free(keys);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_token_is_valid_in_its_time_with_a_minute_of_leeway),
		cmocka_unit_test(a_huge_exp_is_the_end_of_the_year_9999),
		cmocka_unit_test(issuer_and_audience_are_demanded_when_configured),
		cmocka_unit_test(subject_and_tenant_are_needed),
		cmocka_unit_test(scopes_come_in_either_form_and_name),
		cmocka_unit_test(a_token_that_was_made_is_read_back),
		cmocka_unit_test(without_a_key_that_can_sign_for_the_tenant_no_token_is_made),
		cmocka_unit_test(without_keys_every_token_is_refused),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
