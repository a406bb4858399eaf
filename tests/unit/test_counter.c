/*
 * The shared counters: exact over several processes, sound after a kill, and what the clock does.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
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

/* A minute's first millisecond, by both clocks. */
static const int64_t minute_start = INT64_C(29000000) * MS_PER_MINUTE, uptime = 86400000;

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

/* A moment: so much after the first by the steady clock, and so much more by the wall's. */
static struct moment moment(int64_t ms, int64_t jump)
{
	return (struct moment){ { minute_start + ms + jump }, uptime + ms };
}

static unsigned take_when(struct id id, struct moment now, unsigned limit, unsigned *seconds)
{
	unsigned count = 0;

	assert_null(counters_take(counters, arena, id, now, limit, &count, seconds));
	assert_in_range(*seconds, 1, 60);
	return count;
}

static unsigned take_at(struct id id, int64_t ms, unsigned limit, unsigned expected_seconds)
{
	unsigned seconds, count = take_when(id, moment(ms, 0), limit, &seconds);

	assert_int_equal(seconds, expected_seconds);
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
	assert_int_equal(take_at(id, 0, 3, 60), 1);
	assert_int_equal(take_at(id, 20000, 3, 40), 2);
	assert_int_equal(take_at(id, 59999, 3, 1), 3);
	assert_int_equal(take_at(id, 59999, 3, 1), 4);
	assert_int_equal(take_at(id, 59999, 3, 1), 4);
	/* A refused event is not counted: a higher limit finds three. */
	assert_int_equal(take_at(id, 59999, 9, 1), 4);
	/* A lower limit than what was counted refuses as well. */
	assert_int_equal(take_at(id, 59999, 2, 1), 3);
}

static struct tally take_many(struct id id, int64_t ms, unsigned events, unsigned limit)
{
	struct tally tally;

	assert_null(counters_take_many(counters, arena, id, moment(ms, 0), events, limit, &tally));
	return tally;
}

static void many_are_counted_together_or_not_at_all(void **state)
{
	const struct id id = { { 1, 1 } };

	(void)state;
	assert_true(take_many(id, 0, 3, 5).fits);
	assert_false(take_many(id, 1, 3, 5).fits);
	assert_int_equal(take_many(id, 2, 3, 5).count, 3);
	assert_true(take_many(id, 3, 2, 5).fits);
	assert_false(take_many(id, 4, 1, 5).fits);
	/* More than a minute ever has, and more than a count can hold. */
	assert_false(take_many(id, 60000, 6, 5).fits);
	assert_false(take_many(id, 60000, UINT32_MAX, 5).fits);
	assert_int_equal(take_many(id, 60000, 5, 5).count, 5);
}

static void a_new_minute_starts_anew(void **state)
{
	const struct id id = { { 2 } };

	(void)state;
	assert_int_equal(take_at(id, 59999, 1, 1), 1);
	assert_int_equal(take_at(id, 59999, 1, 1), 2);
	assert_int_equal(take_at(id, 60000, 1, 60), 1);
	assert_int_equal(take_at(id, 60001, 1, 60), 2);
	assert_int_equal(take_at(id, 119999, 1, 1), 2);
	assert_int_equal(take_at(id, 120000, 1, 60), 1);
	assert_int_equal(take_at(id, 630000, 1, 30), 1);
	assert_int_equal(take_at(id, 659001, 1, 1), 2);
	assert_int_equal(take_at(id, 660000, 1, 60), 1);
}

static void a_wall_clock_that_jumps_gives_no_new_minute(void **state)
{
	static const int64_t jumps[] = { 1,
					 59999,
					 60000,
					 3600000,
					 -1,
					 -60000,
					 -600000,
					 -86400000,
					 86400000,
					 -minute_start,
					 INT64_C(3456000000) };
	unsigned seconds;

	(void)state;
	for (size_t i = 0; i < sizeof(jumps) / sizeof(*jumps); i++) {
		const struct id id = { { 3, (uint8_t)i } };

		assert_int_equal(take_at(id, 10000, 1, 50), 1);
		assert_int_equal(take_when(id, moment(10001, jumps[i]), 1, &seconds), 2);
		assert_int_equal(seconds, 50);
		assert_int_equal(take_when(id, moment(59999, -jumps[i]), 1, &seconds), 2);
		assert_int_equal(seconds, 1);
		assert_int_equal(take_when(id, moment(60000, jumps[i]), 1, &seconds), 1);
		assert_int_equal(take_when(id, moment(60001, jumps[i]), 1, &seconds), 2);
	}
}

/* It goes on by the steady clock, and begins with the wall's minute when one went by without it. */
static void minutes_are_the_wall_clocks_again_after_a_pause(void **state)
{
	const struct id id = { { 3, 100 } };
	const int64_t jump = 20000;
	unsigned seconds;

	(void)state;
	assert_int_equal(take_at(id, 10000, 1, 50), 1);
	assert_int_equal(take_when(id, moment(60000, jump), 1, &seconds), 1);
	assert_int_equal(seconds, 60);
	assert_int_equal(take_when(id, moment(119999, jump), 1, &seconds), 2);
	assert_int_equal(take_when(id, moment(190000, jump), 1, &seconds), 1);
	assert_int_equal(seconds, 30);
}

