/*
 * The memory is cut into blocks of 4 KiB; a value is a chain of them, which begins with a struct
 * entry. So nothing is ever moved, and what one value leaves another can use. All links are block
 * numbers. One mutex guards everything but the bytes of held values; the kernel hands it on when
 * its holder dies ("robust"), and whoever gets it so empties the cache: a chain may be half linked.
 * Who holds what stands in a place of its own for each process, which others clear when that
 * process is gone.
 */
#include "base/cache.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/arena.h"

enum { BLOCK = 4096, PLACES = 1024, BLOCKS_LEAST = 16, SHARE_MOST = 4, RUN_LEAST = 8 };

static const uint32_t NONE = UINT32_MAX;

/* Whoever may read; `held` is the first block of what it reads. */
struct place {
	_Atomic pid_t pid; /* 0: free */
	_Atomic uint32_t held;
};

struct entry {
	uint8_t key[CACHE_KEY_SIZE];
	uint64_t size;
	uint32_t same_bucket;
	uint32_t newer, older; /* by use */
	uint32_t block_count;
};

struct table {
	pthread_mutex_t lock;
	bool is_broken; /* its holder died, and somebody still reads: empty it when nobody does */
	uint32_t block_count, bucket_count;
	uint32_t free_first, free_count; /* free_count has those never used as well */
	uint32_t used_once;              /* blocks from here on were never used */
	uint32_t newest, oldest;
	uint32_t entry_count;
	_Atomic uint32_t place_count; /* places ever used */
	struct place places[PLACES];
};

/* What each process knows of it. */
struct cache {
	struct table *table;
	size_t bytes;
	uint32_t *next;    /* block behind a block of its chain */
	uint32_t *buckets; /* first entry */
	char *blocks;
	struct place *own; /* NULL: not joined */
	struct text *pieces;
	size_t piece_room;
};

/* ---- places in memory ------------------------------------------------------------------------ */

static char *block_at(const struct cache *cache, uint32_t block)
{
	return cache->blocks + (size_t)block * BLOCK;
}

static struct entry *entry_at(const struct cache *cache, uint32_t block)
{
	return (struct entry *)(void *)block_at(cache, block);
}

static uint32_t *bucket_of(const struct cache *cache, const uint8_t key[CACHE_KEY_SIZE])
{
	uint32_t hash;

	memcpy(&hash, key, sizeof(hash));
	return &cache->buckets[hash & (cache->table->bucket_count - 1)];
}

