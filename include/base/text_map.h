/*
 * A map from texts to places, in numbered spaces: for as many keys as somebody else chose.
 */
#ifndef OKR_BASE_TEXT_MAP_H
#define OKR_BASE_TEXT_MAP_H

#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

struct text_map_entry {
	unsigned space;
	struct text key;
	void *value;
};

/* Zeroed to begin with, but for the arena. Texts must live as long as the map. */
struct text_map {
	struct arena *arena;
	struct text_map_entry *entries;
	size_t count, room;
	uint64_t seed;
};

/* NULL when the key has no value in this space. */
void *text_map_get(const struct text_map *map, unsigned space, struct text key);

/* In place of the value that it had. */
void text_map_put(struct text_map *map, unsigned space, struct text key, void *value);

#endif
