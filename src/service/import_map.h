/*
 * A map from texts to places, for the keys and names of an import: as many as a file has rows, and
 * its author chose them. Private to the service room.
 */
#ifndef OKR_SERVICE_IMPORT_MAP_H
#define OKR_SERVICE_IMPORT_MAP_H

#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

struct import_map_entry {
	unsigned space;
	struct text key;
	void *value;
};

/* Zeroed to begin with, but for the arena. Texts must live as long as the map. */
struct import_map {
	struct arena *arena;
	struct import_map_entry *entries;
	size_t count, room;
	uint64_t seed;
};

/* NULL when the key has no value in this space. */
void *import_map_get(const struct import_map *map, unsigned space, struct text key);

/* In place of the value that it had. */
void import_map_put(struct import_map *map, unsigned space, struct text key, void *value);

#endif
