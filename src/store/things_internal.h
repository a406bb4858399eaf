/*
 * What things.c shares with query.c: the columns of a thing in a statement, and records as they are read.
 * Private to the store room.
 */
#ifndef OKR_STORE_THINGS_INTERNAL_H
#define OKR_STORE_THINGS_INTERNAL_H

#include "base/buffer.h"
#include "base/value.h"
#include "store/things.h"

/* The names of a form's columns, each with `after` behind it and `between` before the next. */
void thing_add_columns(struct buffer *sql, const struct form *form, const char *between,
		       const char *after);

/* A name as its key has it, by which names are the same. */
struct value thing_folded(struct arena *arena, struct value text);

/* Fills what is derived from the id alone. */
void thing_complete(const struct thing *thing, struct list rows);

#endif
