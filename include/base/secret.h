/*
 * API keys, cookies of sessions and tokens of one-time links as bytes: made, recognised and hashed
 * (api.md section 2, product/console.md A1). Knows nothing of who holds them.
 */
#ifndef OKR_BASE_SECRET_H
#define OKR_BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

enum {
	SECRET_KEY_SIZE = 43,   /* okrt_ + 32 random base62 + 6 of checksum */
	SECRET_PREFIX_SIZE = 9, /* what may be shown of a key */
	SECRET_TOKEN_SIZE = 54, /* okrc_ or okrl_ + 43 random base62 + 6 of checksum */
	SECRET_HASH_SIZE = 32,  /* BLAKE2b-256 */
};

/* Call once a process before anything else here; false when libsodium cannot start. */
bool secret_start(void);

/* A new key, 43 bytes, no NUL: 32 uniformly random base62 characters (190 bits) and the base62
 * CRC-32 of all that stands before it. */
void secret_make(char out[SECRET_KEY_SIZE]);

/* Whether the form and the checksum are right: a mistyped or made-up key is refused without
 * asking the database. */
bool secret_is_formed(struct text key);

/* What lets a person in. Their forms differ, so none is taken for another, or for a key. */
enum token_kind {
	TOKEN_COOKIE, /* okrc_…, of a session */
	TOKEN_LINK,   /* okrl_…, of a one-time link */
};

/* A new one, no NUL: 43 uniformly random base62 characters (256 bits) between lead and checksum. */
void token_make(enum token_kind kind, char out[SECRET_TOKEN_SIZE]);

/* As secret_is_formed. */
bool token_is_formed(enum token_kind kind, struct text token);

/* BLAKE2b-256 of the whole key, keyed with the installation's pepper (16–64 bytes) when there is
 * one (size 0: none). */
void secret_hash(struct text key, struct text pepper, uint8_t out[SECRET_HASH_SIZE]);

/* Compares in constant time. */
bool secret_hash_equal(const uint8_t a[SECRET_HASH_SIZE], const uint8_t b[SECRET_HASH_SIZE]);

/* A BLAKE2b-64 of any bytes: for ETags and cursors, not for secrets. */
uint64_t digest64(struct text bytes);

/* A BLAKE2b-256 of any bytes: to recognise a request that is sent again. */
enum { DIGEST_SIZE = 32 };
void digest256(struct text bytes, uint8_t out[DIGEST_SIZE]);

/* The same of what comes in pieces. The state lives in the arena. */
struct digest_state;
struct digest_state *digest256_begin(struct arena *arena);
void digest256_add(struct digest_state *state, struct text bytes);
void digest256_end(struct digest_state *state, uint8_t out[DIGEST_SIZE]);

/* The same under a key of 16 to 64 bytes, or none (size 0): who does not have it makes no such digest. */
void digest256_keyed(struct text bytes, struct text key, uint8_t out[DIGEST_SIZE]);

/* A code that proves who made some bytes: the first half of HMAC-SHA-256 (RFC 2104, RFC 4868). */
enum { MAC_KEY_SIZE = 32, MAC_SIZE = 16 };

/* Over `count` texts as if they stood in one; a caller whose texts vary in length has each say its
 * own. */
void mac_make(const uint8_t key[MAC_KEY_SIZE], const struct text *parts, size_t count,
	      uint8_t out[MAC_SIZE]);

/* Compares in constant time. */
bool mac_equal(const uint8_t a[MAC_SIZE], const uint8_t b[MAC_SIZE]);

/* A key for one purpose, out of a secret (size of a key) and the installation's pepper, which may be
 * absent: who has the database alone cannot make it when there is a pepper. */
void mac_key_derive(const uint8_t secret[MAC_KEY_SIZE], struct text pepper,
		    uint8_t out[MAC_KEY_SIZE]);

/* Random bytes. */
void random_fill(void *memory, size_t size);

/* 64 random bits. */
uint64_t random64(void);

/* Overwrites memory that held a secret; the compiler may not drop it. */
void secret_wipe(void *memory, size_t size);

/*
 * For a process that answers once and makes no TLS connection: keeps libcrypto from filling tables of
 * ciphers and error texts, a seventh of such a process's life. Signatures of tokens need none of them.
 * To be called before the first connection to the database.
 */
void secret_without_tls(void);

#endif
