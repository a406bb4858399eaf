/*
 * Decides what is well-formed UTF-8, by table 3-7 of the Unicode standard. What else a text must
 * not contain (NUL apart) is left to the callers.
 */
#ifndef OKR_BASE_UTF8_H
#define OKR_BASE_UTF8_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/text.h"

/* Whether bytes are valid UTF-8 without NUL: for query parameters and path segments. */
bool utf8_check(struct text bytes);

/* The same text with U+FFFD in the place of each byte that utf8_check refuses it for. */
struct text utf8_mend(struct arena *arena, struct text bytes);

#endif
