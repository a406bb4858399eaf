/*
 * Decides what is well-formed UTF-8, by table 3-7 of the Unicode standard. What else a text must
 * not contain (NUL apart) is left to the callers.
 */
#ifndef OKR_BASE_UTF8_H
#define OKR_BASE_UTF8_H

#include <stdbool.h>

#include "base/text.h"

/* Whether bytes are valid UTF-8 without NUL: for query parameters and path segments. */
bool utf8_check(struct text bytes);

#endif
