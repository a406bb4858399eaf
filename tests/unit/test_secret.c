/*
 * API keys: their form, checksum and hash; short digests.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/secret.h"

static int start(void **state)
{
	(void)state;
	return secret_start() ? 0 : -1;
}

/* The checksum was computed by another program: zlib's CRC-32 of the first 37 characters. */
static const char known_key[] = "okrt_0123456789ABCDEFGHIJKLMNOPQRSTUV44Km0t";

static struct text key_text(const char *key)
{
	return (struct text){ key, SECRET_KEY_SIZE };
}

static void a_new_key_is_formed(void **state)
{
	(void)state;
	for (int i = 0; i < 1000; i++) {
		char key[SECRET_KEY_SIZE];

		secret_make(key);
		assert_true(secret_is_formed(key_text(key)));
		assert_memory_equal(key, "okrt_", 5);
	}
}

static void new_keys_differ_and_use_every_character(void **state)
{
	char first[SECRET_KEY_SIZE], key[SECRET_KEY_SIZE];
	int seen[256] = { 0 }, kinds = 0;

	(void)state;
	secret_make(first);
	for (int i = 0; i < 1000; i++) {
		secret_make(key);
		assert_memory_not_equal(key, first, SECRET_KEY_SIZE);
		for (int at = 5; at < 37; at++)
			seen[(unsigned char)key[at]]++;
	}
	/* 32,000 characters: 516 of each are expected, and 5 standard deviations are 113. */
	for (int c = 0; c < 256; c++) {
		kinds += seen[c] > 0;
		if (seen[c] > 0)
			assert_in_range(seen[c], 516 - 130, 516 + 130);
	}
	assert_int_equal(kinds, 62);
}

static void the_checksum_is_that_of_zlib(void **state)
{
	(void)state;
	assert_true(secret_is_formed(key_text(known_key)));
}

static void one_changed_character_is_found_at_each_place(void **state)
{
	(void)state;
	for (int at = 0; at < SECRET_KEY_SIZE; at++) {
		char key[SECRET_KEY_SIZE];

		for (int bit = 0; bit < 8; bit++) {
			memcpy(key, known_key, SECRET_KEY_SIZE);
			key[at] = (char)(key[at] ^ 1 << bit);
			assert_false(secret_is_formed(key_text(key)));
		}
	}
}

static void other_forms_are_refused(void **state)
{
	char longer[SECRET_KEY_SIZE + 1];

	(void)state;
	memcpy(longer, known_key, SECRET_KEY_SIZE);
	longer[SECRET_KEY_SIZE] = '0';
	assert_false(secret_is_formed((struct text){ longer, sizeof(longer) }));
	assert_false(secret_is_formed((struct text){ known_key, SECRET_KEY_SIZE - 1 }));
	assert_false(secret_is_formed(TEXT("")));
	assert_false(secret_is_formed(TEXT_NONE));
}

static void the_hash_depends_on_key_and_pepper(void **state)
{
	const struct text pepper = TEXT("0123456789abcdef"), other = TEXT("0123456789abcdeF");
	uint8_t plain[SECRET_HASH_SIZE], again[SECRET_HASH_SIZE];

	(void)state;
	secret_hash(key_text(known_key), TEXT_NONE, plain);
	secret_hash(key_text(known_key), TEXT(""), again);
	assert_true(secret_hash_equal(plain, again));
	secret_hash(TEXT("x"), TEXT_NONE, again);
	assert_false(secret_hash_equal(plain, again));
	secret_hash(key_text(known_key), pepper, again);
	assert_false(secret_hash_equal(plain, again));
	secret_hash(key_text(known_key), other, plain);
	assert_false(secret_hash_equal(plain, again));
	secret_hash(key_text(known_key), pepper, plain);
	assert_true(secret_hash_equal(plain, again));
}

static void the_hash_is_blake2b_256(void **state)
{
	/* of "abc", as other implementations print it */
	static const uint8_t expected[SECRET_HASH_SIZE] = {
		0xBD, 0xDD, 0x81, 0x3C, 0x63, 0x42, 0x39, 0x72, 0x31, 0x71, 0xEF,
		0x3F, 0xEE, 0x98, 0x57, 0x9B, 0x94, 0x96, 0x4E, 0x3B, 0xB1, 0xCB,
		0x3E, 0x42, 0x72, 0x62, 0xC8, 0xC0, 0x68, 0xD5, 0x23, 0x19,
	};
	uint8_t hash[SECRET_HASH_SIZE];

	(void)state;
	secret_hash(TEXT("abc"), TEXT_NONE, hash);
	assert_memory_equal(hash, expected, sizeof(hash));
}

static void digests_tell_texts_apart(void **state)
{
	(void)state;
	assert_true(digest64(TEXT("a")) == digest64(TEXT("a")));
	assert_true(digest64(TEXT("a")) != digest64(TEXT("b")));
	assert_true(digest64(TEXT("")) == digest64(TEXT_NONE));
	assert_true(random64() != random64());
}

static void cookies_and_links_are_formed_and_differ_in_kind(void **state)
{
	(void)state;
	for (int i = 0; i < 1000; i++) {
		char cookie[SECRET_TOKEN_SIZE], link[SECRET_TOKEN_SIZE];
		struct text texts[] = { { cookie, sizeof(cookie) }, { link, sizeof(link) } };

		token_make(TOKEN_COOKIE, cookie);
		token_make(TOKEN_LINK, link);
		assert_memory_equal(cookie, "okrc_", 5);
		assert_memory_equal(link, "okrl_", 5);
		assert_true(token_is_formed(TOKEN_COOKIE, texts[0]));
		assert_true(token_is_formed(TOKEN_LINK, texts[1]));
		assert_false(token_is_formed(TOKEN_LINK, texts[0]));
		assert_false(token_is_formed(TOKEN_COOKIE, texts[1]));
		assert_false(secret_is_formed(texts[0]));
		cookie[i % SECRET_TOKEN_SIZE] ^= 1;
		assert_false(token_is_formed(TOKEN_COOKIE, texts[0]));
	}
	assert_false(token_is_formed(TOKEN_COOKIE, TEXT_NONE));
	assert_false(token_is_formed(TOKEN_LINK, TEXT("okrl_")));
}

static void a_wiped_secret_is_gone(void **state)
{
	char secret[] = "secret";

	(void)state;
	secret_wipe(secret, sizeof(secret));
	assert_memory_equal(secret, (char[sizeof(secret)]){ 0 }, sizeof(secret));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_key_is_formed),
		cmocka_unit_test(new_keys_differ_and_use_every_character),
		cmocka_unit_test(the_checksum_is_that_of_zlib),
		cmocka_unit_test(one_changed_character_is_found_at_each_place),
		cmocka_unit_test(other_forms_are_refused),
		cmocka_unit_test(the_hash_depends_on_key_and_pepper),
		cmocka_unit_test(the_hash_is_blake2b_256),
		cmocka_unit_test(digests_tell_texts_apart),
		cmocka_unit_test(cookies_and_links_are_formed_and_differ_in_kind),
		cmocka_unit_test(a_wiped_secret_is_gone),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
