/*
 * Failed sign-ins: what fits into a window and when it leaves, who counts as one address, several
 * processes at once, and the file after a kill.
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
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/guesses.h"
#include "base/secret.h"

static struct arena *arena;
static struct counters *counters;
static char directory[] = "/tmp/okr-guesses-XXXXXX";
static char path[sizeof(directory) + 16];

static const int64_t uptime = 86400000;
static const struct text home = { "192.0.2.7", 9 };

static int start(void **state)
{
	(void)state;
	arena = arena_new(4096);
	if (!secret_start() || !mkdtemp(directory))
		return -1;
	snprintf(path, sizeof(path), "%s/counters", directory);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	arena_free(arena);
	return rmdir(directory);
}

static int begin(void **state)
{
	(void)state;
	return counters_open(arena, path, &counters) ? -1 : 0;
}

static int end(void **state)
{
	(void)state;
	counters_close(counters);
	counters = NULL;
	return unlink(path);
}

/* 0: let through; else the seconds to wait. */
static unsigned attempt_as(enum guess_subject subject, struct text address, const char *account,
			   int64_t ms, struct guess *out)
{
	const struct error *error = guesses_take(counters, arena, subject, address,
						 text_from(account), uptime + ms, out);

	if (!error)
		return 0;
	assert_int_equal(error->code, ERROR_LIMITED);
	assert_in_range(error->retry_seconds, 1, GUESSES_ADDRESS_SECONDS);
	return error->retry_seconds;
}

static unsigned attempt(struct text address, const char *account, int64_t ms)
{
	struct guess guess;

	return attempt_as(GUESS_PASSWORD, address, account, ms, &guess);
}

static void ten_of_a_pair_in_any_15_minutes(void **state)
{
	(void)state;
	for (int i = 0; i < 10; i++)
		assert_int_equal(attempt(home, "a@example.org", i * 60000), 0);
	/* The first one leaves 15 minutes after it came, and then the second. */
	assert_int_equal(attempt(home, "a@example.org", 9 * 60000), 6 * 60);
	assert_int_equal(attempt(home, "a@example.org", 15 * 60000 - 1), 1);
	assert_int_equal(attempt(home, "a@example.org", 15 * 60000), 0);
	assert_int_equal(attempt(home, "a@example.org", 15 * 60000), 60);
	assert_int_equal(attempt(home, "a@example.org", 16 * 60000), 0);
	assert_int_equal(attempt(home, "a@example.org", 16 * 60000 + 1), 60);
}

static void a_refused_attempt_is_not_counted(void **state)
{
	(void)state;
	for (int i = 0; i < 10; i++)
		assert_int_equal(attempt(home, "a@example.org", 0), 0);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(attempt(home, "a@example.org", 1000), 899);
	/* Neither for the pair nor for the address. */
	assert_int_equal(attempt(home, "a@example.org", 900000), 0);
	for (int i = 0; i < 89; i++) {
		char account[16];

		snprintf(account, sizeof(account), "b%d", i);
		assert_int_equal(attempt(home, account, 900000), 0);
	}
	assert_int_equal(attempt(home, "c", 900000), 2700);
}

static void a_hundred_of_an_address_in_any_hour(void **state)
{
	const struct text other = TEXT("192.0.2.8");

	(void)state;
	for (int i = 0; i < 100; i++) {
		char account[16];

		snprintf(account, sizeof(account), "a%d", i);
		assert_int_equal(attempt(home, account, i * 1000), 0);
	}
	assert_int_equal(attempt(home, "b", 100000), 3500);
	assert_int_equal(attempt(other, "b", 100000), 0);
	/* An account that the address was refused at has not been tried. */
	for (int i = 0; i < 10; i++)
		assert_int_equal(attempt(home, "b", 3600000 + i * 1000), 0);
	assert_int_equal(attempt(home, "b", 3610000), 890);
}

static void who_waits_for_both_is_told_of_the_longer(void **state)
{
	(void)state;
	for (int i = 0; i < 100; i++) {
		char account[16];

		snprintf(account, sizeof(account), "a%d", i % 10);
		assert_int_equal(attempt(home, account, 0), 0);
	}
	assert_int_equal(attempt(home, "a1", 0), 3600);
	assert_int_equal(attempt(home, "a1", 1000000), 2600);
}

static void others_cannot_lock_an_account(void **state)
{
	(void)state;
	for (int i = 0; i < 20; i++)
		attempt(TEXT("198.51.100.1"), "a@example.org", 0);
	assert_int_equal(attempt(home, "a@example.org", 0), 0);
}

