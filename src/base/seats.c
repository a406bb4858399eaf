/*
 * The locks are truth, the file behind them holds only times by which a crowd that moves is told from
 * one that is stuck. Things share places by their hash: a wrong time costs a short wait or an early
 * refusal, never a seat. Knows nothing of what is waited for.
 */
#include "base/seats.h"
#include "base/duration.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
	PLACES = 64,
	MEMORY_MS = 3000, /* for so long a wait in vain stands for the next, */
	SOON_MS = 20,     /* unless they have only just sat down */
	WAIT_STEP_MS = 2,
	STEPS_TO_REFUSAL = 5, /* of stuck_ms each: others were always quicker */
	HASH_BYTES = 6,
};

/* Where the locks are: behind everything that is stored, as locks may be. */
static const off_t locks_at = (off_t)1 << 60;

/* Milliseconds by the monotonic clock; 0: never, or not now. */
struct place {
	_Atomic int64_t got;              /* when somebody last got what he waited for */
	_Atomic int64_t failed;           /* when somebody last waited in vain */
	_Atomic int64_t since[SEATS_MAX]; /* when the one in this seat sat down */
};

struct table {
	struct place places[PLACES];
};

struct seats {
	int fd;
	unsigned stuck_ms;
	struct table *table;
};

/* Whether a time is so long ago. One of an earlier boot may lie ahead: it is none. */
static bool is_past(int64_t time, int64_t ms, int64_t now)
{
	return time != 0 && time <= now && now - time > ms;
}

/* ---- the file -------------------------------------------------------------------------------- */

static int map_file(int fd, struct table **out)
{
	int failure = posix_fallocate(fd, 0, (off_t)sizeof(struct table));
	struct table *table;

	if (failure)
		return failure;
	table = mmap(NULL, sizeof(*table), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (table == MAP_FAILED)
		return errno;
	*out = table;
	return 0;
}

const struct error *seats_open(struct arena *arena, const char *path, unsigned stuck_ms,
			       struct seats **out)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	struct table *table = NULL;
	int failure = fd < 0 ? errno : map_file(fd, &table);

	if (failure) {
		if (fd >= 0)
			close(fd);
		return error_new(arena, ERROR_UNAVAILABLE, "cannot open the seats in %s: %s", path,
				 strerror(failure));
	}
	*out = memory_take(sizeof(**out));
	**out = (struct seats){ fd, stuck_ms, table };
	return NULL;
}

void seats_close(struct seats *seats)
{
	if (!seats)
		return;
	munmap(seats->table, sizeof(*seats->table));
	close(seats->fd);
	free(seats);
}

/* ---- locks ----------------------------------------------------------------------------------- */

/* Ids are random in their last bytes. */
static uint64_t hash_of(struct id id)
{
	uint64_t hash = 0;

	for (size_t i = sizeof(id.bytes) - HASH_BYTES; i < sizeof(id.bytes); i++)
		hash = hash << 8 | id.bytes[i];
	return hash;
}

static bool set_lock(int fd, short type, off_t at)
{
	struct flock range = { .l_type = type, .l_whence = SEEK_SET, .l_start = at, .l_len = 1 };

	return fcntl(fd, F_OFD_SETLK, &range) == 0;
}

/* The first free seat. */
static bool sit_down(struct seats *seats, uint64_t hash, unsigned count, struct seat *out)
{
	struct seat seat = { .place = (unsigned)(hash % PLACES) };

	for (; seat.number < count; seat.number++) {
		seat.lock = locks_at + (off_t)(hash * SEATS_MAX) + seat.number;
		if (!set_lock(seats->fd, F_WRLCK, seat.lock))
			continue;
		atomic_store(&seats->table->places[seat.place].since[seat.number], monotonic_ms());
		*out = seat;
		return true;
	}
	return false;
}

/* ---- whether it is worth waiting for a seat -------------------------------------------------- */

static bool somebody_waits(struct place *place, unsigned count, int64_t ms, int64_t now)
{
	for (unsigned i = 0; i < count; i++) {
		if (is_past(atomic_load(&place->since[i]), ms, now))
			return true;
	}
	return false;
}

static bool is_stuck(struct place *place, unsigned count, unsigned stuck_ms)
{
	int64_t now = monotonic_ms();
	int64_t got = atomic_load(&place->got), failed = atomic_load(&place->failed);

	if (failed > got && failed <= now && now - failed < MEMORY_MS)
		return somebody_waits(place, count, SOON_MS, now);
	return (got > now || now - got > stuck_ms) && somebody_waits(place, count, stuck_ms, now);
}

static void pause_briefly(void)
{
	const struct timespec pause = { .tv_nsec = WAIT_STEP_MS * 1000000L };

	nanosleep(&pause, NULL);
}

static const struct error *refuse(struct arena *arena, unsigned count)
{
	struct error *error = arena_take(arena, sizeof(*error));

	error->code = ERROR_UNAVAILABLE;
	error->message = TEXT("Others are writing to this workspace right now. Please try again.");
	error->retry_seconds = 1;
	error->inside = arena_print(arena, "all %u seats in front of the row are taken", count);
	return error;
}

const struct error *seats_take(struct seats *seats, struct arena *arena, struct id id,
			       unsigned count, struct seat *out)
{
	uint64_t hash = hash_of(id);
	struct place *place = &seats->table->places[hash % PLACES];
	int64_t until = monotonic_ms() + (int64_t)STEPS_TO_REFUSAL * seats->stuck_ms;

	assert(count >= 1 && count <= SEATS_MAX);
	while (!sit_down(seats, hash, count, out)) {
		if (is_stuck(place, count, seats->stuck_ms) || monotonic_ms() > until)
			return refuse(arena, count);
		pause_briefly();
	}
	return NULL;
}

void seats_leave(struct seats *seats, const struct seat *seat, enum seat_outcome outcome)
{
	struct place *place = &seats->table->places[seat->place];

	if (outcome != SEAT_UNUSED)
		atomic_store(outcome == SEAT_GOT ? &place->got : &place->failed, monotonic_ms());
	atomic_store(&place->since[seat->number], 0);
	set_lock(seats->fd, F_UNLCK, seat->lock);
}