/* Another process read the clock a little later, and began the minute. */
static void a_moment_before_the_minute_began_counts_in_it(void **state)
{
	const struct id id = { { 3, 101 } };

	(void)state;
	assert_int_equal(take_at(id, 59000, 2, 1), 1);
	assert_int_equal(take_at(id, 60003, 2, 60), 1);
	assert_int_equal(take_at(id, 59998, 2, 60), 2);
	assert_int_equal(take_at(id, 59998, 2, 60), 3);
	assert_int_equal(take_at(id, 60004, 2, 60), 3);
}

/* The steady clock begins anew with the machine, the file stays. */
static void counters_go_on_after_the_machine_was_booted(void **state)
{
	const struct id id = { { 3, 102 } };
	struct moment booted = { { minute_start + 90000 }, 5000 };
	unsigned seconds;

	(void)state;
	assert_int_equal(take_at(id, 10000, 1, 50), 1);
	assert_int_equal(take_when(id, booted, 1, &seconds), 1);
	assert_int_equal(seconds, 30);
	assert_int_equal(take_when(id, booted, 1, &seconds), 2);
	booted.wall.ms += 30000;
	booted.steady_ms += 30000;
	assert_int_equal(take_when(id, booted, 1, &seconds), 1);
}

/* What stays of a slot after 198 days without an event is an event of some minute long ago. */
static void a_machine_may_run_for_years(void **state)
{
	const struct id id = { { 3, 103 } };
	unsigned seconds;

	(void)state;
	for (int64_t day = 0; day < 4000; day += 7) {
		struct moment now = moment(day * 86400000, 0);

		assert_int_equal(take_when(id, now, 1, &seconds), 1);
		assert_int_equal(take_when(id, now, 1, &seconds), 2);
	}
}

static uint32_t draw(uint32_t below)
{
	static uint64_t seed = 20261128;

	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (uint32_t)(seed >> 33) % below;
}

enum { LIMIT = 5, EVENTS = 4000 };

/* rulings.md 69, against a wall clock that is set again and again and neighbours that want the slot. */
static void in_any_60_s_an_id_passes_at_most_twice_its_limit(void **state)
{
	static int64_t passed[EVENTS];

	(void)state;
	for (int round = 0; round < 40; round++) {
		const struct id id = { { 10, (uint8_t)round } };
		int64_t now = round * INT64_C(7200000), jump = 0;
		size_t count = 0;

		for (int i = 0; i < EVENTS; i++) {
			unsigned seconds;

			now += draw(4) ? draw(400) : draw(200000);
			if (draw(3) == 0)
				jump = draw(2) ? (int64_t)draw(200000) - 100000 :
						 (int64_t)draw(2000000000);
			for (uint32_t other = draw(20); other > 0; other--) {
				const struct id neighbour = { { 11, (uint8_t)draw(256),
								(uint8_t)draw(256) } };
				unsigned ignored;

				assert_null(counters_take(counters, arena, neighbour,
							  moment(now, jump), LIMIT, &ignored,
							  &seconds));
			}
			if (take_when(id, moment(now, jump), LIMIT, &seconds) <= LIMIT)
				passed[count++] = now;
			/* Whoever waits as he is told is let in. */
			if (draw(50) == 0) {
				now += seconds * 1000;
				assert_true(take_when(id, moment(now, jump), LIMIT, &seconds) <=
					    LIMIT);
				passed[count++] = now;
			}
			if (count > EVENTS - 2)
				break;
		}
		for (size_t i = 2 * LIMIT; i < count; i++)
			assert_true(passed[i] - passed[i - 2 * LIMIT] >= 60000);
	}
}

static void ids_are_counted_apart(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 20000; i++) {
		struct id id = { { 4, (uint8_t)i, (uint8_t)(i >> 8) } };

		assert_int_equal(take_at(id, 0, 60, 60), 1);
	}
	for (unsigned i = 0; i < 20000; i += 7) {
		struct id id = { { 4, (uint8_t)i, (uint8_t)(i >> 8) } };

		assert_int_equal(take_at(id, 30000, 60, 30), 2);
	}
}

static void a_full_table_is_an_error_until_the_minutes_are_over(void **state)
{
	const struct error *error = NULL;
	const int64_t begin = 100 * MS_PER_MINUTE;
	unsigned count, seconds, i;

	(void)state;
	for (i = 0; i < 200000 && !error; i++) {
		struct id id = { { 5, (uint8_t)i, (uint8_t)(i >> 8), (uint8_t)(i >> 16) } };

		error = counters_take(counters, arena, id, moment(begin + 20000, 0), 60, &count,
				      &seconds);
	}
	assert_non_null(error);
	assert_true(i > 20000);
	assert_int_equal(error->code, ERROR_UNAVAILABLE);
	assert_int_equal(error->retry_seconds, 60);
	/* A minute behind their own, so that none of those who were counted can begin anew too early. */
	for (i = 0; i < 20000; i++) {
		struct id id = { { 6, (uint8_t)i, (uint8_t)(i >> 8) } };

		assert_int_equal(take_at(id, begin + 2 * MS_PER_MINUTE, 60, 60), 1);
	}
}

