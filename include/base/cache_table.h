/*
 * One mutex guards everything but the bytes of held values; the kernel hands it on when its holder
 * dies ("robust"), and whoever gets it so empties the cache: a chain may be half linked. Who holds
 * what stands in a place of its own for each process, which others clear when that process is gone.
 */
#ifndef OKR_BASE_CACHE_TABLE_H
#define OKR_BASE_CACHE_TABLE_H

#include <stdbool.h>
#include <stddef.h>

enum { CACHE_KEY_SIZE = 32 };

struct cache;

/* Takes so many bytes in all, tables included; they are the system's until they are used. NULL when
 * that is too little to be of use, or cannot be had. Call it before the fork. */
struct cache *cache_new(size_t bytes);
void cache_free(struct cache *cache); /* NULL is fine, here and below */

/* Makes the calling process one of its users: after the fork, before anything else. False when
 * there are too many; the cache then is always empty to this one. */
bool cache_join(struct cache *cache);

/* Gives back the value that cache_get holds for this process. */
void cache_release(struct cache *cache);

#endif
