/*
 * What is told is told once a day, by whichever of the processes that share the table.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/told.h"

static const struct date today = { 20000 }, tomorrow = { 20001 };

static struct text numbered(int number, char out[16])
{
	return (struct text){ out, (size_t)snprintf(out, 16, "row %d", number) };
}

static void the_first_tells_and_nobody_after(void **state)
{
	(void)state;
	assert_true(told_first(TEXT("a"), today));
	assert_false(told_first(TEXT("a"), today));
	assert_true(told_first(TEXT("b"), today));
	assert_true(told_first(TEXT("a"), tomorrow));
	assert_false(told_first(TEXT("a"), tomorrow));
}

static void a_thousand_are_told_apart_and_more_than_fit_are_not_told(void **state)
{
	char name[16];
	int told = 0;

	(void)state;
	for (int i = 0; i < 1000; i++)
		assert_true(told_first(numbered(i, name), tomorrow));
	for (int i = 0; i < 1000; i++)
		assert_false(told_first(numbered(i, name), tomorrow));
	for (int i = 1000; i < 100000; i++)
		told += told_first(numbered(i, name), tomorrow);
	assert_in_range(told, 10000, 1 << 14);
}

/* Of several processes exactly one is the first. */
static void processes_that_name_the_same_file_share_it(void **state)
{
	enum { PROCESSES = 4, ROWS = 200 };
	char path[] = "/tmp/okr-told.XXXXXX", name[16];
	int fd = mkstemp(path), counts[2], told = 0;

	(void)state;
	assert_true(fd >= 0 && pipe(counts) == 0);
	for (int i = 0; i < PROCESSES; i++) {
		int own = 0;

		if (fork() != 0)
			continue;
		told_share(path);
		for (int row = 0; row < ROWS; row++)
			own += told_first(numbered(row, name), today);
		_exit(write(counts[1], &own, sizeof(own)) == sizeof(own) ? 0 : 1);
	}
	for (int i = 0; i < PROCESSES; i++) {
		int own;

		assert_int_equal(read(counts[0], &own, sizeof(own)), sizeof(own));
		told += own;
		wait(NULL);
	}
	assert_int_equal(told, ROWS);
	told_share(path);
	assert_false(told_first(numbered(0, name), today));
	unlink(path);
	close(fd);
}

static void a_file_that_cannot_be_had_leaves_the_process_its_own(void **state)
{
	(void)state;
	told_share("/nonexistent/told");
	assert_true(told_first(TEXT("alone"), today));
	assert_false(told_first(TEXT("alone"), today));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_tells_and_nobody_after),
		cmocka_unit_test(a_file_that_cannot_be_had_leaves_the_process_its_own),
		cmocka_unit_test(a_thousand_are_told_apart_and_more_than_fit_are_not_told),
		cmocka_unit_test(processes_that_name_the_same_file_share_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
