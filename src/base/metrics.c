/*
 * The mapped file and its slots. A slot belongs to the process that holds the kernel's lock on its first
 * byte (an open-file-description lock), which the kernel gives back when that process dies. Counts are
 * written with relaxed stores by their owner alone and read by anybody, so each is whole; a sum that is
 * read while others count lags behind by what they do meanwhile.
 */
#include "base/metrics.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buffer.h"

/* More than the workers of two images of a master, while one follows the other. */
enum { SLOTS = 640, PAGE = 4096, LOCK_TRIES = 100 };

#define FILE_NAME "metrics-%016llx"

enum { PREFIX_SIZE = sizeof("metrics-") - 1 };

const int metrics_statuses[METRICS_STATUSES] = {
	200, 201, 202, 204, 206, 303, 304, 308, 400, 401, 403, 404, 405, 406, 408, 409,
	410, 412, 413, 415, 416, 422, 428, 429, 431, 500, 501, 502, 503, 504, 507, 0,
};

const int64_t metrics_buckets[METRICS_BUCKETS] = {
	500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 1000000, 3000000, INT64_MAX,
};

struct slot {
	_Atomic uint32_t role, is_busy;
	_Atomic uint64_t counts[METRICS];
};

/* The head of the file. */
struct head {
	_Atomic uint32_t used; /* slots from the first on that were ever taken */
	_Atomic int64_t schema;
};

/* The words of a route in a slot are those of struct metrics_route. */
enum { ROUTE_WORDS = sizeof(struct metrics_route) / sizeof(uint64_t) };

_Static_assert(sizeof(struct metrics_route) == ROUTE_WORDS * sizeof(uint64_t), "words alone");
_Static_assert(sizeof(struct head) <= PAGE, "the slots begin behind it");

static struct {
	int fd;
	size_t route_count, slot_size, file_size;
	struct head *head; /* NULL: no file */
	struct slot *slot;
	size_t index;                              /* of our own slot */
	uint64_t questions, database_microseconds; /* when the request began */
} state = { .fd = -1 };

/* What a process without a file counts in. */
static struct slot alone;

static struct slot *mine(void)
{
	return state.slot ? state.slot : &alone;
}

static _Atomic uint64_t *route_words(struct slot *slot, size_t route)
{
	return (_Atomic uint64_t *)(slot + 1) + route * ROUTE_WORDS;
}

static struct slot *slot_at(size_t index)
{
	return (struct slot *)((char *)state.head + PAGE + index * state.slot_size);
}

/* ---- the file -------------------------------------------------------------------------------- */

static struct flock range_of(size_t index, short type)
{
	return (struct flock){ .l_type = type,
			       .l_whence = SEEK_SET,
			       .l_start = (off_t)(PAGE + index * state.slot_size),
			       .l_len = 1 };
}

/* Space is taken at once: a full disk must show here, not as SIGBUS at the first count. */
static int fill(int fd, off_t from, off_t size)
{
	struct stat status;

	if (fstat(fd, &status) != 0)
		return errno;
	if (status.st_size < (off_t)state.file_size && ftruncate(fd, (off_t)state.file_size) != 0)
		return errno;
	return posix_fallocate(fd, from, size);
}

