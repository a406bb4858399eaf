/*
 * Passwords: hashes that fit and those that do not, in every form of a character, and what is refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/password.h"
#include "base/secret.h"

enum { KIB = 64 }; /* what is tested costs no less with more of it */

static struct arena *arena;

static int start(void **state)
{
	(void)state;
	arena = arena_new(1 << 16);
	return secret_start() ? 0 : -1;
}

static int stop(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct text hash_of(const char *password)
{
	struct text hash;

	assert_null(password_hash(arena, text_from(password), KIB, &hash));
	return hash;
}

static bool matches(struct text hash, const char *password)
{
	bool is_match;

	assert_null(password_matches(arena, hash, text_from(password), KIB, &is_match));
	return is_match;
}

static void a_password_matches_its_own_hash_alone(void **state)
{
	struct text hash = hash_of("correct horse battery");

	(void)state;
	assert_true(matches(hash, "correct horse battery"));
	assert_false(matches(hash, "correct horse batterY"));
	assert_false(matches(hash, "correct horse battery "));
	assert_false(matches(hash, "correct horse batter"));
	assert_false(matches(hash, ""));
	assert_true(hash.size <= PASSWORD_HASH_MAX);
	assert_true(text_starts_with(hash, TEXT("$argon2id$v=19$m=64,t=2,p=1$")));
	assert_false(text_equal(hash, hash_of("correct horse battery")));
}

static void composed_and_decomposed_are_one_password(void **state)
{
	struct text hash = hash_of("pa\xCC\x88sswo\xCC\x88rter"); /* a and o with U+0308 */

	(void)state;
	assert_true(matches(hash, "p\xC3\xA4ssw\xC3\xB6rter"));
	assert_true(matches(hash, "pa\xCC\x88ssw\xC3\xB6rter"));
	assert_false(matches(hash, "passworter"));
}

static void a_hash_that_is_none_matches_nothing(void **state)
{
	static const char *const hashes[] = {
		"",
		"$",
		"password",
		"$argon2id$v=19$m=64,t=2,p=1$",
		"$argon2id$v=19$m=,t=,p=$$",
		"$argon2id$v=19$m=64,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
		"$argon2id$v=19$m=64,t=2,p=1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=64,t=2,p=2$AAAAAAAAAAAAAAAAAAAAAA$"
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=1,t=0,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
	};
	char longest[200];

	(void)state;
	for (size_t i = 0; i < sizeof(hashes) / sizeof(hashes[0]); i++) {
		assert_false(matches(text_from(hashes[i]), "correct horse battery"));
		assert_true(password_needs_rehash(text_from(hashes[i]), KIB));
	}
	memset(longest, '$', sizeof(longest));
	assert_false(matches((struct text){ longest, sizeof(longest) }, "correct horse battery"));
}

static void an_unknown_account_costs_one_hash_as_a_known_one(void **state)
{
	struct text hash = hash_of("correct horse battery");
	uint64_t before = password_hash_count();

	(void)state;
	assert_false(matches(hash, "wrong horse battery"));
	assert_int_equal(password_hash_count(), before + 1);
	assert_false(matches(TEXT_NONE, "wrong horse battery"));
	assert_int_equal(password_hash_count(), before + 2);
	assert_false(matches(TEXT_NONE, ""));
}

static void memory_that_is_not_there_is_no_wrong_password(void **state)
{
	/* 3 TiB: no machine has so much to give at once. */
	const struct text greedy =
		TEXT("$argon2id$v=19$m=3221225472,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
		     "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
	bool is_match = true;
	const struct error *error =
		password_matches(arena, greedy, TEXT("correct horse"), KIB, &is_match);

	(void)state;
	assert_non_null(error);
	assert_int_equal(error->code, ERROR_UNAVAILABLE);
	assert_int_equal(error->retry_seconds, 1);
}

static void more_memory_asks_for_another_hash(void **state)
{
	struct text hash = hash_of("correct horse battery");

	(void)state;
	assert_false(password_needs_rehash(hash, KIB));
	assert_false(password_needs_rehash(hash, KIB - 1));
	assert_true(password_needs_rehash(hash, KIB + 1));
	assert_true(password_needs_rehash(TEXT("$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
					       "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
					  KIB));
	assert_false(
		password_needs_rehash(TEXT("$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
					   "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
				      KIB));
}

static const struct password_owner owner = { { "jane.doe@example.org", 20 },
					     { "Jane Doe \xC3\x84rmel", 15 },
					     { "Example Works", 13 } };

static void refused(const char *password, const char *why)
{
	const char *refusal = password_refusal(text_from(password), &owner);

	if (why == NULL)
		assert_null(refusal);
	else if (!refusal || !strstr(refusal, why))
		fail_msg("%s: %s instead of %s", password, refusal ? refusal : "taken", why);
}

static void what_a_password_must_not_be(void **state)
{
	static const struct {
		const char *password, *why;
	} rows[] = {
		{ "elevenchars", "12 to 256" },
		{ "twelve chars", NULL },
		{ "            ", NULL }, /* never trimmed */
		{ "", "12 to 256" },
		/* 11 characters in form C, 22 as sent */
		{ "a\xCC\x88"
		  "a\xCC\x88"
		  "a\xCC\x88"
		  "a\xCC\x88"
		  "a\xCC\x88"
		  "a\xCC\x88"
		  "a\xCC\x88"
		  "a\xCC\x88"
		  "a\xCC\x88"
		  "a\xCC\x88"
		  "a\xCC\x88",
		  "12 to 256" },
		{ "a\xCC\x88"
		  "a\xCC\x88"
		  "a\xCC\x88"
		  "a\xCC\x88"
		  "a\xCC\x88"
		  "a\xCC\x88"
		  "a\xCC\x88"
		  "a\xCC\x88"
		  "a\xCC\x88"
		  "a\xCC\x88"
		  "a\xCC\x88"
		  "a\xCC\x88",
		  NULL },
		{ "1qaz2wsx3edc", "common" },
		{ "1QAZ2WSX3EDC", "common" },
		{ "Qwerty123456", "common" },
		{ "sonyericsson", "common" },
		{ "sonyericsson1x", NULL },
		{ " qwerty123456", NULL },
		{ "jane.doe@example.org", "e-mail" },
		{ "JANE.DOE@example.org", "e-mail" },
		{ "jane.doe@example.org1", NULL },
		{ "Jane Doe \xC3\xA4RMEL", "name" },
		{ "Jane Doe A\xCC\x88rmel", "name" },
		{ "EXAMPLE WORKS", "workspace" },
		{ "Example Works 1", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		refused(rows[i].password, rows[i].why);
	assert_non_null(
		strstr(password_refusal((struct text){ "twelve\0chars", 12 }, &owner), "NUL"));
	assert_null(password_refusal(TEXT("jane.doe@example.org"), &(struct password_owner){ 0 }));
}

static void two_hundred_and_fifty_six_characters_are_enough(void **state)
{
	static char piles[400000];
	struct text password = { piles, 0 };

	(void)state;
	for (int i = 0; i < 256; i++)
		password.size += (size_t)snprintf(piles + password.size, 16, "\xF0\x9F\x94\x91");
	assert_null(password_refusal(password, &owner));
	password.size += (size_t)snprintf(piles + password.size, 16, "x");
	assert_non_null(password_refusal(password, &owner));
	/* U+1FA7 has four pieces. */
	password.size = 0;
	for (int i = 0; i < 256; i++)
		password.size += (size_t)snprintf(piles + password.size, 16,
						  "\xCF\x89\xCC\x94\xCD\x82\xCD\x85");
	assert_null(password_refusal(password, &owner));
	memset(piles, 'x', sizeof(piles));
	password.size = sizeof(piles);
	assert_non_null(password_refusal(password, &owner));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_password_matches_its_own_hash_alone),
		cmocka_unit_test(composed_and_decomposed_are_one_password),
		cmocka_unit_test(a_hash_that_is_none_matches_nothing),
		cmocka_unit_test(an_unknown_account_costs_one_hash_as_a_known_one),
		cmocka_unit_test(memory_that_is_not_there_is_no_wrong_password),
		cmocka_unit_test(more_memory_asks_for_another_hash),
		cmocka_unit_test(what_a_password_must_not_be),
		cmocka_unit_test(two_hundred_and_fifty_six_characters_are_enough),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
