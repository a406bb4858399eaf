/*
 * The shared table: a header and 65,536 slots in buckets of 64, in a file that every process maps.
 * An id belongs to one bucket and may use any slot of it; a slot whose minute is gone by is free
 * for others. A slot's minute and count are one word, so a process that dies between two
 * instructions leaves the one or the other, never a mixture.
 */
#include "base/counter.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUCKETS = 1024, BUCKET_SLOTS = 64 };

struct slot {
	struct id id;
	_Atomic uint64_t state; /* minute since 1970 << 32 | events counted; 0: never used */
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

/* "okrcnt1" and a NUL; another layout takes another mark. */
static const uint64_t table_mark = UINT64_C(0x6F6B72636E743100);

struct counters {
	int fd;
	struct table *table;
};

/* What the caller hears is a fixed sentence; the log hears the rest. */
static const struct error *unavailable(struct arena *arena, unsigned retry_seconds,
				       struct text inside)
{
	struct error *error = arena_take(arena, sizeof(*error));

	error->code = ERROR_UNAVAILABLE;
	error->message = TEXT("Requests cannot be counted at the moment; try again.");
	error->retry_seconds = retry_seconds;
	error->inside = inside;
	return error;
}

/* Waits for the lock (F_WRLCK) on some bytes of the file, or gives it back (F_UNLCK). */
static bool set_lock(int fd, short type, off_t start, off_t size)
{
	struct flock range = {
		.l_type = type, .l_whence = SEEK_SET, .l_start = start, .l_len = size
	};

	while (fcntl(fd, F_OFD_SETLKW, &range) != 0) {
		if (errno != EINTR)
			return false;
	}
	return true;
}

/* Space is taken at once: a full disk must show here, not as SIGBUS at the first count. */
static int fill_file(int fd)
{
	struct stat status;
	uint64_t mark = 0;

	if (fstat(fd, &status) != 0 || pread(fd, &mark, sizeof(mark), 0) < 0)
		return errno;
	if ((mark != 0 && mark != table_mark) || status.st_size > (off_t)sizeof(struct table))
		return EINVAL;
	if (status.st_size == (off_t)sizeof(struct table))
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
	**out = (struct counters){ fd, table };
	return NULL;
}

void counters_close(struct counters *counters)
{
	if (!counters)
		return;
	munmap(counters->table, sizeof(*counters->table));
	close(counters->fd);
	free(counters);
}

static uint32_t state_minute(uint64_t state)
{
	return (uint32_t)(state >> 32);
}

static uint64_t state_of(uint32_t minute, uint32_t count)
{
	return (uint64_t)minute << 32 | count;
}

/* A slot one minute ahead was used before the clock stepped back; one further ahead is an error
 * of the clock that was mended since. */
static bool is_live(uint64_t state, uint32_t minute)
{
	return state_minute(state) == minute || state_minute(state) == minute + 1;
}

/* FNV-1a: ids of one moment differ in their last bytes alone. */
static size_t bucket_of(struct id id)
{
	uint32_t hash = UINT32_C(2166136261);

	for (size_t i = 0; i < sizeof(id.bytes); i++)
		hash = (hash ^ id.bytes[i]) * UINT32_C(16777619);
	return (hash >> 16 ^ hash) % BUCKETS;
}

/* The slot of this id, else the free slot that was idle longest, else NULL. */
static struct slot *find_slot(struct bucket *bucket, struct id id, uint32_t minute)
{
	struct slot *idle = NULL;
	uint64_t idle_state = UINT64_MAX;

	for (size_t i = 0; i < BUCKET_SLOTS; i++) {
		struct slot *slot = &bucket->slots[i];
		uint64_t state = atomic_load(&slot->state);

		if (state != 0 && id_equal(slot->id, id))
			return slot;
		if (!is_live(state, minute) && state < idle_state) {
			idle = slot;
			idle_state = state;
		}
	}
	return idle;
}

/* The bucket's lock is held. Returns the state after the event was counted, or with a count of
 * limit + 1 when it was not; 0 when the bucket is full. */
static uint64_t count_event(struct bucket *bucket, struct id id, uint32_t minute, uint32_t limit)
{
	struct slot *slot = find_slot(bucket, id, minute);
	uint64_t state;

	if (!slot)
		return 0;
	state = atomic_load(&slot->state);
	if (state == 0 || !id_equal(slot->id, id)) {
		/* In this order, a process that dies here leaves a slot that is free. */
		atomic_store(&slot->state, 0);
		atomic_signal_fence(memory_order_seq_cst);
		slot->id = id;
		atomic_signal_fence(memory_order_seq_cst);
		state = 0;
	}
	if (!is_live(state, minute))
		state = state_of(minute, 0);
	if ((uint32_t)state >= limit)
		return state_of(state_minute(state), limit + 1);
	state++;
	atomic_store(&slot->state, state);
	return state;
}

const struct error *counters_take(struct counters *counters, struct arena *arena, struct id id,
				  struct instant now, unsigned limit, unsigned *count,
				  struct instant *minute_end)
{
	size_t index = bucket_of(id);
	off_t start = (off_t)(offsetof(struct table, buckets) + index * sizeof(struct bucket));
	uint32_t minute = (uint32_t)(now.ms / MS_PER_MINUTE);
	uint64_t state;

	assert(now.ms >= MS_PER_MINUTE && limit < UINT32_MAX);
	if (!set_lock(counters->fd, F_WRLCK, start, sizeof(struct bucket)))
		return unavailable(
			arena, 1, arena_print(arena, "cannot lock a counter: %s", strerror(errno)));
	state = count_event(&counters->table->buckets[index], id, minute, limit);
	set_lock(counters->fd, F_UNLCK, start, sizeof(struct bucket));
	if (state == 0)
		return unavailable(arena, 60 - (unsigned)(now.ms % MS_PER_MINUTE / 1000),
				   TEXT("a bucket of the table of counters is full"));
	*count = (uint32_t)state;
	minute_end->ms = ((int64_t)state_minute(state) + 1) * MS_PER_MINUTE;
	return NULL;
}
