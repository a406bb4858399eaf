/*
 * An arena is a list of chunks, the newest in front; taking moves a mark forward in the newest.
 * The first chunk is as large as what a reset keeps and lives as long as the arena, so an
 * ordinary request costs no call of the allocator. Under AddressSanitizer what is not taken is
 * poisoned, so that reading past an item or after a reset is reported.
 */
#include "base/arena.h"

#include "base/copy.h"

#include <assert.h>
#include <malloc.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__)
#define POISONS_MEMORY 1 /* gcc */
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POISONS_MEMORY 1 /* clang */
#endif
#endif

#ifdef POISONS_MEMORY
#include <sanitizer/asan_interface.h>
enum { GAP = 16 };
#else
enum { GAP = 0 };
#define ASAN_POISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#endif

enum {
	ALIGNMENT = alignof(max_align_t),
	CHUNK_MIN = 4096,
	PRINTED_MAX = 256,
	CHUNK_GROWN_MAX = 1 << 20
};

struct chunk {
	struct chunk *older;
	size_t size, used; /* of `bytes` */
	alignas(max_align_t) char bytes[];
};

struct arena {
	struct chunk *newest;
	struct chunk *kept;
	size_t used;
};

/* Beyond this much, what is freed at the end of the heap goes back at once. */
enum { HELD_MAX = 64 << 20, GROWTH = 1 << 20, LARGE = 32 << 20 };

void memory_hold(void)
{
	mallopt(M_TRIM_THRESHOLD, HELD_MAX);
	mallopt(M_TOP_PAD, GROWTH);
	mallopt(M_MMAP_THRESHOLD, LARGE);
}

void memory_give_back(void)
{
	malloc_trim(0);
}

_Noreturn static void die_without_memory(size_t size)
{
	fprintf(stderr, "okr: out of memory: %zu bytes were wanted\n", size);
	abort();
}

void *memory_take(size_t size)
{
	void *memory = calloc(1, size ? size : 1);

	if (!memory)
		die_without_memory(size);
	return memory;
}

void *memory_resize(void *memory, size_t size)
{
	void *resized = realloc(memory, size ? size : 1);

	if (!resized)
		die_without_memory(size);
	return resized;
}

static struct chunk *chunk_new(size_t size, struct chunk *older)
{
	struct chunk *chunk;

	if (size > SIZE_MAX - sizeof(*chunk))
		die_without_memory(size);
	chunk = malloc(sizeof(*chunk) + size);
	if (!chunk)
		die_without_memory(size);
	chunk->older = older;
	chunk->size = size;
	chunk->used = 0;
	ASAN_POISON_MEMORY_REGION(chunk->bytes, size);
	return chunk;
}

static void chunk_free(struct chunk *chunk)
{
	ASAN_UNPOISON_MEMORY_REGION(chunk->bytes, chunk->size);
	free(chunk);
}

struct arena *arena_new(size_t keep_bytes)
{
	struct arena *arena = memory_take(sizeof(*arena));

	arena->kept = chunk_new(keep_bytes, NULL);
	arena->newest = arena->kept;
	return arena;
}

void arena_reset(struct arena *arena)
{
	while (arena->newest != arena->kept) {
		struct chunk *chunk = arena->newest;

		arena->newest = chunk->older;
		chunk_free(chunk);
	}
	arena->kept->used = 0;
	arena->used = 0;
	ASAN_POISON_MEMORY_REGION(arena->kept->bytes, arena->kept->size);
}

void arena_wipe(struct arena *arena)
{
	for (struct chunk *chunk = arena->newest; chunk; chunk = chunk->older) {
		ASAN_UNPOISON_MEMORY_REGION(chunk->bytes, chunk->used);
		explicit_bzero(chunk->bytes, chunk->used);
	}
	arena_reset(arena);
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	arena_reset(arena);
	chunk_free(arena->kept);
	free(arena);
}

/* Each chunk is twice as large as the one before it, so that their number stays small. */
static void arena_grow(struct arena *arena, size_t size)
{
	size_t wanted = arena->newest->size * 2;

	if (wanted > CHUNK_GROWN_MAX)
		wanted = CHUNK_GROWN_MAX;
	if (wanted < CHUNK_MIN)
		wanted = CHUNK_MIN;
	if (wanted < size)
		wanted = size;
	arena->newest = chunk_new(wanted, arena->newest);
}

void *arena_room(struct arena *arena, size_t size)
{
	size_t padded;
	char *taken;

	if (size > SIZE_MAX / 2)
		die_without_memory(size);
	padded = (size + GAP + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (arena->newest->size - arena->newest->used < padded)
		arena_grow(arena, padded);
	taken = arena->newest->bytes + arena->newest->used;
	arena->newest->used += padded;
	arena->used += padded;
	ASAN_UNPOISON_MEMORY_REGION(taken, size);
	return taken;
}

void *arena_take(struct arena *arena, size_t size)
{
	return memset(arena_room(arena, size), 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		die_without_memory(SIZE_MAX);
	return arena_take(arena, bytes);
}

char *arena_string(struct arena *arena, struct text text)
{
	char *string = arena_take(arena, text.size + 1);

	copy_bytes(string, text.size + 1, text.data, text.size);
	return string;
}

struct text arena_copy(struct arena *arena, struct text text)
{
	if (text_is_none(text))
		return TEXT_NONE;
	return (struct text){ arena_string(arena, text), text.size };
}

struct text arena_print_list(struct arena *arena, const char *format, va_list values)
{
	char short_form[PRINTED_MAX], *string;
	va_list again;
	int size;

	va_copy(again, values);
	size = vsnprintf(short_form, sizeof(short_form), format, again);
	va_end(again);
	assert(size >= 0);
	string = arena_take(arena, (size_t)size + 1);
	if (size < PRINTED_MAX)
		copy_bytes(string, (size_t)size + 1, short_form, (size_t)size);
	else
		vsnprintf(string, (size_t)size + 1, format, values);
	return (struct text){ string, (size_t)size };
}

struct text arena_print(struct arena *arena, const char *format, ...)
{
	va_list values;
	struct text text;

	va_start(values, format);
	text = arena_print_list(arena, format, values);
	va_end(values);
	return text;
}

size_t arena_used(const struct arena *arena)
{
	return arena->used;
}