static uint32_t blocks_for(size_t size)
{
	return (uint32_t)((sizeof(struct entry) + size + BLOCK - 1) / BLOCK);
}

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
		for (*buckets = BLOCKS_LEAST; *buckets < count / 2;)
			*buckets *= 2;
		if (count < BLOCKS_LEAST ||
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

	if (block_count < BLOCKS_LEAST)
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

/* Whether somebody holds this block, or any at all for NONE. The dead hold nothing. */
static bool is_held(const struct cache *cache, uint32_t block)
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

static void leave(const struct cache *cache)
{
	pthread_mutex_unlock(&cache->table->lock);
}

/* False, and not entered, while it cannot be used. */
static bool enter(const struct cache *cache)
{
	struct table *table = cache->table;
	int failed = pthread_mutex_lock(&table->lock);

	if (failed == EOWNERDEAD) {
		table->is_broken = true;
		failed = pthread_mutex_consistent(&table->lock);
	}
	if (failed)
		return false;
	if (table->is_broken && !is_held(cache, NONE))
		empty(cache);
	if (!table->is_broken)
		return true;
	leave(cache);
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
	if (!enter(cache))
		return false;
	cache->own = find_place(cache->table);
	if (cache->own) {
		atomic_store(&cache->own->held, NONE);
		atomic_store(&cache->own->pid, getpid());
	}
	leave(cache);
	return cache->own != NULL;
}

/* ---- chains of use --------------------------------------------------------------------------- */

static void unlink_use(const struct cache *cache, uint32_t block)
{
	const struct entry *entry = entry_at(cache, block);
	struct table *table = cache->table;

	if (entry->newer == NONE)
		table->newest = entry->older;
	else
		entry_at(cache, entry->newer)->older = entry->older;
	if (entry->older == NONE)
		table->oldest = entry->newer;
	else
		entry_at(cache, entry->older)->newer = entry->newer;
}

static void link_newest(const struct cache *cache, uint32_t block)
{
	struct entry *entry = entry_at(cache, block);
	struct table *table = cache->table;

	entry->newer = NONE;
	entry->older = table->newest;
	if (table->newest == NONE)
		table->oldest = block;
	else
		entry_at(cache, table->newest)->newer = block;
	table->newest = block;
}

static uint32_t find(const struct cache *cache, const uint8_t key[CACHE_KEY_SIZE])
{
	uint32_t block = *bucket_of(cache, key);

	while (block != NONE && memcmp(entry_at(cache, block)->key, key, CACHE_KEY_SIZE) != 0)
		block = entry_at(cache, block)->same_bucket;
	return block;
}

static void unlink_bucket(const struct cache *cache, uint32_t block)
{
	uint32_t *link = bucket_of(cache, entry_at(cache, block)->key);

	while (*link != block)
		link = &entry_at(cache, *link)->same_bucket;
	*link = entry_at(cache, block)->same_bucket;
}

/* ---- room ------------------------------------------------------------------------------------ */

static void remove_entry(const struct cache *cache, uint32_t block)
{
	struct table *table = cache->table;
	uint32_t last = block, count = entry_at(cache, block)->block_count;

	unlink_use(cache, block);
	unlink_bucket(cache, block);
	while (cache->next[last] != NONE)
		last = cache->next[last];
	cache->next[last] = table->free_first;
	table->free_first = block;
	table->free_count += count;
	table->entry_count--;
}

/* Removes those that were not used for longest until there is room; what is held stays. */
static bool make_room(const struct cache *cache, uint32_t wanted)
{
	struct table *table = cache->table;
	uint32_t block = table->oldest;

	while (table->free_count < wanted && block != NONE) {
		uint32_t newer = entry_at(cache, block)->newer;

		if (!is_held(cache, block))
			remove_entry(cache, block);
		block = newer;
	}
	return table->free_count >= wanted;
}

static uint32_t take_block(const struct cache *cache)
{
	struct table *table = cache->table;
	uint32_t block = table->free_first;

	assert(table->free_count > 0);
	table->free_count--;
	if (block == NONE)
		return table->used_once++;
	table->free_first = cache->next[block];
	return block;
}

/* ---- reading --------------------------------------------------------------------------------- */

static void make_piece_room(struct cache *cache, size_t count)
{
	if (cache->piece_room >= count)
		return;
	cache->piece_room = count;
	cache->pieces = memory_resize(cache->pieces, count * sizeof(*cache->pieces));
}

/* Blocks that lie behind each other, as those of a fresh chain do, are one piece. */
static void list_pieces(struct cache *cache, uint32_t block, struct cache_value *out)
{
	const struct entry *entry = entry_at(cache, block);
	size_t left = entry->size, at = sizeof(*entry), count = 0;

	make_piece_room(cache, entry->block_count);
	for (; left > 0; block = cache->next[block], at = 0) {
		char *start = block_at(cache, block) + at;
		size_t size = left < BLOCK - at ? left : BLOCK - at;
		struct text *last = &cache->pieces[count ? count - 1 : 0];

		if (count > 0 && last->data + last->size == start)
			last->size += size;
		else
			cache->pieces[count++] = (struct text){ start, size };
		left -= size;
	}
	*out = (struct cache_value){ cache->pieces, count, entry->size };
}

bool cache_get(struct cache *cache, const uint8_t key[CACHE_KEY_SIZE], struct cache_value *out)
{
	uint32_t block;

	if (!cache || !cache->own)
		return false;
	cache_release(cache);
	if (!enter(cache))
		return false;
	block = find(cache, key);
	if (block != NONE) {
		atomic_store(&cache->own->held, block);
		unlink_use(cache, block);
		link_newest(cache, block);
	}
	leave(cache);
	if (block == NONE)
		return false;
	list_pieces(cache, block, out);
	return true;
}

void cache_release(struct cache *cache)
{
	if (cache && cache->own)
		atomic_store(&cache->own->held, NONE);
}

/* ---- writing --------------------------------------------------------------------------------- */

/* So many blocks in a chain of their own; returns the first. */
static uint32_t take_chain(const struct cache *cache, uint32_t count)
{
	uint32_t first = take_block(cache), last = first;

	for (; count > 1; count--, last = cache->next[last])
		cache->next[last] = take_block(cache);
	cache->next[last] = NONE;
	return first;
}

/* A page that this process has not touched yet costs a fault; a run of them at once is cheaper.
 * Kernels that cannot do it refuse, and the faults come one by one. */
static void touch(const struct cache *cache, uint32_t block, uint32_t count)
{
#ifdef MADV_POPULATE_WRITE
	if (count >= RUN_LEAST)
		madvise(block_at(cache, block), (size_t)count * BLOCK, MADV_POPULATE_WRITE);
#else
	(void)cache, (void)block, (void)count;
#endif
}

static void touch_chain(const struct cache *cache, uint32_t block)
{
	uint32_t first = block, count = 1;

	for (; cache->next[block] != NONE; block = cache->next[block], count++) {
		if (cache->next[block] == block + 1)
			continue;
		touch(cache, first, count);
		first = cache->next[block];
		count = 0;
	}
	touch(cache, first, count);
}

static void write_parts(const struct cache *cache, uint32_t block, const struct text *parts,
			size_t count)
{
	size_t at = sizeof(struct entry);

	for (size_t i = 0; i < count; i++) {
		struct text rest = parts[i];

		while (rest.size > 0) {
			size_t size;

			if (at == BLOCK) {
				block = cache->next[block];
				at = 0;
			}
			size = rest.size < BLOCK - at ? rest.size : BLOCK - at;
			memcpy(block_at(cache, block) + at, rest.data, size);
			rest = (struct text){ rest.data + size, rest.size - size };
			at += size;
		}
	}
}

static void add_entry(const struct cache *cache, const uint8_t key[CACHE_KEY_SIZE], size_t size,
		      const struct text *parts, size_t count)
{
	uint32_t block = take_chain(cache, blocks_for(size));
	struct entry *entry = entry_at(cache, block);
	uint32_t *bucket = bucket_of(cache, key);

	touch_chain(cache, block);
	write_parts(cache, block, parts, count);
	memcpy(entry->key, key, CACHE_KEY_SIZE);
	entry->size = size;
	entry->block_count = blocks_for(size);
	entry->same_bucket = *bucket;
	*bucket = block;
	link_newest(cache, block);
	cache->table->entry_count++;
}

bool cache_put(struct cache *cache, const uint8_t key[CACHE_KEY_SIZE], const struct text *parts,
	       size_t count)
{
	size_t size = 0;
	bool is_kept;

	if (!cache || !cache->own)
		return false;
	for (size_t i = 0; i < count; i++)
		size += parts[i].size;
	if (size / BLOCK >= cache->table->block_count / SHARE_MOST || !enter(cache))
		return false;
	is_kept = find(cache, key) != NONE;
	if (!is_kept && make_room(cache, blocks_for(size))) {
		add_entry(cache, key, size, parts, count);
		is_kept = true;
	}
	leave(cache);
	return is_kept;
}

size_t cache_count(struct cache *cache)
{
	size_t count;

	if (!cache || !enter(cache))
		return 0;
	count = cache->table->entry_count;
	leave(cache);
	return count;
}
