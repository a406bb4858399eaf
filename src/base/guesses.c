/*
 * Two tables of windows in the file of counters. A window is the times of its last failures, as many
 * as its limit: a failure is let in when one of them is older than the window, and overwrites the
 * oldest. So each change is the store of one word, and no process can die in the midst of it. A window
 * belongs to one bucket, which is locked as a whole; when all of the bucket's are in use, the one that
 * was idle longest makes room. To make use of that takes more addresses than there are windows.
 */
#include "base/guesses.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "base/copy.h"
#include "base/secret.h"
#include "counter_internal.h"

enum {
	BUCKET_WINDOWS = 64,
	PAIR_BUCKETS = 256,   /* 16,384 windows */
	ADDRESS_BUCKETS = 64, /* 4,096 windows */
	ADDRESS_BYTES = sizeof(struct in6_addr),
	NETWORK_BYTES = 8, /* of IPv6: what one subscriber is given */
};

/* The times are those of the steady clock in milliseconds; 0: none. */
struct pair_window {
	struct id id;
	_Atomic int64_t times[GUESSES_OF_PAIR];
};

struct address_window {
	struct id id;
	_Atomic int64_t times[GUESSES_OF_ADDRESS];
};

struct guesses {
	_Atomic uint64_t mark;     /* 0 while the table is new */
	uint8_t key[MAC_KEY_SIZE]; /* makes ids of addresses and accounts: nobody can choose a bucket,
	                              nor read from the file who signed in */
	uint64_t unused[3];
	struct pair_window pairs[PAIR_BUCKETS][BUCKET_WINDOWS];
	struct address_window addresses[ADDRESS_BUCKETS][BUCKET_WINDOWS];
};

_Static_assert(offsetof(struct guesses, pairs) == 64, "every build reads the same file");
_Static_assert(sizeof(struct pair_window) == 96, "every build reads the same file");
_Static_assert(sizeof(struct address_window) == 816, "every build reads the same file");

/* "okrgss1" and a NUL; another layout takes another mark. */
static const uint64_t table_mark = UINT64_C(0x6F6B726773733100);

/* A kind of windows, and where they stand. */
struct ledger {
	size_t at, buckets, window_size;
	unsigned limit, seconds;
};

static const struct ledger pairs = {
	offsetof(struct guesses, pairs),
	PAIR_BUCKETS,
	sizeof(struct pair_window),
	GUESSES_OF_PAIR,
	GUESSES_PAIR_SECONDS,
};

static const struct ledger addresses = {
	offsetof(struct guesses, addresses),
	ADDRESS_BUCKETS,
	sizeof(struct address_window),
	GUESSES_OF_ADDRESS,
	GUESSES_ADDRESS_SECONDS,
};

/* ---- the file -------------------------------------------------------------------------------- */

static int map_table(int fd, struct guesses **out)
{
	struct stat status;
	struct guesses *table;
	int failure = fstat(fd, &status) == 0 ? 0 : errno;

	if (!failure && status.st_size < (off_t)(GUESSES_AT + sizeof(*table)))
		failure = posix_fallocate(fd, GUESSES_AT, sizeof(*table));
	if (failure)
		return failure;
	table = mmap(NULL, sizeof(*table), PROT_READ | PROT_WRITE, MAP_SHARED, fd, GUESSES_AT);
	if (table == MAP_FAILED)
		return errno;
	*out = table;
	return 0;
}

/* A process that dies before the mark is set leaves a table that is new. */
static int begin_table(struct guesses *table)
{
	uint64_t mark = atomic_load(&table->mark);

	if (mark == 0) {
		random_fill(table->key, sizeof(table->key));
		atomic_signal_fence(memory_order_seq_cst);
		atomic_store(&table->mark, table_mark);
	}
	return mark == 0 || mark == table_mark ? 0 : EINVAL;
}

/* Most processes never need the table: it is mapped when it is first asked for. */
static int prepare(struct counters *counters)
{
	struct guesses *table = NULL;
	int failure;

	if (!counters_lock(counters, F_WRLCK, GUESSES_AT, sizeof(*table)))
		return errno;
	failure = map_table(counters->fd, &table);
	if (!failure)
		failure = begin_table(table);
	counters_lock(counters, F_UNLCK, GUESSES_AT, sizeof(*table));
	if (failure && table)
		munmap(table, sizeof(*table));
	if (failure)
		return failure;
	counters->guesses = table;
	counters->guesses_size = sizeof(*table);
	return 0;
}

static const struct error *open_table(struct counters *counters, struct arena *arena)
{
	int failure = counters->guesses ? 0 : prepare(counters);

	if (counters->guesses)
		return NULL;
	return counters_unavailable(
		arena, 1,
		arena_print(arena, "cannot open the table of failed sign-ins: %s",
			    failure == EINVAL ? "it is none; remove the file of counters" :
						strerror(failure)));
}

/* ---- who ------------------------------------------------------------------------------------- */

