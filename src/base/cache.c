/*
 * The memory is cut into blocks of 4 KiB; a value is a chain of them, which begins with a struct
 * entry. So nothing is ever moved, and what one value leaves another can use. All links are block
 * numbers. The memory itself, the lock and the readers stand in cache_table.c.
 */
#include "base/cache.h"

#include <assert.h>
#include <sys/mman.h>

#include "base/arena.h"
#include "base/copy.h"
#include "cache_table_internal.h"

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

		if (!cache_is_held(cache, block))
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
	if (!cache_enter(cache))
		return false;
	block = find(cache, key);
	if (block != NONE) {
		atomic_store(&cache->own->held, block);
		unlink_use(cache, block);
		link_newest(cache, block);
	}
	cache_leave(cache);
	if (block == NONE)
		return false;
	list_pieces(cache, block, out);
	return true;
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
	if (count >= RUN_MIN)
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
			copy_bytes(block_at(cache, block) + at, BLOCK - at, rest.data, size);
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
	copy_bytes(entry->key, sizeof(entry->key), key, CACHE_KEY_SIZE);
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
	if (size / BLOCK >= cache->table->block_count / SHARE_MAX || !cache_enter(cache))
		return false;
	is_kept = find(cache, key) != NONE;
	if (!is_kept && make_room(cache, blocks_for(size))) {
		add_entry(cache, key, size, parts, count);
		is_kept = true;
	}
	cache_leave(cache);
	return is_kept;
}

size_t cache_count(struct cache *cache)
{
	size_t count;

	if (!cache || !cache_enter(cache))
		return 0;
	count = cache->table->entry_count;
	cache_leave(cache);
	return count;
}
