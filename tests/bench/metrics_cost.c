/*
 * What counting costs a request that asks the database twice: everything that the program does for /metrics
 * on its way, clocks included, so many times. Prints nanoseconds of processor time for one request. The
 * first argument names a folder for the file of figures, the second says how often.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/duration.h"
#include "base/metrics.h"

enum { ROUTES = 200, QUESTIONS = 2, ROUTE = 17 };

static long nanoseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return now.tv_sec * 1000000000 + now.tv_nsec;
}

static void count_one(void)
{
	struct metrics_request request = {
		.route = ROUTE, .status = 200, .microseconds = 300, .bytes = 426
	};

	metrics_begin_request();
	for (int i = 0; i < QUESTIONS; i++) {
		int64_t began = monotonic_us();

		metrics_add(METRIC_QUESTIONS, 1);
		metrics_add(METRIC_DATABASE_MICROSECONDS, (uint64_t)(monotonic_us() - began));
	}
	metrics_add(METRIC_CACHE_MISSES, 1);
	metrics_end_request(&request);
}

int main(int count, char **values)
{
	long times, begun;

	if (count != 3 || metrics_open(values[1], 1, ROUTES, METRICS_WORKER) != 0) {
		fputs("usage: metrics_cost FOLDER TIMES\n", stderr);
		return 2;
	}
	times = strtol(values[2], NULL, 10);
	begun = nanoseconds();
	for (long i = 0; i < times; i++)
		count_one();
	printf("%ld\n", (nanoseconds() - begun) / times);
	metrics_close();
	return 0;
}
