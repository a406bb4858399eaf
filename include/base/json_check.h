/*
 * Decides whether bytes are one JSON text (RFC 8259) that this product takes, before any parser
 * sees them: json-c's strict mode lets NaN, raw control characters, duplicate keys, overlong
 * UTF-8 and cut keys through. Allocates nothing but a table of key places from the arena.
 */
#ifndef OKR_BASE_JSON_CHECK_H
#define OKR_BASE_JSON_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"

enum { JSON_DEPTH_MAX = 32 };

struct json_fault {
	size_t offset;       /* of the first byte that is wrong */
	const char *message; /* a constant sentence: what is wrong and what is accepted */
};

/*
 * True when `bytes` is exactly one JSON value, white space around it allowed: valid UTF-8 (no
 * overlong forms, no surrogates), no byte order mark, arrays and objects nested at most
 * JSON_DEPTH_MAX deep, no NUL (raw or \u0000), no lone surrogate escape, every number finite as a
 * double, and no two keys of one object equal after their escapes are resolved.
 * Otherwise false and *fault says where and why. Time is linear in the size, keys included.
 */
bool json_check(struct arena *arena, struct text bytes, struct json_fault *fault);

/* The same for what holds such values within so many further levels. */
bool json_check_within(struct arena *arena, struct text bytes, unsigned levels,
		       struct json_fault *fault);

#endif
