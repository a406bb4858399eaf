/*
 * What an Accept header prefers, and what it refuses.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/accept.h"

static void test_accept_names_a_type_literally(void **state)
{
	static const struct {
		const char *accept;
		bool named;
	} cases[] = {
		{ "text/csv", true },
		{ "TEXT/CSV", true },
		{ "application/json, text/csv", true },
		{ " text/csv ; charset=utf-8 ; q=0.5 ", true },
		{ "text/csv;q=1.0", true },
		{ "text/csv;Q=0.001", true },
		{ "text/csv;q=0", false },
		{ "text/csv; q=0.000", false },
		{ "text/csv;q=0, text/csv", true },
		{ "text/csv;quiet=0", true },
		{ "*/*", false },
		{ "text/*", false },
		{ "text/csvx", false },
		{ "application/json", false },
		{ "", false },
		{ ",,;,", false },
		{ NULL, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(accept_names(text_from(cases[i].accept), TEXT("text/csv")),
				 cases[i].named);
}

static void test_accept_prefers_by_weight_then_by_order(void **state)
{
	static const struct {
		const char *accept;
		bool preferred;
	} cases[] = {
		{ "text/csv", true },
		{ "text/csv;q=0.1", true },
		{ "text/csv, application/json", true },
		{ "application/json, text/csv", false },
		{ "application/json, text/csv;q=0.1", false },
		{ "text/csv;q=0.1, application/json", false },
		{ "application/json;q=0.1, text/csv", true },
		{ "application/json;q=0.801, text/csv;q=0.802", true },
		{ "application/json;q=0.802, text/csv;q=0.801", false },
		{ "application/json;q=1.000, text/csv;q=1", false },
		{ "application/json;q=0, text/csv;q=0.001", true },
		{ "application/json;q=0.2, text/csv;q=0", false },
		{ "text/csv, */*", true },
		{ "*/*, text/csv", true },
		{ "*/*;q=0.1, text/csv", true },
		{ "text/csv;q=0.5, */*", false },
		{ "text/csv;q=0.5, application/*;q=0.6, */*;q=0.1", false },
		{ "text/csv;q=0.5, application/json;q=0.4, */*", true },
		{ "text/csv;q=0.2, application/json, text/csv", false },
		{ "text/csv;q=x, application/json;q=0.9", true },
		{ "text/csv;q=2, application/json;q=1", true },
		{ "*/*", false },
		{ "text/*", false },
		{ "text/html", false },
		{ "", false },
		{ NULL, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		if (accept_prefers(text_from(cases[i].accept), TEXT("text/csv"),
				   TEXT("application/json")) != cases[i].preferred)
			fail_msg("%s", cases[i].accept);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_accept_names_a_type_literally),
		cmocka_unit_test(test_accept_prefers_by_weight_then_by_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
