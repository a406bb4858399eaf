/*
 * A map from texts to places: open addressing in an array that doubles. The hash is seeded at random,
 * so nobody can write a file whose keys all meet in one place.
 */
#include "base/text_map.h"

#include "base/secret.h"

enum { ROOM_FIRST = 64 };

static uint64_t mix(uint64_t hash)
{
	hash ^= hash >> 32;
	hash *= UINT64_C(0xd6e8feb86659fd93);
	return hash ^ hash >> 32;
}

static uint64_t hash_of(const struct text_map *map, unsigned space, struct text key)
{
	uint64_t hash = mix(map->seed ^ space);

	for (size_t i = 0; i < key.size; i++)
		hash = mix(hash + (unsigned char)key.data[i] + map->seed);
	return hash;
}

/* Where the key stands, or would. */
static struct text_map_entry *find(const struct text_map *map, unsigned space, struct text key)
{
	size_t at = (size_t)hash_of(map, space, key) & (map->room - 1);

	while (map->entries[at].value &&
	       !(map->entries[at].space == space && text_equal(map->entries[at].key, key)))
		at = (at + 1) & (map->room - 1);
	return &map->entries[at];
}

static void grow(struct text_map *map)
{
	struct text_map_entry *before = map->entries;
	size_t room = map->room;

	if (room == 0)
		map->seed = random64();
	map->room = room > 0 ? 2 * room : ROOM_FIRST;
	map->entries = arena_array(map->arena, map->room, sizeof(*map->entries));
	for (size_t i = 0; i < room; i++)
		if (before[i].value)
			*find(map, before[i].space, before[i].key) = before[i];
}

void *text_map_get(const struct text_map *map, unsigned space, struct text key)
{
	return map->room > 0 ? find(map, space, key)->value : NULL;
}

void text_map_put(struct text_map *map, unsigned space, struct text key, void *value)
{
	struct text_map_entry *entry;

	if (2 * map->count >= map->room)
		grow(map);
	entry = find(map, space, key);
	if (!entry->value)
		map->count++;
	*entry = (struct text_map_entry){ space, key, value };
}
