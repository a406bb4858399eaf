/*
 * Figures of all processes of a host, for those who watch it: a mapped file with one slot for each
 * process. Only its owner writes to a slot, so nothing is locked and nothing waits; whoever reads adds
 * the slots up. A process that dies leaves what it has counted, and the next one that takes its slot
 * goes on from there: no count ever falls or is lost with a worker.
 */
#ifndef OKR_BASE_METRICS_H
#define OKR_BASE_METRICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is counted beside requests. Microseconds and bytes are sums. */
enum metrics_count {
	METRIC_QUESTIONS,             /* questions to the database */
	METRIC_DATABASE_MICROSECONDS, /* waiting for their answers */
	METRIC_CONNECTIONS,           /* made to the database */
	METRIC_CACHE_HITS,
	METRIC_CACHE_MISSES,
	METRIC_LIMITED,      /* requests that a key's limit refused */
	METRIC_JOURNAL_ROWS, /* that were committed */
	METRIC_BYTES,        /* of the bodies of answers */
	METRIC_WORKERS_STARTED,
	METRIC_WORKERS_DIED, /* by a signal, or with a status that is no success */
	METRICS,
};

/* What a process is. */
enum metrics_role { METRICS_UNUSED, METRICS_MASTER, METRICS_WORKER, METRICS_ASIDE };

enum {
	METRICS_ROUTES_MAX = 512, /* route 0 is that of requests that found none */
	METRICS_STATUSES = 32,
	METRICS_BUCKETS = 12,
};

/* The statuses that are told apart; the last one, 0, stands for all others. Ended by their number. */
extern const int metrics_statuses[METRICS_STATUSES];

/* The upper ends of the buckets of durations, in microseconds; the last one has none. */
extern const int64_t metrics_buckets[METRICS_BUCKETS];

/* Of one route. */
struct metrics_route {
	uint64_t statuses[METRICS_STATUSES];
	uint64_t buckets[METRICS_BUCKETS]; /* each duration in one alone */
	uint64_t microseconds;
	uint64_t questions, database_microseconds;
};

/*
 * Takes a slot for this process in a file of `directory`, whose name holds `layout`: programs whose
 * routes have other numbers use another file. Call it after a fork. Returns 0 or an errno; then, and
 * before, everything is counted for this process alone.
 */
int metrics_open(const char *directory, uint64_t layout, size_t route_count,
		 enum metrics_role role);
void metrics_close(void);

void metrics_add(enum metrics_count metric, uint64_t amount);

/* What this process, or those that had its slot before, counted: for differences. */
uint64_t metrics_mine(enum metrics_count metric);

/* The newest migration that is applied, as the database said last. */
void metrics_tell_schema(int64_t migration);

/* A request begins, and ends. Its questions are those since it began. */
void metrics_begin_request(void);
struct metrics_request {
	size_t route;
	int status;
	int64_t microseconds;
	uint64_t bytes;
	uint64_t questions, database_microseconds; /* metrics_end_request fills these in */
};
void metrics_end_request(struct metrics_request *request);

/* All slots together. */
struct metrics_sum {
	uint64_t counts[METRICS];
	uint64_t busy, idle; /* workers that live */
	int64_t schema;
	size_t route_count;
	struct metrics_route *routes;
};

/* To be freed with metrics_sum_free. */
void metrics_sum(struct metrics_sum *out);
void metrics_sum_free(struct metrics_sum *sum);

#endif