static void success_clears_the_pair_and_never_the_addresss_hundred(void **state)
{
	struct guess guess;

	(void)state;
	for (int round = 0; round < 10; round++) {
		for (int i = 0; i < 9; i++)
			assert_int_equal(attempt(home, "a@example.org", 0), 0);
		assert_int_equal(attempt_as(GUESS_PASSWORD, home, "a@example.org", 1, &guess), 0);
		assert_null(guesses_clear(counters, arena, &guess));
	}
	/* 90 failures; the ten that succeeded are none. */
	for (int i = 0; i < 10; i++)
		assert_int_equal(attempt(home, "a@example.org", 2), 0);
	assert_int_equal(attempt(home, "b@example.org", 3), 3600);
}

static void a_hundred_who_succeed_lock_nobody_out(void **state)
{
	struct guess guess;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		char account[16];

		snprintf(account, sizeof(account), "a%d", i);
		assert_int_equal(attempt_as(GUESS_PASSWORD, home, account, i, &guess), 0);
		assert_null(guesses_clear(counters, arena, &guess));
	}
}

static void the_setup_code_has_a_pair_of_its_own(void **state)
{
	struct guess guess;

	(void)state;
	for (int i = 0; i < 10; i++)
		assert_int_equal(attempt_as(GUESS_SETUP_CODE, home, NULL, 0, &guess), 0);
	assert_int_equal(attempt_as(GUESS_SETUP_CODE, home, NULL, 0, &guess), 900);
	/* Whatever account is named beside it. */
	assert_int_equal(attempt_as(GUESS_SETUP_CODE, home, "a@example.org", 0, &guess), 900);
	assert_int_equal(attempt(home, "", 0), 0);
	assert_int_equal(attempt_as(GUESS_SETUP_CODE, TEXT("192.0.2.8"), NULL, 0, &guess), 0);
}

