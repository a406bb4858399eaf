/*
 * Escapes in JSON strings, for the gate that checks them and the reader that resolves them. Private
 * to the base room.
 */
#ifndef OKR_BASE_JSON_ESCAPE_H
#define OKR_BASE_JSON_ESCAPE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/text.h"

enum { JSON_ESCAPE_MAX = 4 }; /* bytes that one escape stands for */

/* The number that the four hexadecimal digits at `at` are; false when they are not. */
bool json_escape_unit(const char *at, const char *end, unsigned *out);

static inline bool is_high_surrogate(unsigned unit)
{
	return unit >= 0xD800 && unit <= 0xDBFF;
}

static inline bool is_low_surrogate(unsigned unit)
{
	return unit >= 0xDC00 && unit <= 0xDFFF;
}

/* Resolves the escape at *at, which was checked; moves *at behind it. Returns the place behind what
 * it wrote: at most JSON_ESCAPE_MAX bytes, and never more than the escape has. */
char *json_escape_put(char *out, const char **at, const char *end);

/* The inside of a string, which was checked, with all escapes resolved. */
struct text json_escape_resolve(struct arena *arena, struct text raw);

#endif
