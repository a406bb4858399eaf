/*
 * The shared table: a header and 65,536 slots in buckets of 64, in a file that every process maps.
 * An id belongs to one bucket and may use any slot of it; a slot whose minute is gone by since a
 * minute is free for others. The beginning of a slot's minute and its count are one word, so a process
 * that dies between two instructions leaves the one or the other, never a mixture.
 */
#include "counter_internal.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
	BUCKETS = 1024,
	BUCKET_SLOTS = 64,
	COUNT_BITS = 30,
	START_BITS = 64 - COUNT_BITS,
	LOCK_MS_MAX =
		500, /* who holds a lock for longer was stopped in the midst of a few instructions */
	LOCK_STEP_US = 200,
};

struct slot {
	struct id id;
	_Atomic uint64_t state; /* start << COUNT_BITS | events counted; 0: never used */
};

struct bucket {
	struct slot slots[BUCKET_SLOTS];
};

struct table {
	_Atomic uint64_t mark; /* 0 while the file is new */
	uint64_t unused[7];
	struct bucket buckets[BUCKETS];
};

_Static_assert(sizeof(struct slot) == 24, "every build reads the same file");
_Static_assert(offsetof(struct table, buckets) == 64, "every build reads the same file");

/*
 * "okrcnt2" and a NUL; another layout takes another mark. The one before had another state in the same
 * place: read as this one's it is nearly always a minute long gone by, and at worst one that lasts.
 */
static const uint64_t table_mark = UINT64_C(0x6F6B72636E743200);
static const uint64_t mark_before = UINT64_C(0x6F6B72636E743100);

_Static_assert(sizeof(struct table) <= GUESSES_AT, "they share the file");

const struct error *counters_unavailable(struct arena *arena, unsigned retry_seconds,
					 struct text inside)
{
	struct error *error = arena_take(arena, sizeof(*error));

	error->code = ERROR_UNAVAILABLE;
	error->message = TEXT("Requests cannot be counted at the moment; try again.");
	error->retry_seconds = retry_seconds;
	error->inside = inside;
	return error;
}

static void pause_briefly(void)
{
	const struct timespec pause = { .tv_nsec = LOCK_STEP_US * 1000L };

	nanosleep(&pause, NULL);
}

static bool set_lock(int fd, short type, off_t start, off_t size)
{
	struct flock range = {
		.l_type = type, .l_whence = SEEK_SET, .l_start = start, .l_len = size
	};

	for (int tries = LOCK_MS_MAX * 1000 / LOCK_STEP_US; tries > 0; tries--) {
		if (fcntl(fd, F_OFD_SETLK, &range) == 0)
			return true;
		if (errno != EAGAIN && errno != EACCES && errno != EINTR)
			return false;
		pause_briefly();
	}
	errno = ETIMEDOUT;
	return false;
}

bool counters_lock(const struct counters *counters, short type, off_t start, off_t size)
{
	return set_lock(counters->fd, type, start, size);
}

/* Space is taken at once: a full disk must show here, not as SIGBUS at the first count. */
static int fill_file(int fd)
{
	struct stat status;
	uint64_t mark = 0;

	if (fstat(fd, &status) != 0 || pread(fd, &mark, sizeof(mark), 0) < 0)
		return errno;
	if ((mark != 0 && mark != table_mark && mark != mark_before) ||
	    (mark == 0 && status.st_size > (off_t)sizeof(struct table)))
		return EINVAL;
	if (status.st_size >= (off_t)sizeof(struct table))
		return 0;
	return posix_fallocate(fd, 0, (off_t)sizeof(struct table));
}

static int map_file(int fd, struct table **out)
{
	struct table *table = mmap(NULL, sizeof(*table), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (table == MAP_FAILED)
		return errno;
	atomic_store(&table->mark, table_mark);
	*out = table;
	return 0;
}

/* Several processes may find the file missing or unfinished: the lock lets one fill it. */
static int prepare(int fd, struct table **out)
{
	int failure;

	if (!set_lock(fd, F_WRLCK, 0, 0))
		return errno;
	failure = fill_file(fd);
	if (!failure)
		failure = map_file(fd, out);
	set_lock(fd, F_UNLCK, 0, 0);
	return failure;
}

const struct error *counters_open(struct arena *arena, const char *path, struct counters **out)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	int failure = fd < 0 ? errno : 0;
	struct table *table = NULL;

	if (!failure)
		failure = prepare(fd, &table);
	if (failure) {
		const char *reason = failure == EINVAL ? "this is no table of counters; remove it" :
							 strerror(failure);

		if (fd >= 0)
			close(fd);
		return error_new(arena, ERROR_UNAVAILABLE, "cannot open the counters in %s: %s",
				 path, reason);
	}
	*out = memory_take(sizeof(**out));
	**out = (struct counters){ .fd = fd, .table = table };
	return NULL;
}

void counters_close(struct counters *counters)
{
	if (!counters)
		return;
	if (counters->guesses)
		munmap(counters->guesses, counters->guesses_size);
	munmap(counters->table, sizeof(*counters->table));
	close(counters->fd);
	free(counters);
}

/* ---- a state: when its minute began, and its count ------------------------------------------- */

static uint64_t state_of(int64_t start_ms, uint32_t count)
{
	return (uint64_t)start_ms << COUNT_BITS | count;
}

static uint32_t state_count(uint64_t state)
{
	return state & ((UINT64_C(1) << COUNT_BITS) - 1);
}

