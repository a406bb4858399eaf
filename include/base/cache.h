/*
 * A bounded cache that the processes of one master share: values under keys of 32 bytes, in memory
 * that is mapped before they are forked. The least recently used make room. A value is read where
 * it stands: it is held for its reader, and nobody writes over it meanwhile.
 *
 * It is safe against processes that die at any instruction. One that dies while it changes the
 * cache leaves it empty, not wrong; what one held when it died is given back. What does not fit,
 * or cannot be kept just now, is not kept: the cache never fails, it only forgets.
 */
#ifndef OKR_BASE_CACHE_H
#define OKR_BASE_CACHE_H

#include <stdint.h>

#include "base/cache_table.h"
#include "base/text.h"

/* A value in pieces, in order. */
/* The list of pieces may be changed, what they hold may not. */
struct cache_value {
	struct text *pieces;
	size_t count;
	size_t size; /* of all pieces */
};

/* Finds a value and holds it until cache_release; one at a time, the one before is released. */
bool cache_get(struct cache *cache, const uint8_t key[CACHE_KEY_SIZE], struct cache_value *out);

/* Keeps the parts as one value, unless there is one under this key. The key must stand for these
 * very bytes: who comes second is not looked at. */
bool cache_put(struct cache *cache, const uint8_t key[CACHE_KEY_SIZE], const struct text *parts,
	       size_t count);

/* For tests: values that are kept. */
size_t cache_count(struct cache *cache);

#endif
