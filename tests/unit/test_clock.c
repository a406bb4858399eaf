/*
 * The clock of this build, of which there are two: a release build refuses OKR_TEST_CLOCK, a
 * developer build reads the time from the file that it names.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/settings.h"
#include "base/settings_load.h"

static struct arena *arena;
static char clock_path[64];

static void set_clock(const char *content)
{
	FILE *file = fopen(clock_path, "w");

	assert_non_null(file);
	fputs(content, file);
	fclose(file);
	setenv("OKR_TEST_CLOCK", clock_path, 1);
}

/* Not time(), which may lag behind by a tick. */
static int64_t machine_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void assert_is_machine_clock(void)
{
	int64_t before = machine_ms(), now = instant_now().ms;

	assert_true(now >= before && now <= machine_ms());
}

static void without_the_variable_the_clock_is_the_machines(void **state)
{
	(void)state;
	assert_null(clock_check(arena));
	assert_is_machine_clock();
}

static void a_release_build_refuses_OKR_TEST_CLOCK(void **state)
{
	struct settings settings;
	const struct error *error;

	(void)state;
	set_clock("2028-02-29T23:59:59Z");
	assert_is_machine_clock();
	error = clock_check(arena);
	assert_non_null(error);
	assert_non_null(strstr(error->message.data, "OKR_TEST_CLOCK is set"));
	assert_ptr_not_equal(settings_load(arena, "/dev/null", &settings), NULL);
	setenv("OKR_TEST_CLOCK", "", 1);
	assert_non_null(clock_check(arena));
}

static void a_test_clock_stands_where_it_is_set(void **state)
{
	static const struct {
		const char *content;
		int64_t ms;
	} rows[] = {
		{ "2028-02-29T23:59:59Z", INT64_C(1835481599000) },
		{ "2028-03-01T00:00:00Z\n", INT64_C(1835481600000) },
		{ "2028-02-29T23:59:59.999Z", INT64_C(1835481599999) },
		{ "1999-12-31T00:00:00Z", INT64_C(946598400000) },
	};
	struct settings settings;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		set_clock(rows[i].content);
		assert_null(clock_check(arena));
		assert_null(settings_load(arena, "/dev/null", &settings));
		assert_int_equal(instant_now().ms, rows[i].ms);
		assert_int_equal(instant_now().ms, rows[i].ms);
	}
}

static void a_test_clock_that_cannot_be_read_is_told(void **state)
{
	static const char *const contents[] = { "", "now", "2027-02-29T00:00:00Z", "2027-02-28" };
	struct settings settings;

	(void)state;
	for (size_t i = 0; i < sizeof(contents) / sizeof(contents[0]); i++) {
		set_clock(contents[i]);
		assert_non_null(clock_check(arena));
		assert_non_null(settings_load(arena, "/dev/null", &settings));
	}
	setenv("OKR_TEST_CLOCK", "/nonexistent/clock", 1);
	assert_non_null(clock_check(arena));
}

static int begin(void **state)
{
	(void)state;
	arena = arena_new(0);
	snprintf(clock_path, sizeof(clock_path), "/tmp/okr-clock.%d", (int)getpid());
	unsetenv("OKR_TEST_CLOCK");
	return 0;
}

static int end(void **state)
{
	(void)state;
	unlink(clock_path);
	arena_free(arena);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest release[] = {
		cmocka_unit_test_setup_teardown(without_the_variable_the_clock_is_the_machines,
						begin, end),
		cmocka_unit_test_setup_teardown(a_release_build_refuses_OKR_TEST_CLOCK, begin, end),
	};
	static const struct CMUnitTest developer[] = {
		cmocka_unit_test_setup_teardown(without_the_variable_the_clock_is_the_machines,
						begin, end),
		cmocka_unit_test_setup_teardown(a_test_clock_stands_where_it_is_set, begin, end),
		cmocka_unit_test_setup_teardown(a_test_clock_that_cannot_be_read_is_told, begin,
						end),
	};

	if (clock_remark[0])
		return cmocka_run_group_tests(developer, NULL, NULL);
	return cmocka_run_group_tests(release, NULL, NULL);
}
