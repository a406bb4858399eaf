/*
 * Record ids: 128 bits, UUID version 7 (RFC 9562, section 5.7), so that the order of ids is the
 * order of creation. One id has several printed forms; every one of them is read back to the
 * same bits. Says nothing of which dialect prints which form.
 */
#ifndef OKR_BASE_ID_H
#define OKR_BASE_ID_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "base/time.h"

struct id {
	uint8_t bytes[16]; /* all zero: no id */
};

#define ID_NONE ((struct id){ { 0 } })
enum {
	ID_UUID_SIZE = 36,
	ID_ULID_SIZE = 26,
	ID_PRINT_MAX = 40,
	ID_SEQUENCE_MAX = 4095,
	ID_PATTERN_MAX = 64
};

/* How an id is printed: as a UUID, as a ULID, behind a prefix. A new form is a row in id.c. */
enum id_form {
	ID_PLAIN, /* a UUID */
	ID_ULID_OBJ,
	ID_ULID_KRS,
	ID_UUID_USR,
	ID_UUID_GRP,
	ID_UUID_KRS,
	ID_FORMS,
};

static inline bool id_is_none(struct id id)
{
	static const struct id none;

	return memcmp(&id, &none, sizeof(id)) == 0;
}

static inline int id_compare(struct id a, struct id b)
{
	return memcmp(&a, &b, sizeof(a));
}

static inline bool id_equal(struct id a, struct id b)
{
	return id_compare(a, b) == 0;
}

/*
 * A version 7 id. `at` (milliseconds since 1970, not negative) fills the first 48 bits and
 * `sequence` (0–4095) the 12 bits after the version, so ids of one transaction keep their order;
 * the other 62 bits are random (libsodium).
 */
struct id id_make(struct instant at, unsigned sequence);

/* The same with the random part taken from `seed`: equal input, equal id. For sample data. */
struct id id_make_seeded(struct instant at, unsigned sequence, uint64_t seed);

/* The time within a version 7 id, at most INSTANT_LAST: other ids may name any. */
struct instant id_time(struct id id);

/* 36 bytes, lower case, no NUL. */
void id_print_uuid(struct id id, char out[ID_UUID_SIZE]);

/* 26 bytes of upper-case Crockford base32, no NUL. */
void id_print_ulid(struct id id, char out[ID_ULID_SIZE]);

/* In this form, without NUL; the text stands in `out`. */
struct text id_print(struct id id, enum id_form form, char out[ID_PRINT_MAX]);

/* The regular expression (JSON Schema's `pattern`) of what id_print prints. */
void id_pattern(enum id_form form, char out[ID_PATTERN_MAX]);

/*
 * Reads any printed form, UUIDs and ULIDs in either case. Anything else, the nil UUID included, is
 * refused: false, *out untouched.
 */
bool id_parse(struct text text, struct id *out);

#endif
