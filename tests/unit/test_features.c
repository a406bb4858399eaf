/*
 * What a server lacks, by what it calls itself.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "store/features.h"

struct judge_case {
	const char *version, *wrong; /* NULL: nothing; else how it begins */
};

static const struct judge_case cases[] = {
	{ "10.11.14-MariaDB-0+deb12u2", NULL },
	{ "10.6.0-MariaDB", NULL },
	{ "11.4.5-MariaDB-log", NULL },
	{ "11.10.2-MariaDB", NULL },
	{ "5.5.5-10.6.18-MariaDB-cll-lve", NULL },
	{ "10.5.28-MariaDB", "10.5.28-MariaDB is older than 10.6" },
	{ "10.2.2-MariaDB", "10.2.2-MariaDB lacks JSON_CONTAINS, JSON_LENGTH, JSON_QUOTE" },
	{ "10.2.1-MariaDB",
	  "10.2.1-MariaDB lacks WITH RECURSIVE, utf8mb4_nopad_bin, JSON_CONTAINS" },
	{ "5.5.68-MariaDB", "5.5.68-MariaDB lacks ADD COLUMN IF NOT EXISTS" },
	{ "8.0.41", "8.0.41 is no MariaDB; MySQL lacks ADD COLUMN IF NOT EXISTS" },
	{ "8.4.3-log", "8.4.3-log is no MariaDB" },
	{ "MariaDB", "MariaDB lacks ADD COLUMN" },
	{ "", " is no MariaDB" },
	{ "10.-MariaDB", "10.-MariaDB lacks" },
	{ "9999999999.1.1-MariaDB", "9999999999.1.1-MariaDB lacks" },
};

static void test_judge(void **state)
{
	struct arena *arena = arena_new(4096);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct text wrong = features_judge(arena, text_from(cases[i].version));
		bool is_right = cases[i].wrong ?
					text_starts_with(wrong, text_from(cases[i].wrong)) :
					text_is_none(wrong);

		if (!is_right)
			print_error("%s: %.*s\n", cases[i].version, TEXT_PRINT(wrong));
		assert_true(is_right);
	}
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_judge) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
