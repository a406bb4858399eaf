/*
 * The tables that drive everything are sound: what the program refuses to start with is found here
 * first.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/api.h"
#include "api/exchange.h"

static void the_tables_agree_with_each_other(void **state)
{
	struct arena *arena = arena_new(4096);
	const struct error *error = api_check_tables(arena);

	(void)state;
	if (error)
		fail_msg("%.*s %.*s", TEXT_PRINT(error->message), TEXT_PRINT(error->inside));
	arena_free(arena);
}

static struct route_match find(struct arena *arena, const char *method, const char *path)
{
	struct route_match match;

	route_find(arena, text_from(method), text_from(path), &match);
	return match;
}

static void paths_match_by_whole_segments(void **state)
{
	static const struct {
		const char *method, *path;
		const char *route; /* NULL: none */
		bool is_known;
	} cases[] = {
		{ "GET", "/api/v1/okrs", "/okrs", true },
		{ "HEAD", "/api/v1/okrs", "/okrs", true },
		{ "PATCH", "/api/v1/okrs/x", "/okrs/:id", true },
		{ "GET", "/api/v1/%6Fkrs", "/okrs", true },
		{ "GET", "/api/v1/okr/objectives", "/objectives", true },
		{ "POST", "/api/v1/goals/search", "/goals/search", true },
		{ "GET", "/healthz", "/healthz", true },
		{ "DELETE", "/api/v1/okrs", NULL, true },
		{ "GET", "/api/v1/okr", NULL, false },
		{ "GET", "/api/v1/okrs/", NULL, false },
		{ "GET", "/api/v1//okrs", NULL, false },
		{ "GET", "//api/v1/okrs", NULL, false },
		{ "GET", "/api/v1/okrsx", NULL, false },
		{ "GET", "api/v1/okrs", NULL, false },
		{ "GET", "/api/v1/okrs/a/b", NULL, false },
		{ "GET", "/", NULL, false },
		{ "GET", "", NULL, false },
	};
	struct arena *arena = arena_new(4096);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct route_match match = find(arena, cases[i].method, cases[i].path);

		if ((match.route != NULL) != (cases[i].route != NULL) ||
		    (match.route && strcmp(match.route->path, cases[i].route) != 0) ||
		    match.is_known != cases[i].is_known)
			fail_msg("%s %s", cases[i].method, cases[i].path);
	}
	arena_free(arena);
}

static void allow_names_every_method_of_a_path(void **state)
{
	struct arena *arena = arena_new(4096);
	struct text methods = route_methods(arena, TEXT("/api/v1/okrs/x"));

	(void)state;
	assert_true(text_equal(methods, TEXT("GET, HEAD, PUT, PATCH, DELETE, OPTIONS")));
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_tables_agree_with_each_other),
		cmocka_unit_test(paths_match_by_whole_segments),
		cmocka_unit_test(allow_names_every_method_of_a_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
