/*
 * The common passwords that are long enough to be tried: not themselves, but the first 8 bytes of the
 * SHA-256 of each, in small letters. Made by build-aux/common-passwords.mjs.
 */
#ifndef OKR_BASE_COMMON_PASSWORDS_INTERNAL_H
#define OKR_BASE_COMMON_PASSWORDS_INTERNAL_H

#include <stdint.h>

enum { COMMON_PASSWORDS = 308 };

/* Ascending. */
extern const uint64_t common_passwords[COMMON_PASSWORDS];

#endif
