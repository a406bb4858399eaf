/*
 * One character of UTF-8 at a time, for the files of this room that read text from outside.
 */
#ifndef OKR_BASE_UTF8_INTERNAL_H
#define OKR_BASE_UTF8_INTERNAL_H

#include <stddef.h>

/*
 * The size of the well-formed character at `at`, 1–4 bytes, or 0: overlong forms, surrogates,
 * what lies above U+10FFFF and characters cut off at the end are not well-formed.
 * `left` is the number of bytes that may be looked at, at least 1.
 */
size_t utf8_step(const char *at, size_t left);

#endif
