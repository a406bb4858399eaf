/*
 * Credentials in a line of the log: each form in each surrounding, and what only looks similar.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/copy.h"
#include "base/redact.h"

#define KEY "okrt_0123456789abcdefghijABCDEFGHIJ123456"
#define TOKEN "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJlLXRoYXQtaXMtbG9uZy1lbm91Z2g"

static void check(const char *given, const char *expected)
{
	char bytes[1024];
	size_t size = strlen(given);

	assert_true(size < sizeof(bytes));
	copy_bytes(bytes, sizeof(bytes), given, size + 1);
	assert_int_equal(redact_finds((struct text){ given, size }), strcmp(given, expected) != 0);
	size = redact_credentials(bytes, size);
	bytes[size] = '\0';
	assert_string_equal(bytes, expected);
}

static void keys_keep_nine_characters(void **state)
{
	(void)state;
	check(KEY, "okrt_0123...");
	check("/api/v1/okrs/" KEY, "/api/v1/okrs/okrt_0123...");
	check("{\"path\":\"/" KEY "/x\"}", "{\"path\":\"/okrt_0123.../x\"}");
	check("?key=" KEY "&b=" KEY "&c", "?key=okrt_0123...&b=okrt_0123...&c");
	check("Bearer%20" KEY ".", "Bearer%20okrt_0123....");
	check("x_" KEY, "x_okrt_0123...");
	check(KEY KEY, "okrt_0123...");
	check("okrt_okrt_" KEY, "okrt_okrt...");
	check("okrt_0123456", "okrt_0123...");
	check("okrt_012345", "okrt_0123..");
	/* cookies of sessions, and one-time links */
	check("__Host-okr=okrc_0123456789abcdef; x", "__Host-okr=okrc_0123...; x");
	check("/app/link#okrl_0123456789abcdef", "/app/link#okrl_0123...");
	check("okrs_0123456789abcdef", "okrs_0123456789abcdef");
}

static void tokens_keep_nine_characters(void **state)
{
	(void)state;
	check(TOKEN, "eyJhbGciO...");
	check("token=" TOKEN "&x", "token=eyJhbGciO...&x");
	check("/" TOKEN "/" TOKEN, "/eyJhbGciO.../eyJhbGciO...");
	/* one whose end was cut off, and one whose header begins with a blank */
	check("eyJhbGciOiJIUzI1NiJ9.eyJzdWIi", "eyJhbGciO...");
	check("ewogImFsZyI6ICJIUzI1NiJ9.e30.c2lnbmF0dXJlLXRoYXQtaXMt", "ewogImFsZ...");
	check("eyAiYWxnIjoiSFMyNTYifQ.eyJz", "eyAiYWxnI...");
	check("v1." TOKEN, "v1.eyJhbGciO...");
}

static void other_words_stay(void **state)
{
	static const char *const lines[] = {
		"",
		"okrt_",
		"okrt_0123",
		"OKRT_0123456789",
		"okrt-0123456789",
		"eyJ",
		"eyJhbGciO",
		"eyJhbGciOiJIUzI1NiJ9",
		"01890000-0000-7000-8000-000000000000",
		"1.2.3",
		"/api/v1/okrs.json.gz",
		"192.168.100.200",
		"okr.staging.example.org",
		"a..b",
		"...",
		"libmariadb.so.3",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		check(lines[i], lines[i]);
}

static void whatever_surrounds_a_key_it_is_cut(void **state)
{
	char line[256];

	(void)state;
	for (int before = 1; before < 256; before++) {
		for (int after = 1; after < 256; after += 7) {
			size_t size =
				(size_t)snprintf(line, sizeof(line), "%c%s%c", before, KEY, after);

			size = redact_credentials(line, size);
			line[size] = '\0';
			assert_null(strstr(line, "456789"));
		}
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_keep_nine_characters),
		cmocka_unit_test(tokens_keep_nine_characters),
		cmocka_unit_test(other_words_stay),
		cmocka_unit_test(whatever_surrounds_a_key_it_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
