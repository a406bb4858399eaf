/*
 * One line of okr.conf is changed, and every other byte stays.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/settings_edit.h"

struct edit_case {
	const char *text, *name, *value, *expected;
};

static const struct edit_case cases[] = {
	/* given already: in its place, whatever blanks it had */
	{ "a = 1\nworkers = 4\nb = 2\n", "workers", "8", "a = 1\nworkers = 8\nb = 2\n" },
	{ "  workers=4\n", "workers", "8", "workers = 8\n" },
	/* commented out: behind the comment */
	{ "# How many.\n#workers = 4\n\n# Next.\n", "workers", "8",
	  "# How many.\n#workers = 4\nworkers = 8\n\n# Next.\n" },
	/* the given one counts, though a comment stands before it */
	{ "#workers = 4\nworkers = 5\n", "workers", "8", "#workers = 4\nworkers = 8\n" },
	/* nowhere: at the end, which may lack its newline */
	{ "a = 1\n", "workers", "8", "a = 1\nworkers = 8\n" },
	{ "a = 1", "workers", "8", "a = 1\nworkers = 8\n" },
	{ "", "workers", "8", "workers = 8\n" },
	{ "workers = 4", "workers", "8", "workers = 8\n" },
	{ "#workers = 4", "workers", "8", "#workers = 4\nworkers = 8\n" },
	/* no other name that begins or ends alike, and no sentence that mentions it */
	{ "pepper_file = x\n", "pepper", "y", "pepper_file = x\npepper = y\n" },
	{ "# set workers = 4 here\n", "workers", "8", "# set workers = 4 here\nworkers = 8\n" },
	/* quoted only where the reader would cut blanks or take a quote for its own */
	{ "", "a", "x y", "a = x y\n" },
	{ "", "a", " x", "a = \" x\"\n" },
	{ "", "a", "\"x\"", "a = \"\"x\"\"\n" },
	/* an empty value is one */
	{ "a = 1\n", "a", "", "a = \n" },
};

static void test_edit(void **state)
{
	struct arena *arena = arena_new(4096);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct text edited = settings_edit(arena, text_from(cases[i].text), cases[i].name,
						   text_from(cases[i].value));

		if (!text_equal(edited, text_from(cases[i].expected)))
			print_error("case %zu: %.*s\n", i, TEXT_PRINT(edited));
		assert_true(text_equal(edited, text_from(cases[i].expected)));
	}
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_edit) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
