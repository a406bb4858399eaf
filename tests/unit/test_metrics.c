/*
 * Figures of several processes in one file: none is lost when a process dies, and a slot's next owner
 * goes on from where the last one was.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/metrics.h"

enum { LAYOUT = 0x4f4b52, ROUTES = 3, CHILDREN = 8, REQUESTS = 1000 };

static char directory[] = "/tmp/okr-metrics-XXXXXX";

static int start(void **state)
{
	(void)state;
	return mkdtemp(directory) ? 0 : -1;
}

static int stop(void **state)
{
	DIR *folder = opendir(directory);
	char path[sizeof(directory) + 300];

	(void)state;
	for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
		snprintf(path, sizeof(path), "%s/%s", directory, entry->d_name);
		unlink(path);
	}
	closedir(folder);
	return rmdir(directory);
}

static void count_requests(size_t route, int status, int64_t microseconds)
{
	struct metrics_request request = {
		.route = route, .status = status, .microseconds = microseconds, .bytes = 10
	};

	metrics_begin_request();
	metrics_add(METRIC_QUESTIONS, 2);
	metrics_end_request(&request);
	assert_int_equal(request.questions, 2);
}

/* A worker that counts and is killed in the midst of a request. */
static void work_and_die(void)
{
	if (metrics_open(directory, LAYOUT, ROUTES, METRICS_WORKER) != 0)
		_exit(1);
	for (int i = 0; i < REQUESTS; i++)
		count_requests(1, i % 2 ? 200 : 299, i % 2 ? 400 : 4000);
	metrics_begin_request();
	kill(getpid(), SIGKILL);
}

static void run_children(void)
{
	pid_t children[CHILDREN];
	int status;

	for (int i = 0; i < CHILDREN; i++) {
		children[i] = fork();
		if (children[i] == 0)
			work_and_die();
	}
	for (int i = 0; i < CHILDREN; i++) {
		waitpid(children[i], &status, 0);
		assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	}
}

static size_t other_status(void)
{
	size_t i = 0;

	while (metrics_statuses[i] != 0)
		i++;
	return i;
}

static void check_sums(uint64_t children)
{
	struct metrics_sum sum;
	const struct metrics_route *route;

	metrics_sum(&sum);
	route = &sum.routes[1];
	assert_int_equal(sum.route_count, ROUTES);
	assert_int_equal(route->statuses[0], children * REQUESTS / 2);
	assert_int_equal(route->statuses[other_status()], children * REQUESTS / 2);
	assert_int_equal(route->buckets[0], children * REQUESTS / 2);
	assert_int_equal(route->buckets[3], children * REQUESTS / 2);
	assert_int_equal(route->microseconds, children * REQUESTS * 2200);
	assert_int_equal(route->questions, children * REQUESTS * 2);
	assert_int_equal(sum.counts[METRIC_BYTES], children * REQUESTS * 10);
	assert_int_equal(sum.routes[2].statuses[0], 0);
	/* They died busy, and are not there any more. */
	assert_int_equal(sum.busy, 0);
	assert_int_equal(sum.idle, 0);
	metrics_sum_free(&sum);
}

static void test_survive_death(void **state)
{
	(void)state;
	assert_int_equal(metrics_open(directory, LAYOUT, ROUTES, METRICS_MASTER), 0);
	run_children();
	check_sums(CHILDREN);
	run_children();
	check_sums(2 * CHILDREN);
	metrics_close();
}

static void test_live_workers(void **state)
{
	struct metrics_sum sum;

	(void)state;
	assert_int_equal(metrics_open(directory, LAYOUT, ROUTES, METRICS_WORKER), 0);
	metrics_begin_request();
	metrics_sum(&sum);
	assert_int_equal(sum.busy, 1);
	metrics_sum_free(&sum);
	count_requests(0, 404, 1);
	metrics_sum(&sum);
	assert_int_equal(sum.busy, 0);
	assert_int_equal(sum.idle, 1);
	assert_int_equal(sum.routes[0].buckets[0], 1);
	metrics_sum_free(&sum);
	metrics_close();
}

/* A master clears away what programs with other routes left, and starts anew. */
static void test_other_layout(void **state)
{
	struct metrics_sum sum;
	char path[sizeof(directory) + 64];
	struct stat status;

	(void)state;
	assert_int_equal(metrics_open(directory, LAYOUT + 1, ROUTES + 1, METRICS_MASTER), 0);
	metrics_sum(&sum);
	assert_int_equal(sum.routes[1].statuses[0], 0);
	metrics_sum_free(&sum);
	metrics_close();
	snprintf(path, sizeof(path), "%s/metrics-%016x", directory, LAYOUT);
	assert_int_equal(stat(path, &status), -1);
	snprintf(path, sizeof(path), "%s/metrics-%016x", directory, LAYOUT + 1);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
}

/* Without a folder a process counts for itself, and shows its counts. */
static void test_alone(void **state)
{
	struct metrics_sum sum;

	(void)state;
	assert_int_not_equal(metrics_open("/nowhere", LAYOUT, ROUTES, METRICS_WORKER), 0);
	count_requests(1, 200, 1);
	metrics_sum(&sum);
	assert_int_equal(sum.route_count, 0);
	assert_true(sum.counts[METRIC_QUESTIONS] >= 2);
	metrics_sum_free(&sum);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_survive_death),
		cmocka_unit_test(test_live_workers),
		cmocka_unit_test(test_other_layout),
		cmocka_unit_test(test_alone),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
