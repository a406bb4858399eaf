/*
 * The shared counters: exact over several processes, sound after a kill, and what the clock does.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/counter.h"

static struct arena *arena;
static struct counters *counters;
static char directory[] = "/tmp/okr-counter-XXXXXX";
static char path[sizeof(directory) + 16];

/* A minute's first millisecond, far from 1970. */
static const struct instant minute_start = { INT64_C(29000000) * MS_PER_MINUTE };

static int start(void **state)
{
	(void)state;
	arena = arena_new(4096);
	if (!mkdtemp(directory))
		return -1;
	snprintf(path, sizeof(path), "%s/counters", directory);
	return counters_open(arena, path, &counters) ? -1 : 0;
}

static int stop(void **state)
{
	(void)state;
	counters_close(counters);
	arena_free(arena);
	return unlink(path) || rmdir(directory);
}

static struct instant after(int64_t ms)
{
	return (struct instant){ minute_start.ms + ms };
}

static unsigned take_at(struct id id, int64_t ms, unsigned limit, int64_t expected_end)
{
	struct instant end = INSTANT_NONE;
	unsigned count = 0;

	assert_null(counters_take(counters, arena, id, after(ms), limit, &count, &end));
	assert_int_equal(end.ms, minute_start.ms + expected_end);
	return count;
}

static void the_file_belongs_to_its_owner_alone(void **state)
{
	struct stat status;

	(void)state;
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
}

static void a_file_that_cannot_be_opened_is_named(void **state)
{
	struct counters *none = NULL;
	const struct error *error = counters_open(arena, "/nonexistent/counters", &none);

	(void)state;
	assert_non_null(error);
	assert_non_null(strstr(error->message.data, "/nonexistent/counters"));
	assert_null(none);
}

static void a_foreign_file_is_left_alone(void **state)
{
	struct counters *none = NULL;
	char foreign[sizeof(path) + 8];
	struct stat status;
	FILE *file;

	(void)state;
	snprintf(foreign, sizeof(foreign), "%s.other", path);
	file = fopen(foreign, "w");
	assert_non_null(file);
	fputs("these are no counters at all", file);
	fclose(file);
	assert_non_null(counters_open(arena, foreign, &none));
	assert_int_equal(stat(foreign, &status), 0);
	assert_int_equal(status.st_size, 28);
	unlink(foreign);
	assert_null(none);
}

static void counting_goes_up_to_the_limit(void **state)
{
	const struct id id = { { 1 } };

	(void)state;
	assert_int_equal(take_at(id, 0, 3, MS_PER_MINUTE), 1);
	assert_int_equal(take_at(id, 20000, 3, MS_PER_MINUTE), 2);
	assert_int_equal(take_at(id, 59999, 3, MS_PER_MINUTE), 3);
	assert_int_equal(take_at(id, 59999, 3, MS_PER_MINUTE), 4);
	assert_int_equal(take_at(id, 59999, 3, MS_PER_MINUTE), 4);
	/* A refused event is not counted: a higher limit finds three. */
	assert_int_equal(take_at(id, 59999, 9, MS_PER_MINUTE), 4);
	/* A lower limit than what was counted refuses as well. */
	assert_int_equal(take_at(id, 59999, 2, MS_PER_MINUTE), 3);
}

static void a_new_minute_starts_anew(void **state)
{
	const struct id id = { { 2 } };

	(void)state;
	assert_int_equal(take_at(id, 59999, 1, MS_PER_MINUTE), 1);
	assert_int_equal(take_at(id, 59999, 1, MS_PER_MINUTE), 2);
	assert_int_equal(take_at(id, 60000, 1, 2 * MS_PER_MINUTE), 1);
	assert_int_equal(take_at(id, 60000, 1, 2 * MS_PER_MINUTE), 2);
	assert_int_equal(take_at(id, 600000, 1, 11 * MS_PER_MINUTE), 1);
}

static void a_clock_that_steps_back_goes_on_in_the_later_minute(void **state)
{
	const struct id id = { { 3 } };

	(void)state;
	assert_int_equal(take_at(id, 60000, 2, 2 * MS_PER_MINUTE), 1);
	assert_int_equal(take_at(id, 59000, 2, 2 * MS_PER_MINUTE), 2);
	assert_int_equal(take_at(id, 59000, 2, 2 * MS_PER_MINUTE), 3);
	assert_int_equal(take_at(id, 61000, 2, 2 * MS_PER_MINUTE), 3);
	/* Back by more than a minute: the later count was an error of the clock. */
	assert_int_equal(take_at(id, -1000, 2, 0), 1);
}