static void one_address_has_several_forms(void **state)
{
	static const struct {
		const char *one, *other;
		bool is_same;
	} forms[] = {
		{ "192.0.2.1", "::ffff:192.0.2.1", true },
		{ "192.0.2.1", "::FFFF:C000:201", true },
		{ "192.0.2.1", "192.0.2.2", false },
		{ "2001:db8:0:1::1", "2001:db8:0:1:ffff:ffff:ffff:ffff", true },
		{ "2001:db8:0:1::1", "2001:DB8:0000:0001::2", true },
		{ "2001:db8:0:1::1", "2001:db8:0:2::1", false },
		{ "fe80::1%eth0", "fe80::1", true },
		{ "::1", "127.0.0.1", false },
		{ "", "unix:", false },
		{ "host-a", "host-b", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		char account[16];

		snprintf(account, sizeof(account), "form%zu", i);
		for (int k = 0; k < 10; k++)
			assert_int_equal(attempt(text_from(forms[i].one), account, 0), 0);
		assert_int_equal(attempt(text_from(forms[i].other), account, 0) > 0,
				 forms[i].is_same);
	}
	for (int k = 0; k < 10; k++)
		assert_int_equal(attempt(TEXT_NONE, "a", 0), 0);
	assert_int_equal(attempt(TEXT_NONE, "a", 0), 900);
}

/* An attacker with a thousand addresses finds the windows of his own first ones gone, and nobody is
 * refused for want of room. */
static void a_full_table_refuses_nobody(void **state)
{
	(void)state;
	for (int i = 0; i < 10000; i++) {
		char address[24];

		snprintf(address, sizeof(address), "10.%d.%d.%d", i >> 16, i >> 8 & 255, i & 255);
		assert_int_equal(attempt(text_from(address), "a@example.org", i), 0);
	}
}

static void windows_of_an_earlier_boot_are_over(void **state)
{
	(void)state;
	for (int i = 0; i < 10; i++)
		assert_int_equal(attempt(home, "a@example.org", 0), 0);
	/* Another process may have read the clock a little later than we. */
	assert_int_equal(attempt(home, "a@example.org", -50), 900);
	assert_int_equal(attempt(home, "a@example.org", -uptime + 60000), 0);
}

static void the_file_names_nobody(void **state)
{
	static char bytes[16 << 20];
	struct stat status;
	FILE *file;
	size_t size;

	(void)state;
	attempt(home, "somebody@example.org", 0);
	file = fopen(path, "r");
	assert_non_null(file);
	size = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	assert_null(memmem(bytes, size, "somebody", 8));
	assert_null(memmem(bytes, size, "192.0.2.7", 9));
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
}

/* ---- several processes ----------------------------------------------------------------------- */

enum { CROWD = 8, ROUNDS = 300 };

static struct text address_of(int round, char out[24])
{
	snprintf(out, 24, "10.1.%d.%d", round / 250, round % 250);
	return text_from(out);
}

/* Attempts at one account from one address after the other; counts those let through. */
static void hammer_all(int attempts, _Atomic int *allowed)
{
	struct counters *own = NULL;
	struct arena *memory = arena_new(4096);
	struct guess guess;
	char address[24];

	if (counters_open(memory, path, &own))
		_exit(255);
	for (int i = 0; i < ROUNDS * attempts; i++)
		allowed[i / attempts] += !guesses_take(own, memory, GUESS_PASSWORD,
						       address_of(i / attempts, address),
						       TEXT("a@example.org"), uptime, &guess);
	_exit(0);
}

static pid_t hammer(int attempts, _Atomic int *allowed)
{
	pid_t child = fork();

	if (child == 0)
		hammer_all(attempts, allowed);
	assert_true(child > 0);
	return child;
}

static _Atomic int *shared_numbers(void)
{
	void *numbers = mmap(NULL, ROUNDS * sizeof(_Atomic int), PROT_READ | PROT_WRITE,
			     MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	assert_ptr_not_equal(numbers, MAP_FAILED);
	return numbers;
}

static void of_many_at_once_ten_are_let_through(void **state)
{
	_Atomic int *allowed = shared_numbers();
	pid_t children[CROWD];
	char address[24];

	(void)state;
	for (int i = 0; i < CROWD; i++)
		children[i] = hammer(4, allowed);
	for (int i = 0; i < CROWD; i++) {
		int status;

		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_int_equal(status, 0);
	}
	for (int round = 0; round < ROUNDS; round++)
		assert_int_equal(allowed[round], 10);
	/* What was refused counts for nobody. */
	for (int i = 0; i < 90; i++) {
		char account[16];

		snprintf(account, sizeof(account), "b%d", i);
		assert_int_equal(attempt(address_of(0, address), account, 0), 0);
	}
	assert_int_equal(attempt(address_of(0, address), "c", 0), 3600);
	munmap((void *)allowed, ROUNDS * sizeof(_Atomic int));
}

static void a_killed_process_leaves_the_windows_usable(void **state)
{
	_Atomic int *allowed = shared_numbers();
	char address[24];

	(void)state;
	for (int i = 0; i < 50; i++) {
		pid_t child = hammer(100000, allowed);
		int status;

		usleep((useconds_t)(i * 100));
		kill(child, SIGKILL);
		assert_int_equal(waitpid(child, &status, 0), child);
	}
	assert_int_equal(attempt(home, "a@example.org", 0), 0);
	/* Whoever was killed between the two windows left a failure too many, never one too few. */
	for (int i = 0; i < 10; i++)
		attempt(address_of(0, address), "a@example.org", 1);
	assert_int_not_equal(attempt(address_of(0, address), "a@example.org", 1), 0);
	munmap((void *)allowed, ROUNDS * sizeof(_Atomic int));
}

static void a_stopped_process_does_not_hold_up_the_others(void **state)
{
	struct flock all = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	const struct error *error;
	struct guess guess;
	int fd = open(path, O_RDWR);

	(void)state;
	assert_int_equal(attempt(home, "a@example.org", 0), 0);
	assert_int_equal(fcntl(fd, F_OFD_SETLK, &all), 0);
	error = guesses_take(counters, arena, GUESS_PASSWORD, home, TEXT("a@example.org"), uptime,
			     &guess);
	assert_non_null(error);
	assert_int_equal(error->code, ERROR_UNAVAILABLE);
	assert_int_equal(error->retry_seconds, 1);
	close(fd);
	assert_int_equal(attempt(home, "a@example.org", 0), 0);
}

static void a_restart_forgets_nothing(void **state)
{
	const struct id id = { { 1 } };
	const struct moment now = { { uptime }, uptime };
	unsigned count, seconds;

	(void)state;
	for (int i = 0; i < 10; i++)
		assert_int_equal(attempt(home, "a@example.org", 0), 0);
	assert_null(counters_take(counters, arena, id, now, 5, &count, &seconds));
	counters_close(counters);
	assert_null(counters_open(arena, path, &counters));
	assert_int_equal(attempt(home, "a@example.org", 0), 900);
	assert_null(counters_take(counters, arena, id, now, 5, &count, &seconds));
	assert_int_equal(count, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(ten_of_a_pair_in_any_15_minutes),
		TEST(a_refused_attempt_is_not_counted),
		TEST(a_hundred_of_an_address_in_any_hour),
		TEST(who_waits_for_both_is_told_of_the_longer),
		TEST(others_cannot_lock_an_account),
		TEST(success_clears_the_pair_and_never_the_addresss_hundred),
		TEST(a_hundred_who_succeed_lock_nobody_out),
		TEST(the_setup_code_has_a_pair_of_its_own),
		TEST(one_address_has_several_forms),
		TEST(a_full_table_refuses_nobody),
		TEST(windows_of_an_earlier_boot_are_over),
		TEST(the_file_names_nobody),
		TEST(of_many_at_once_ten_are_let_through),
		TEST(a_killed_process_leaves_the_windows_usable),
		TEST(a_stopped_process_does_not_hold_up_the_others),
		TEST(a_restart_forgets_nothing),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
