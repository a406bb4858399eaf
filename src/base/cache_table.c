/*
 * One mutex guards everything but the bytes of held values; the kernel hands it on when its holder
 * dies ("robust"), and whoever gets it so empties the cache: a chain may be half linked. Who holds
 * what stands in a place of its own for each process, which others clear when that process is gone.
 */
#include "base/cache_table.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "cache_table_internal.h"

enum { LOCK_MS_MAX = 50 };

/* ---- memory ---------------------------------------------------------------------------------- */

static size_t rounded(size_t size)
{
	return (size + BLOCK - 1) / BLOCK * BLOCK;
}

/* How many blocks fit beside their tables, and how many buckets they get. */
static uint32_t plan(size_t bytes, uint32_t *buckets)
{
	size_t count = bytes / BLOCK;

	if (count > UINT32_MAX / 2)
		count = UINT32_MAX / 2;
	for (;; count--) {
		for (*buckets = BLOCKS_MIN; *buckets < count / 2;)
			*buckets *= 2;
		if (count < BLOCKS_MIN ||
		    rounded(sizeof(struct table)) + rounded((count + *buckets) * sizeof(uint32_t)) +
				    count * BLOCK <=
			    bytes)
			return (uint32_t)count;
	}
}

static void empty(const struct cache *cache)
{
	struct table *table = cache->table;

	for (uint32_t i = 0; i < table->bucket_count; i++)
		cache->buckets[i] = NONE;
	table->free_first = NONE;
	table->free_count = table->block_count;
	table->used_once = 0;
	table->newest = table->oldest = NONE;
	table->entry_count = 0;
	table->is_broken = false;
}

static bool make_lock(pthread_mutex_t *lock)
{
	pthread_mutexattr_t how;

	return pthread_mutexattr_init(&how) == 0 &&
	       pthread_mutexattr_setpshared(&how, PTHREAD_PROCESS_SHARED) == 0 &&
	       pthread_mutexattr_setrobust(&how, PTHREAD_MUTEX_ROBUST) == 0 &&
	       pthread_mutex_init(lock, &how) == 0;
}

struct cache *cache_new(size_t bytes)
{
	uint32_t bucket_count = 0, block_count = plan(bytes, &bucket_count);
	struct cache *cache;
	void *memory;

	if (block_count < BLOCKS_MIN)
		return NULL;
	memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		return NULL;
	cache = memory_take(sizeof(*cache));
	cache->table = memory;
	cache->bytes = bytes;
	cache->next = (void *)((char *)memory + rounded(sizeof(struct table)));
	cache->buckets = cache->next + block_count;
	cache->blocks = (char *)cache->next +
			rounded(((size_t)block_count + bucket_count) * sizeof(uint32_t));
	cache->table->block_count = block_count;
	cache->table->bucket_count = bucket_count;
	empty(cache);
	if (!make_lock(&cache->table->lock)) {
		cache_free(cache);
		return NULL;
	}
	return cache;
}

void cache_release(struct cache *cache)
{
	if (cache && cache->own)
		atomic_store(&cache->own->held, NONE);
}

void cache_free(struct cache *cache)
{
	if (!cache)
		return;
	cache_release(cache);
	if (cache->own)
		atomic_store(&cache->own->pid, 0);
	munmap(cache->table, cache->bytes);
	free(cache->pieces);
	free(cache);
}

/* ---- those who read -------------------------------------------------------------------------- */

static bool is_alive(pid_t pid)
{
	return pid == getpid() || kill(pid, 0) == 0 || errno != ESRCH;
}

bool cache_is_held(const struct cache *cache, uint32_t block)
{
	struct table *table = cache->table;
	uint32_t count = atomic_load(&table->place_count);

	for (uint32_t i = 0; i < count; i++) {
		struct place *place = &table->places[i];
		uint32_t held = atomic_load(&place->held);
		pid_t pid = atomic_load(&place->pid);

		if (pid == 0 || held == NONE || (block != NONE && held != block))
			continue;
		if (is_alive(pid))
			return true;
		atomic_store(&place->held, NONE);
		atomic_compare_exchange_strong(&place->pid, &pid, 0);
	}
	return false;
}

/* ---- the lock -------------------------------------------------------------------------------- */

void cache_leave(const struct cache *cache)
{
	pthread_mutex_unlock(&cache->table->lock);
}

/* A holder that was stopped in the midst of it is not waited for: the cache may always forget. */
static int lock_soon(pthread_mutex_t *lock)
{
	struct timespec until;
	int failed = pthread_mutex_trylock(lock);

	if (failed != EBUSY)
		return failed;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += LOCK_MS_MAX * 1000000L;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	return pthread_mutex_clocklock(lock, CLOCK_MONOTONIC, &until);
}

bool cache_enter(const struct cache *cache)
{
	struct table *table = cache->table;
	int failed = lock_soon(&table->lock);

	if (failed == EOWNERDEAD) {
		table->is_broken = true;
		failed = pthread_mutex_consistent(&table->lock);
	}
	if (failed)
		return false;
	if (table->is_broken && !cache_is_held(cache, NONE))
		empty(cache);
	if (!table->is_broken)
		return true;
	cache_leave(cache);
	return false;
}

/* A place whose owner is gone is as good as a new one. */
static struct place *find_place(struct table *table)
{
	uint32_t count = atomic_load(&table->place_count);

	for (uint32_t i = 0; i < count; i++) {
		pid_t pid = atomic_load(&table->places[i].pid);

		if (pid == 0 || !is_alive(pid))
			return &table->places[i];
	}
	if (count == PLACES)
		return NULL;
	atomic_store(&table->place_count, count + 1);
	return &table->places[count];
}

bool cache_join(struct cache *cache)
{
	if (!cache)
		return false;
	cache->own = NULL; /* what a fork copied is the parent's */
	if (!cache_enter(cache))
		return false;
	cache->own = find_place(cache->table);
	if (cache->own) {
		atomic_store(&cache->own->held, NONE);
		atomic_store(&cache->own->pid, getpid());
	}
	cache_leave(cache);
	return cache->own != NULL;
}
