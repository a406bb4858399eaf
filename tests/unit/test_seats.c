/*
 * Seats over several processes: as many as there are, given back by the dead, refused at once where
 * nothing moves, waited for where it does. Nothing here hangs on how fast the machine is.
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

#include "base/seats.h"

enum { COUNT = 3, STUCK_MS = 200, LONG_MS = 60000 };

static struct arena *arena;
static struct seats *seats;
static char directory[] = "/tmp/okr-seats-XXXXXX";
static char path[sizeof(directory) + 16];

static int start(void **state)
{
	(void)state;
	arena = arena_new(4096);
	if (!mkdtemp(directory))
		return -1;
	snprintf(path, sizeof(path), "%s/seats", directory);
	return seats_open(arena, path, STUCK_MS, &seats) ? -1 : 0;
}

static int stop(void **state)
{
	(void)state;
	seats_close(seats);
	arena_free(arena);
	return unlink(path) || rmdir(directory);
}

static struct id thing(uint8_t number)
{
	return (struct id){ { [10] = number, [15] = (uint8_t)(number + 1) } };
}

/* Processes of their own that sit until they are killed; each has a pipe's other end to say so. */
struct sitters {
	pid_t pids[COUNT];
	size_t count;
};

static pid_t sit(struct id id)
{
	struct seats *own;
	struct arena *memory;
	struct seat seat;
	int ends[2];
	char sits = 0;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		memory = arena_new(4096);
		sits = !seats_open(memory, path, LONG_MS, &own) &&
		       !seats_take(own, memory, id, COUNT, &seat);
		if (write(ends[1], &sits, 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	assert_int_equal(read(ends[0], &sits, 1), 1);
	assert_true(sits);
	close(ends[0]);
	close(ends[1]);
	return child;
}

static struct sitters sit_all(struct id id)
{
	struct sitters sitters = { .count = COUNT };

	for (size_t i = 0; i < COUNT; i++)
		sitters.pids[i] = sit(id);
	return sitters;
}

static void kill_one(pid_t pid)
{
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static void kill_all(const struct sitters *sitters)
{
	for (size_t i = 0; i < sitters->count; i++)
		kill_one(sitters->pids[i]);
}

static void assert_refused(struct seats *by, struct id id)
{
	struct seat seat;
	const struct error *error = seats_take(by, arena, id, COUNT, &seat);

	assert_non_null(error);
	assert_int_equal(error->code, ERROR_UNAVAILABLE);
	assert_int_equal(error->retry_seconds, 1);
	assert_false(error->is_retryable);
}

static void assert_seated(struct id id, enum seat_outcome outcome)
{
	struct seat seat;

	assert_null(seats_take(seats, arena, id, COUNT, &seat));
	seats_leave(seats, &seat, outcome);
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
	struct seats *none = NULL;
	const struct error *error = seats_open(arena, "/nonexistent/seats", STUCK_MS, &none);

	(void)state;
	assert_non_null(error);
	assert_non_null(strstr(error->message.data, "/nonexistent/seats"));
	assert_null(none);
}

static void when_all_seats_are_taken_the_next_is_refused(void **state)
{
	struct sitters sitters = sit_all(thing(1));

	(void)state;
	assert_refused(seats, thing(1));
	assert_seated(thing(2), SEAT_GOT);
	kill_all(&sitters);
	assert_seated(thing(1), SEAT_GOT);
}

static void a_killed_process_gives_its_seat_back(void **state)
{
	struct sitters sitters = sit_all(thing(3));

	(void)state;
	assert_refused(seats, thing(3));
	kill_one(sitters.pids[1]);
	assert_seated(thing(3), SEAT_VAIN);
	sitters.pids[1] = sit(thing(3));
	assert_refused(seats, thing(3));
	kill_all(&sitters);
}

/* After a wait in vain nobody tries whether it moves: this one would, for five minutes. */
static void after_a_wait_in_vain_the_next_is_refused_at_once(void **state)
{
	struct sitters sitters;
	struct seats *patient;

	(void)state;
	assert_null(seats_open(arena, path, LONG_MS, &patient));
	sitters = sit_all(thing(5));
	kill_one(sitters.pids[0]);
	assert_seated(thing(5), SEAT_VAIN);
	sitters.pids[0] = sit(thing(5));
	alarm(60);
	assert_refused(patient, thing(5));
	alarm(0);
	kill_all(&sitters);
	seats_close(patient);
}

/* Takes and leaves a seat so many times, and tells how often it got one. */
static pid_t hurry(struct id id, int times)
{
	pid_t child = fork();
	struct arena *memory;
	struct seats *own;
	struct seat seat;

	if (child != 0)
		return child;
	memory = arena_new(4096);
	if (seats_open(memory, path, LONG_MS, &own))
		_exit(255);
	for (int i = 0; i < times; i++) {
		if (seats_take(own, memory, id, COUNT, &seat))
			_exit(1);
		usleep(2000);
		seats_leave(own, &seat, SEAT_GOT);
	}
	seats_close(own);
	arena_free(memory);
	_exit(0);
}

static void a_crowd_that_moves_is_waited_for(void **state)
{
	pid_t children[3 * COUNT];

	(void)state;
	for (size_t i = 0; i < 3 * COUNT; i++)
		children[i] = hurry(thing(7), 20);
	for (size_t i = 0; i < 3 * COUNT; i++) {
		int status;

		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
	}
}

static void what_waits_in_vain_does_not_keep_others_from_it_for_ever(void **state)
{
	struct sitters sitters;

	(void)state;
	assert_seated(thing(9), SEAT_VAIN);
	assert_seated(thing(9), SEAT_GOT);
	sitters = sit_all(thing(9));
	kill_one(sitters.pids[0]);
	assert_seated(thing(9), SEAT_GOT);
	sitters.pids[0] = sit(thing(9));
	kill_all(&sitters);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_file_belongs_to_its_owner_alone),
		cmocka_unit_test(a_file_that_cannot_be_opened_is_named),
		cmocka_unit_test(when_all_seats_are_taken_the_next_is_refused),
		cmocka_unit_test(a_killed_process_gives_its_seat_back),
		cmocka_unit_test(after_a_wait_in_vain_the_next_is_refused_at_once),
		cmocka_unit_test(a_crowd_that_moves_is_waited_for),
		cmocka_unit_test(what_waits_in_vain_does_not_keep_others_from_it_for_ever),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