/* Whatever an address looks like, these bytes stand for it: IPv4 as ::ffff:a.b.c.d, of IPv6 the
 * network, of anything else a digest. */
static void read_address(struct text address, uint8_t out[ADDRESS_BYTES])
{
	static const uint8_t mapped[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF };
	char printed[INET6_ADDRSTRLEN] = { 0 };
	struct text bare = text_cut(&address, '%'); /* without the interface */
	uint8_t digest[DIGEST_SIZE];

	digest256(bare, digest);
	copy_bytes(out, ADDRESS_BYTES, digest, ADDRESS_BYTES);
	if (bare.size >= sizeof(printed))
		return;
	copy_bytes(printed, sizeof(printed), bare.data, bare.size);
	if (inet_pton(AF_INET, printed, out + sizeof(mapped)) == 1)
		copy_bytes(out, ADDRESS_BYTES, mapped, sizeof(mapped));
	else if (inet_pton(AF_INET6, printed, out) == 1 && memcmp(out, mapped, sizeof(mapped)) != 0)
		memset(out + NETWORK_BYTES, 0, ADDRESS_BYTES - NETWORK_BYTES);
}

static struct id id_of(const struct guesses *table, struct text kind,
		       const uint8_t address[ADDRESS_BYTES], struct text account)
{
	const struct text parts[] = { kind, { (const char *)address, ADDRESS_BYTES }, account };
	struct id id = ID_NONE;

	_Static_assert(sizeof(id.bytes) == MAC_SIZE, "an id holds a code");
	mac_make(table->key, parts, sizeof(parts) / sizeof(parts[0]), id.bytes);
	return id;
}

/* Of one size each, so that no account reads like another's kind. */
static struct guess guess_of(const struct guesses *table, enum guess_subject subject,
			     struct text address, struct text account, int64_t steady_ms)
{
	static const struct text kinds[] = {
		[GUESS_PASSWORD] = { "P", 1 },
		[GUESS_SETUP_CODE] = { "S", 1 },
	};
	uint8_t bytes[ADDRESS_BYTES];

	read_address(address, bytes);
	return (struct guess){
		.pair = id_of(table, kinds[subject], bytes,
			      subject == GUESS_SETUP_CODE ? TEXT_NONE : account),
		.address = id_of(table, TEXT("A"), bytes, TEXT_NONE),
		.at = steady_ms > 0 ? steady_ms : 1,
	};
}

/* ---- windows --------------------------------------------------------------------------------- */

/* One window while its bucket is locked. */
struct hold {
	const struct ledger *ledger;
	struct id *id;
	_Atomic int64_t *times;
	off_t start, size; /* of the bucket, in the file */
};

/* A time that lies ahead by more than another process may have read the clock later is of an earlier
 * boot of the machine. */
static bool is_live(const struct ledger *ledger, int64_t time, int64_t now)
{
	int64_t age = now - time;

	return time != 0 && age > -MS_PER_MINUTE && age < (int64_t)ledger->seconds * 1000;
}

static int64_t newest(const struct hold *hold, int64_t now)
{
	int64_t time = 0;

	for (unsigned i = 0; i < hold->ledger->limit; i++) {
		int64_t other = atomic_load(&hold->times[i]);

		if (other > time && is_live(hold->ledger, other, now))
			time = other;
	}
	return time;
}

static void empty_window(const struct hold *hold)
{
	for (unsigned i = 0; i < hold->ledger->limit; i++)
		atomic_store(&hold->times[i], 0);
}

static void point_at(struct hold *hold, char *window)
{
	hold->id = (struct id *)(void *)window;
	hold->times = (_Atomic int64_t *)(void *)(window + sizeof(struct id));
}

/* The window of this id, else the one that was idle longest. */
static void find_window(struct hold *hold, char *bucket, struct id id, int64_t now)
{
	struct hold other = *hold;
	int64_t idle = INT64_MAX;

	point_at(hold, bucket);
	for (size_t i = 0; i < BUCKET_WINDOWS; i++) {
		int64_t time;

		point_at(&other, bucket + i * hold->ledger->window_size);
		if (id_equal(*other.id, id)) {
			*hold = other;
			return;
		}
		time = newest(&other, now);
		if (time < idle) {
			*hold = other;
			idle = time;
		}
	}
}

/* In this order, a process that dies here leaves an empty window. */
static void take_window(const struct hold *hold, struct id id)
{
	if (id_equal(*hold->id, id))
		return;
	empty_window(hold);
	atomic_signal_fence(memory_order_seq_cst);
	*hold->id = id;
	atomic_signal_fence(memory_order_seq_cst);
}

/* False: the bucket cannot be locked, and errno says why. */
static bool hold_window(const struct counters *counters, const struct ledger *ledger, struct id id,
			int64_t now, struct hold *out)
{
	size_t bucket_size = BUCKET_WINDOWS * ledger->window_size;
	size_t bucket = (id.bytes[0] | (size_t)id.bytes[1] << 8) % ledger->buckets;
	size_t at = ledger->at + bucket * bucket_size;

	assert(counters->guesses);
	*out = (struct hold){ .ledger = ledger,
			      .start = (off_t)(GUESSES_AT + at),
			      .size = (off_t)bucket_size };
	if (!counters_lock(counters, F_WRLCK, out->start, out->size))
		return false;
	find_window(out, (char *)counters->guesses + at, id, now);
	take_window(out, id);
	return true;
}