static int map(int fd)
{
	void *memory;
	int failure = fill(fd, 0, PAGE);

	if (failure)
		return failure;
	memory = mmap(NULL, state.file_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (memory == MAP_FAILED)
		return errno;
	state.head = memory;
	state.fd = fd;
	return 0;
}

static void note_used(size_t count)
{
	uint32_t used = atomic_load(&state.head->used);

	while (used < count &&
	       !atomic_compare_exchange_weak(&state.head->used, &used, (uint32_t)count))
		continue;
}

/* The first slot that no living process has. */
static int take_slot(enum metrics_role role)
{
	for (size_t i = 0; i < SLOTS; i++) {
		struct flock range = range_of(i, F_WRLCK);
		int failure;

		if (fcntl(state.fd, F_OFD_SETLK, &range) != 0)
			continue;
		failure = fill(state.fd, range.l_start, (off_t)state.slot_size);
		if (failure)
			return failure;
		state.index = i;
		state.slot = slot_at(i);
		note_used(i + 1);
		atomic_store(&state.slot->is_busy, 0);
		atomic_store(&state.slot->role, role);
		return 0;
	}
	return EAGAIN;
}

static size_t round_up(size_t size, size_t to)
{
	return (size + to - 1) / to * to;
}

static int open_file(const char *directory, uint64_t layout)
{
	struct buffer path = { 0 };
	int fd, failure;

	buffer_print(&path, "%s/" FILE_NAME, directory, (unsigned long long)layout);
	fd = open(path.data, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	failure = fd < 0 ? errno : 0;
	buffer_free(&path);
	if (!failure)
		failure = map(fd);
	if (failure && fd >= 0)
		close(fd);
	return failure;
}

/* "metrics-0123456789abcdef", but not our own. */
static bool is_others(const char *name, const char *own)
{
	return strlen(name) == strlen(own) && strncmp(name, own, PREFIX_SIZE) == 0 &&
	       strcmp(name, own) != 0;
}

/* What programs with other routes left. Those that run still count in what they have mapped. */
static void remove_others(const char *directory, uint64_t layout)
{
	DIR *folder = opendir(directory);
	char own[NAME_MAX];

	if (!folder)
		return;
	snprintf(own, sizeof(own), FILE_NAME, (unsigned long long)layout);
	for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
		if (is_others(entry->d_name, own))
			unlinkat(dirfd(folder), entry->d_name, 0);
	}
	closedir(folder);
}

int metrics_open(const char *directory, uint64_t layout, size_t route_count, enum metrics_role role)
{
	int failure;

	assert(route_count <= METRICS_ROUTES_MAX);
	metrics_close();
	state.route_count = route_count;
	state.slot_size =
		round_up(sizeof(struct slot) + route_count * sizeof(struct metrics_route), PAGE);
	state.file_size = PAGE + SLOTS * state.slot_size;
	failure = open_file(directory, layout);
	if (failure)
		return failure;
	failure = take_slot(role);
	if (failure)
		metrics_close();
	else if (role == METRICS_MASTER)
		remove_others(directory, layout);
	return failure;
}

void metrics_close(void)
{
	if (!state.head)
		return;
	if (state.slot)
		atomic_store(&state.slot->is_busy, 0);
	munmap(state.head, state.file_size);
	close(state.fd);
	state.head = NULL;
	state.slot = NULL;
	state.fd = -1;
}

/* ---- counting -------------------------------------------------------------------------------- */

/* Its owner alone writes: no locked instruction is needed. */
static void raise(_Atomic uint64_t *count, uint64_t amount)
{
	atomic_store_explicit(count, atomic_load_explicit(count, memory_order_relaxed) + amount,
			      memory_order_relaxed);
}

void metrics_add(enum metrics_count metric, uint64_t amount)
{
	raise(&mine()->counts[metric], amount);
}

uint64_t metrics_mine(enum metrics_count metric)
{
	return atomic_load_explicit(&mine()->counts[metric], memory_order_relaxed);
}

void metrics_tell_schema(int64_t migration)
{
	if (state.head)
		atomic_store(&state.head->schema, migration);
}

void metrics_begin_request(void)
{
	atomic_store_explicit(&mine()->is_busy, 1, memory_order_relaxed);
	state.questions = metrics_mine(METRIC_QUESTIONS);
	state.database_microseconds = metrics_mine(METRIC_DATABASE_MICROSECONDS);
}

static size_t status_index(int status)
{
	size_t i = 0;

	while (metrics_statuses[i] != status && metrics_statuses[i] != 0)
		i++;
	return i;
}

static size_t bucket_index(int64_t microseconds)
{
	size_t i = 0;

	while (microseconds > metrics_buckets[i])
		i++;
	return i;
}

static void count_route(const struct metrics_request *request)
{
	_Atomic uint64_t *words = route_words(state.slot, request->route);
	const size_t at = sizeof(uint64_t);

	raise(&words[offsetof(struct metrics_route, statuses) / at + status_index(request->status)],
	      1);
	raise(&words[offsetof(struct metrics_route, buckets) / at +
		     bucket_index(request->microseconds)],
	      1);
	raise(&words[offsetof(struct metrics_route, microseconds) / at],
	      (uint64_t)request->microseconds);
	raise(&words[offsetof(struct metrics_route, questions) / at], request->questions);
	raise(&words[offsetof(struct metrics_route, database_microseconds) / at],
	      request->database_microseconds);
}

void metrics_end_request(struct metrics_request *request)
{
	request->questions = metrics_mine(METRIC_QUESTIONS) - state.questions;
	request->database_microseconds =
		metrics_mine(METRIC_DATABASE_MICROSECONDS) - state.database_microseconds;
	metrics_add(METRIC_BYTES, request->bytes);
	if (state.slot && request->route < state.route_count)
		count_route(request);
	atomic_store_explicit(&mine()->is_busy, 0, memory_order_relaxed);
}

/* ---- adding up ------------------------------------------------------------------------------- */

/* A lock of our own is not in our way. */
static bool is_alive(size_t index)
{
	struct flock range = range_of(index, F_WRLCK);

	if (state.slot && index == state.index)
		return true;
	return fcntl(state.fd, F_OFD_GETLK, &range) == 0 && range.l_type != F_UNLCK;
}

static void add_worker(struct metrics_sum *out, size_t index, struct slot *slot)
{
	if (atomic_load(&slot->role) != METRICS_WORKER || !is_alive(index))
		return;
	if (atomic_load(&slot->is_busy))
		out->busy++;
	else
		out->idle++;
}

static void add_slot(struct metrics_sum *out, struct slot *slot)
{
	uint64_t *sums = (uint64_t *)out->routes;
	_Atomic uint64_t *words = route_words(slot, 0);

	for (size_t i = 0; i < METRICS; i++)
		out->counts[i] += atomic_load_explicit(&slot->counts[i], memory_order_relaxed);
	for (size_t i = 0; i < out->route_count * ROUTE_WORDS; i++)
		sums[i] += atomic_load_explicit(&words[i], memory_order_relaxed);
}

void metrics_sum(struct metrics_sum *out)
{
	size_t used = state.head ? atomic_load(&state.head->used) : 0;

	*out = (struct metrics_sum){ .route_count = state.head ? state.route_count : 0 };
	out->routes = memory_take((out->route_count + 1) * sizeof(*out->routes));
	for (size_t i = 0; i < METRICS && !state.head; i++)
		out->counts[i] = atomic_load(&alone.counts[i]);
	if (state.head)
		out->schema = atomic_load(&state.head->schema);
	for (size_t i = 0; i < used && i < SLOTS; i++) {
		add_slot(out, slot_at(i));
		add_worker(out, i, slot_at(i));
	}
}

void metrics_sum_free(struct metrics_sum *sum)
{
	free(sum->routes);
	sum->routes = NULL;
}
