/*
 * The API description is written by the tables: it is JSON, whatever they hold, and the same for
 * everybody but for the address of the server. What it says is compared and judged elsewhere.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/api.h"
#include "base/json_check.h"
#include "base/secret.h"

static void the_description_is_json(void **state)
{
	struct arena *arena = arena_new(4096);
	struct buffer out = { 0 };
	struct json_fault fault;

	(void)state;
	api_describe(&out, TEXT("https://okr.example.org"));
	if (!json_check(arena, buffer_text(&out), &fault))
		fail_msg("at byte %zu: %s", fault.offset, fault.message);
	buffer_free(&out);
	arena_free(arena);
}

static void the_description_is_the_same_again(void **state)
{
	struct buffer first = { 0 }, second = { 0 };

	(void)state;
	api_describe(&first, TEXT("/"));
	api_describe(&second, TEXT("/"));
	assert_true(text_equal(buffer_text(&first), buffer_text(&second)));
	buffer_free(&first);
	buffer_free(&second);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_description_is_json),
		cmocka_unit_test(the_description_is_the_same_again),
	};

	return secret_start() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
