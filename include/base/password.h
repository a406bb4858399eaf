/*
 * Passwords of people: hashed by Argon2id (RFC 9106) in libsodium's printed form, compared, and
 * refused when everybody would guess them (readings 107 and 109). Knows nothing of accounts: who may
 * sign in, and how often, stands in the service and in base/guesses.h.
 *
 * A password is UTF-8; it is compared and stored in normalisation form C and never trimmed. Whatever
 * is made of it on the way is overwritten; the bytes that the caller hands in are the caller's to wipe.
 */
#ifndef OKR_BASE_PASSWORD_H
#define OKR_BASE_PASSWORD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

enum {
	PASSWORD_MIN = 12,  /* characters of form C */
	PASSWORD_MAX = 256, /* likewise */
	PASSWORD_HASH_MAX = 127,
	PASSWORD_MEMORY_MIN = 8,         /* KiB: Argon2 knows no less */
	PASSWORD_MEMORY_DEFAULT = 19456, /* KiB, with two passes: OWASP's smallest of 19 MiB */
};

/* The hash with its salt and parameters, at most PASSWORD_HASH_MAX bytes of ASCII, in the arena:
 * "$argon2id$v=19$m=…". Two passes over `memory_kib`. ERROR_UNAVAILABLE when that memory is not to be
 * had. */
const struct error *password_hash(struct arena *arena, struct text password, unsigned memory_kib,
				  struct text *out);

/*
 * Whether the password is that of the hash, whose own parameters hold. An absent hash (an unknown
 * account, or one without a password) matches nothing, after the work of a hash of `memory_kib`: an
 * answer takes as long whether there is an account or not. A hash that is none matches nothing either.
 */
const struct error *password_matches(struct arena *arena, struct text hash, struct text password,
				     unsigned memory_kib, bool *out);

/* Whether the hash was made with less work than one of `memory_kib` costs today. */
bool password_needs_rehash(struct text hash, unsigned memory_kib);

/* So many hashes this process has computed, those of password_matches included: a test counts that
 * unknown accounts cost as many as known ones. */
uint64_t password_hash_count(void);

/* What a password must not be equal to, in any case of its letters; absent where it is not known. */
struct password_owner {
	struct text email, name, workspace;
};

/*
 * NULL when a person may take this password, else what is wrong with it, without the field's name
 * ("must have 12 to 256 characters"): its length, a NUL, one of the 308 common ones, or equal to what
 * the owner is called.
 */
const char *password_refusal(struct text password, const struct password_owner *owner);

#endif
