/*
 * The memory of the cache, its lock and those who read: what cache.c's chains of blocks stand in.
 * Private to the base room.
 */
#ifndef OKR_BASE_CACHE_TABLE_INTERNAL_H
#define OKR_BASE_CACHE_TABLE_INTERNAL_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/cache_table.h"
#include "base/text.h"

enum { BLOCK = 4096, PLACES = 1024, BLOCKS_MIN = 16, SHARE_MAX = 4, RUN_MIN = 8 };

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

static inline char *block_at(const struct cache *cache, uint32_t block)
{
	return cache->blocks + (size_t)block * BLOCK;
}

static inline struct entry *entry_at(const struct cache *cache, uint32_t block)
{
	return (struct entry *)(void *)block_at(cache, block);
}

/* Whether somebody holds this block, or any at all for NONE. The dead hold nothing. */
bool cache_is_held(const struct cache *cache, uint32_t block);

/* Takes the lock. False, and not taken, while the cache cannot be used. */
bool cache_enter(const struct cache *cache);
void cache_leave(const struct cache *cache);

#endif