/* Its slot is wanted as soon as its minute is over; begun anew in another it would end too early. */
static void a_crowd_does_not_shorten_a_minute(void **state)
{
	const int64_t begin = 200 * MS_PER_MINUTE, jump = 30000;
	const struct id id = { { 5, 200 } };
	const struct error *error = NULL;
	unsigned count, seconds;

	(void)state;
	assert_int_equal(take_at(id, begin + 59000, 1, 1), 1);
	for (unsigned i = 0; i < 200000; i++) {
		struct id other = { { 5, (uint8_t)i, (uint8_t)(i >> 8), (uint8_t)(i >> 16), 1 } };

		error = counters_take(counters, arena, other, moment(begin + 60000, jump), 60,
				      &count, &seconds);
	}
	assert_non_null(error);
	assert_int_equal(take_when(id, moment(begin + 60001, jump), 1, &seconds), 1);
	assert_int_equal(take_when(id, moment(begin + 90001, jump), 1, &seconds), 2);
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
		unsigned count, seconds;

		if (counters_take(own, memory, id, moment(ms, 0), limit, &count, &seconds))
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
	assert_int_equal(take_at(id, 0, 60, 60), 61);
}

static void a_killed_process_leaves_the_counter_usable(void **state)
{
	const struct id id = { { 9 } };

	(void)state;
	for (int round = 1; round <= 20; round++) {
		pid_t child = hammer(id, round * MS_PER_MINUTE, INT32_MAX, COUNTER_LIMIT_MAX);
		unsigned before, later;
		int status;

		usleep(5000);
		kill(child, SIGKILL);
		waitpid(child, &status, 0);
		assert_true(WIFSIGNALED(status));
		before = take_at(id, round * MS_PER_MINUTE, COUNTER_LIMIT_MAX, 60);
		later = take_at(id, round * MS_PER_MINUTE, COUNTER_LIMIT_MAX, 60);
		assert_true(before >= 1);
		assert_int_equal(later, before + 1);
	}
}

/* A process that was stopped with a lock in its hand is not waited for: the request is refused. */
static void a_stopped_process_does_not_hold_up_the_others(void **state)
{
	const struct id id = { { 12 } };
	struct flock all = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	const struct error *error;
	unsigned count, seconds;
	int fd = open(path, O_RDWR);

	(void)state;
	assert_int_equal(fcntl(fd, F_OFD_SETLK, &all), 0);
	error = counters_take(counters, arena, id, moment(0, 0), 60, &count, &seconds);
	assert_non_null(error);
	assert_int_equal(error->code, ERROR_UNAVAILABLE);
	assert_int_equal(error->retry_seconds, 1);
	close(fd);
	assert_int_equal(take_at(id, 0, 60, 60), 1);
}

static void the_file_of_the_release_before_is_taken_over(void **state)
{
	const uint64_t mark_before = UINT64_C(0x6F6B72636E743100);
	uint64_t mark = 0;
	struct counters *others;
	int fd = open(path, O_RDWR);

	(void)state;
	assert_int_equal(pwrite(fd, &mark_before, sizeof(mark_before), 0), sizeof(mark_before));
	assert_null(counters_open(arena, path, &others));
	assert_int_equal(pread(fd, &mark, sizeof(mark), 0), sizeof(mark));
	assert_int_not_equal(mark, mark_before);
	counters_close(others);
	close(fd);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_file_belongs_to_its_owner_alone),
		cmocka_unit_test(a_file_that_cannot_be_opened_is_named),
		cmocka_unit_test(a_foreign_file_is_left_alone),
		cmocka_unit_test(counting_goes_up_to_the_limit),
		cmocka_unit_test(many_are_counted_together_or_not_at_all),
		cmocka_unit_test(a_new_minute_starts_anew),
		cmocka_unit_test(a_wall_clock_that_jumps_gives_no_new_minute),
		cmocka_unit_test(minutes_are_the_wall_clocks_again_after_a_pause),
		cmocka_unit_test(a_moment_before_the_minute_began_counts_in_it),
		cmocka_unit_test(counters_go_on_after_the_machine_was_booted),
		cmocka_unit_test(a_machine_may_run_for_years),
		cmocka_unit_test(in_any_60_s_an_id_passes_at_most_twice_its_limit),
		cmocka_unit_test(ids_are_counted_apart),
		cmocka_unit_test(a_full_table_is_an_error_until_the_minutes_are_over),
		cmocka_unit_test(a_crowd_does_not_shorten_a_minute),
		cmocka_unit_test(eight_processes_get_exactly_60_of_600),
		cmocka_unit_test(processes_that_find_no_file_make_one_together),
		cmocka_unit_test(a_killed_process_leaves_the_counter_usable),
		cmocka_unit_test(a_stopped_process_does_not_hold_up_the_others),
		cmocka_unit_test(the_file_of_the_release_before_is_taken_over),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