static const struct error *not_held(struct arena *arena)
{
	return counters_unavailable(
		arena, 1, arena_print(arena, "cannot lock failed sign-ins: %s", strerror(errno)));
}

static void let_go(const struct counters *counters, const struct hold *hold)
{
	counters_lock(counters, F_UNLCK, hold->start, hold->size);
}

static unsigned seconds_until_free(const struct ledger *ledger, int64_t oldest, int64_t now)
{
	int64_t seconds = (oldest + (int64_t)ledger->seconds * 1000 - now + 999) / 1000;

	if (seconds < 1)
		return 1;
	return seconds < ledger->seconds ? (unsigned)seconds : ledger->seconds;
}

/* Counts a failure; *wait is 0, or the seconds until there is room for it. */
static void add(const struct hold *hold, int64_t now, unsigned *wait)
{
	_Atomic int64_t *oldest = &hold->times[0];

	*wait = 0;
	for (unsigned i = 0; i < hold->ledger->limit; i++) {
		int64_t time = atomic_load(&hold->times[i]);

		if (!is_live(hold->ledger, time, now)) {
			atomic_store(&hold->times[i], now);
			return;
		}
		if (time < atomic_load(oldest))
			oldest = &hold->times[i];
	}
	*wait = seconds_until_free(hold->ledger, atomic_load(oldest), now);
}

/* One of this time: several failures of one millisecond are alike. */
static void take_back(const struct hold *hold, int64_t time)
{
	for (unsigned i = 0; i < hold->ledger->limit; i++) {
		if (atomic_load(&hold->times[i]) == time) {
			atomic_store(&hold->times[i], 0);
			return;
		}
	}
}

/* ---- attempts -------------------------------------------------------------------------------- */

static const struct error *count_one(const struct counters *counters, struct arena *arena,
				     const struct ledger *ledger, struct id id, int64_t now,
				     unsigned *wait)
{
	struct hold hold;

	if (!hold_window(counters, ledger, id, now, &hold))
		return not_held(arena);
	add(&hold, now, wait);
	let_go(counters, &hold);
	return NULL;
}

static const struct error *uncount_one(const struct counters *counters, struct arena *arena,
				       const struct ledger *ledger, struct id id, int64_t at)
{
	struct hold hold;

	if (!hold_window(counters, ledger, id, at, &hold))
		return not_held(arena);
	take_back(&hold, at);
	let_go(counters, &hold);
	return NULL;
}

static const struct error *limited(struct arena *arena, unsigned seconds)
{
	struct error *error = arena_take(arena, sizeof(*error));

	error->code = ERROR_LIMITED;
	error->message = TEXT("Too many attempts failed; wait a while.");
	error->retry_seconds = seconds;
	return error;
}

/* What one window let in is taken back when the other did not: only what is tried counts. */
static const struct error *refuse(const struct counters *counters, struct arena *arena,
				  const struct guess *guess, unsigned pair_wait,
				  unsigned address_wait)
{
	const struct error *error = NULL;

	if (pair_wait == 0)
		error = uncount_one(counters, arena, &pairs, guess->pair, guess->at);
	else if (address_wait == 0)
		error = uncount_one(counters, arena, &addresses, guess->address, guess->at);
	if (error)
		return error;
	return limited(arena, pair_wait > address_wait ? pair_wait : address_wait);
}

const struct error *guesses_take(struct counters *counters, struct arena *arena,
				 enum guess_subject subject, struct text address,
				 struct text account, int64_t steady_ms, struct guess *out)
{
	unsigned pair_wait = 0, address_wait = 0;
	struct guess guess;
	const struct error *error = open_table(counters, arena);

	if (error)
		return error;
	guess = guess_of(counters->guesses, subject, address, account, steady_ms);
	error = count_one(counters, arena, &addresses, guess.address, guess.at, &address_wait);
	if (!error)
		error = count_one(counters, arena, &pairs, guess.pair, guess.at, &pair_wait);
	if (error)
		return error;
	if (pair_wait > 0 || address_wait > 0)
		return refuse(counters, arena, &guess, pair_wait, address_wait);
	*out = guess;
	return NULL;
}

const struct error *guesses_clear(struct counters *counters, struct arena *arena,
				  const struct guess *guess)
{
	struct hold hold;
	const struct error *error = open_table(counters, arena);

	if (error)
		return error;
	if (!hold_window(counters, &pairs, guess->pair, guess->at, &hold))
		return not_held(arena);
	empty_window(&hold);
	let_go(counters, &hold);
	return uncount_one(counters, arena, &addresses, guess->address, guess->at);
}
