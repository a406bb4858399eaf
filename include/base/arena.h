/*
 * Memory that is freed all at once. Everything that belongs to one request is taken from one
 * arena and given back by one reset, so nothing on a request's way needs a free.
 * Taking never fails: a worker out of memory logs one line and aborts, which costs its request
 * alone (the master starts another), and no caller needs a branch that is never tested.
 */
#ifndef OKR_BASE_ARENA_H
#define OKR_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "base/text.h"

struct arena;

/* `keep_bytes`: how much memory a reset keeps for the next user; the rest goes back to the system. */
struct arena *arena_new(size_t keep_bytes);
void arena_free(struct arena *arena); /* NULL is fine */

/* Forgets everything taken so far. */
void arena_reset(struct arena *arena);

/* The same, after overwriting everything that was taken: for an arena that may hold credentials. */
void arena_wipe(struct arena *arena);

/* Zeroed bytes, aligned for any type. */
void *arena_take(struct arena *arena, size_t size);

/* The same with whatever bytes stand there: for what is written whole at once. */
void *arena_room(struct arena *arena, size_t size);

/* A zeroed array; aborts when count * size overflows. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* Copies with a NUL behind them. An absent text stays absent. */
struct text arena_copy(struct arena *arena, struct text text);
char *arena_string(struct arena *arena, struct text text);

__attribute__((format(printf, 2, 3))) struct text arena_print(struct arena *arena,
							      const char *format, ...);
__attribute__((format(printf, 2, 0))) struct text
arena_print_list(struct arena *arena, const char *format, va_list values);

/* Bytes in use since the last reset: for tests and limits. */
size_t arena_used(const struct arena *arena);

/* What is freed stays with the process, to be taken again: giving pages back and getting them anew
 * costs more than what is done with them. Call it once, early. */
void memory_hold(void);

/* Gives back what is free, when there is nothing to do. */
void memory_give_back(void);

/* For memory that outlives a request. Never NULL, like arena_take. */
void *memory_take(size_t size);
void *memory_resize(void *memory, size_t size);

#endif