/*
 * How long ago the minute began. The beginning is kept modulo 2^34 ms, 198 days: what was idle for
 * longer may look younger, and be counted in for a minute. Negative: another process has read the
 * clock later than we; or the machine was booted since.
 */
static int64_t state_age(uint64_t state, int64_t steady_ms)
{
	const int64_t span = INT64_C(1) << START_BITS;
	int64_t age = (steady_ms - (int64_t)(state >> COUNT_BITS)) & (span - 1);

	return age < span / 2 ? age : age - span;
}

static bool is_live(uint64_t state, int64_t steady_ms)
{
	int64_t age = state_age(state, steady_ms);

	return age > -MS_PER_MINUTE && age < MS_PER_MINUTE;
}

/* Whether another id may have the slot: not in the minute behind its own, which would let its id
 * begin anew too early. */
static bool is_free(uint64_t state, int64_t steady_ms)
{
	int64_t age = state_age(state, steady_ms);

	return state == 0 || age <= -MS_PER_MINUTE || age >= 2 * (int64_t)MS_PER_MINUTE;
}

/* A minute that begins with the calendar's, unless the one before has not been over for so long. */
static uint64_t begin_minute(uint64_t before, struct moment now)
{
	int64_t into = (now.wall.ms % MS_PER_MINUTE + MS_PER_MINUTE) % MS_PER_MINUTE;
	int64_t since_end = state_age(before, now.steady_ms) - MS_PER_MINUTE;

	if (before != 0 && since_end >= 0 && since_end < into)
		into = since_end;
	return state_of(now.steady_ms - into, 0);
}

static unsigned seconds_left(uint64_t state, int64_t steady_ms)
{
	int64_t ms = MS_PER_MINUTE - state_age(state, steady_ms);

	return ms < MS_PER_MINUTE ? (unsigned)(ms + 999) / 1000 : MS_PER_MINUTE / 1000;
}

/* ---- slots ----------------------------------------------------------------------------------- */

/* FNV-1a: ids of one moment differ in their last bytes alone. */
static size_t bucket_of(struct id id)
{
	uint32_t hash = UINT32_C(2166136261);

	for (size_t i = 0; i < sizeof(id.bytes); i++)
		hash = (hash ^ id.bytes[i]) * UINT32_C(16777619);
	return (hash >> 16 ^ hash) % BUCKETS;
}

/* The slot of this id, else the free slot that was idle longest, else NULL. */
static struct slot *find_slot(struct bucket *bucket, struct id id, int64_t steady_ms)
{
	struct slot *idle = NULL;
	int64_t idle_age = INT64_MIN;

	for (size_t i = 0; i < BUCKET_SLOTS; i++) {
		struct slot *slot = &bucket->slots[i];
		uint64_t state = atomic_load(&slot->state);
		int64_t age = state == 0 ? INT64_MAX : state_age(state, steady_ms);

		if (state != 0 && id_equal(slot->id, id))
			return slot;
		if (is_free(state, steady_ms) && age > idle_age) {
			idle = slot;
			idle_age = age;
		}
	}
	return idle;
}

/* The slot becomes that of the id. In this order, a process that dies here leaves one that is free. */
static void take_slot(struct slot *slot, struct id id)
{
	atomic_store(&slot->state, 0);
	atomic_signal_fence(memory_order_seq_cst);
	slot->id = id;
	atomic_signal_fence(memory_order_seq_cst);
}

/* The bucket's lock is held. Returns the state after the events were counted, or as it is when they
 * were not; 0 when the bucket is full. */
static uint64_t count_events(struct bucket *bucket, struct id id, struct moment now,
			     unsigned events, unsigned limit, bool *fits)
{
	struct slot *slot = find_slot(bucket, id, now.steady_ms);
	uint64_t state;

	if (!slot)
		return 0;
	if (!id_equal(slot->id, id))
		take_slot(slot, id);
	state = atomic_load(&slot->state);
	if (state == 0 || !is_live(state, now.steady_ms))
		state = begin_minute(state, now);
	*fits = events <= limit && state_count(state) <= limit - events;
	if (!*fits)
		return state;
	state += events;
	atomic_store(&slot->state, state);
	return state;
}

const struct error *counters_take_many(struct counters *counters, struct arena *arena, struct id id,
				       struct moment now, unsigned events, unsigned limit,
				       struct tally *out)
{
	size_t index = bucket_of(id);
	off_t start = (off_t)(offsetof(struct table, buckets) + index * sizeof(struct bucket));
	uint64_t state;
	bool fits = false;

	assert(limit <= COUNTER_LIMIT_MAX);
	if (!counters_lock(counters, F_WRLCK, start, sizeof(struct bucket)))
		return counters_unavailable(
			arena, 1, arena_print(arena, "cannot lock a counter: %s", strerror(errno)));
	state = count_events(&counters->table->buckets[index], id, now, events, limit, &fits);
	counters_lock(counters, F_UNLCK, start, sizeof(struct bucket));
	if (state == 0)
		return counters_unavailable(arena, MS_PER_MINUTE / 1000,
					    TEXT("a bucket of the table of counters is full"));
	*out = (struct tally){ fits, (unsigned)state_count(state),
			       seconds_left(state, now.steady_ms) };
	return NULL;
}

const struct error *counters_take(struct counters *counters, struct arena *arena, struct id id,
				  struct moment now, unsigned limit, unsigned *count,
				  unsigned *seconds)
{
	struct tally tally;
	const struct error *error = counters_take_many(counters, arena, id, now, 1, limit, &tally);

	if (error)
		return error;
	*count = tally.fits ? tally.count : limit + 1;
	*seconds = tally.seconds;
	return NULL;
}