static void ids_are_counted_apart(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 20000; i++) {
		struct id id = { { 4, (uint8_t)i, (uint8_t)(i >> 8) } };

		assert_int_equal(take_at(id, 0, 60, MS_PER_MINUTE), 1);
	}
	for (unsigned i = 0; i < 20000; i += 7) {
		struct id id = { { 4, (uint8_t)i, (uint8_t)(i >> 8) } };

		assert_int_equal(take_at(id, 30000, 60, MS_PER_MINUTE), 2);
	}
}

static void a_full_table_is_an_error_until_the_minute_ends(void **state)
{
	const struct error *error = NULL;
	struct instant now = after(100 * MS_PER_MINUTE + 20000), end;
	unsigned count, i;

	(void)state;
	for (i = 0; i < 200000 && !error; i++) {
		struct id id = { { 5, (uint8_t)i, (uint8_t)(i >> 8), (uint8_t)(i >> 16) } };

		error = counters_take(counters, arena, id, now, 60, &count, &end);
	}
	assert_non_null(error);
	assert_true(i > 20000);
	assert_int_equal(error->code, ERROR_UNAVAILABLE);
	assert_int_equal(error->retry_seconds, 40);
	for (i = 0; i < 20000; i++) {
		struct id id = { { 6, (uint8_t)i, (uint8_t)(i >> 8) } };

		assert_int_equal(take_at(id, 101 * MS_PER_MINUTE, 60, 102 * MS_PER_MINUTE), 1);
	}
}

/* A process of its own: `takes` events, and the number that were let through as its status. */
static pid_t hammer(struct id id, int64_t ms, int takes, unsigned limit)
{
	pid_t child = fork();
	struct counters *own;
	struct arena *memory;
	int allowed = 0;

	if (child != 0)
		return child;
	memory = arena_new(4096);
	if (counters_open(memory, path, &own))
		_exit(255);
	for (int i = 0; i < takes; i++) {
		struct instant end;
		unsigned count;

		if (counters_take(own, memory, id, after(ms), limit, &count, &end))
			_exit(254);
		allowed += count <= limit;
	}
	counters_close(own);
	arena_free(memory);
	_exit(allowed);
}

static void eight_processes_get_exactly_60_of_600(void **state)
{
	const struct id id = { { 7 } };
	pid_t children[8];
	int allowed = 0;

	(void)state;
	for (int i = 0; i < 8; i++)
		children[i] = hammer(id, 0, 75, 60);
	for (int i = 0; i < 8; i++) {
		int status;

		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) <= 75);
		allowed += WEXITSTATUS(status);
	}
	assert_int_equal(allowed, 60);
}

static void processes_that_find_no_file_make_one_together(void **state)
{
	const struct id id = { { 8 } };
	pid_t children[8];
	int allowed = 0;

	(void)state;
	counters_close(counters);
	counters = NULL;
	assert_int_equal(unlink(path), 0);
	for (int i = 0; i < 8; i++)
		children[i] = hammer(id, 0, 10, 60);
	for (int i = 0; i < 8; i++) {
		int status;

		waitpid(children[i], &status, 0);
		assert_true(WIFEXITED(status));
		allowed += WEXITSTATUS(status);
	}
	assert_int_equal(allowed, 60);
	assert_null(counters_open(arena, path, &counters));
	assert_int_equal(take_at(id, 0, 60, MS_PER_MINUTE), 61);
}

static void a_killed_process_leaves_the_counter_usable(void **state)
{
	const struct id id = { { 9 } };

	(void)state;
	for (int round = 1; round <= 20; round++) {
		pid_t child = hammer(id, round * MS_PER_MINUTE, INT32_MAX, UINT32_MAX - 1);
		unsigned before, later;
		int status;

		usleep(5000);
		kill(child, SIGKILL);
		waitpid(child, &status, 0);
		assert_true(WIFSIGNALED(status));
		before = take_at(id, round * MS_PER_MINUTE, UINT32_MAX - 1,
				 (round + 1) * MS_PER_MINUTE);
		later = take_at(id, round * MS_PER_MINUTE, UINT32_MAX - 1,
				(round + 1) * MS_PER_MINUTE);
		assert_true(before >= 1);
		assert_int_equal(later, before + 1);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_file_belongs_to_its_owner_alone),
		cmocka_unit_test(a_file_that_cannot_be_opened_is_named),
		cmocka_unit_test(a_foreign_file_is_left_alone),
		cmocka_unit_test(counting_goes_up_to_the_limit),
		cmocka_unit_test(a_new_minute_starts_anew),
		cmocka_unit_test(a_clock_that_steps_back_goes_on_in_the_later_minute),
		cmocka_unit_test(ids_are_counted_apart),
		cmocka_unit_test(a_full_table_is_an_error_until_the_minute_ends),
		cmocka_unit_test(eight_processes_get_exactly_60_of_600),
		cmocka_unit_test(processes_that_find_no_file_make_one_together),
		cmocka_unit_test(a_killed_process_leaves_the_counter_usable),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
