/*
 * Record ids: making version 7 UUIDs and turning the 128 bits into their printed forms and back.
 * Which dialect prints which form is not known here.
 */
#include "base/id.h"
#include "base/copy.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>

static const char hex_digits[] = "0123456789abcdef";
static const char crockford_digits[32] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* Fills everything but the random bits, which stand in `id` already. */
static struct id id_stamp(struct id id, struct instant at, unsigned sequence)
{
	assert(at.ms >= 0 && at.ms < INT64_C(1) << 48);
	assert(sequence <= 0xFFF);
	for (int i = 0; i < 6; i++)
		id.bytes[i] = (uint8_t)(at.ms >> (40 - 8 * i));
	id.bytes[6] = (uint8_t)(0x70 | sequence >> 8);
	id.bytes[7] = (uint8_t)sequence;
	id.bytes[8] = (uint8_t)(0x80 | (id.bytes[8] & 0x3F));
	return id;
}

struct id id_make(struct instant at, unsigned sequence)
{
	struct id id = ID_NONE;

	randombytes_buf(id.bytes + 8, 8);
	return id_stamp(id, at, sequence);
}

struct id id_make_seeded(struct instant at, unsigned sequence, uint64_t seed)
{
	struct id id = ID_NONE;
	const uint64_t input[] = { seed, (uint64_t)at.ms, sequence };
	uint8_t digest[crypto_generichash_BYTES_MIN];

	crypto_generichash(digest, sizeof(digest), (const uint8_t *)input, sizeof(input), NULL, 0);
	copy_bytes(id.bytes + 8, sizeof(id.bytes) - 8, digest, 8);
	return id_stamp(id, at, sequence);
}

struct instant id_time(struct id id)
{
	struct instant at = { 0 };

	for (int i = 0; i < 6; i++)
		at.ms = at.ms << 8 | id.bytes[i];
	return at.ms < INSTANT_LAST.ms ? at : INSTANT_LAST;
}

static bool has_hyphen_before(int byte)
{
	return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

void id_print_uuid(struct id id, char out[ID_UUID_SIZE])
{
	for (int i = 0; i < 16; i++) {
		if (has_hyphen_before(i))
			*out++ = '-';
		*out++ = hex_digits[id.bytes[i] >> 4];
		*out++ = hex_digits[id.bytes[i] & 15];
	}
}

/* 26 digits of 5 bits are 130 bits: two zero bits stand before the first byte. */
void id_print_ulid(struct id id, char out[ID_ULID_SIZE])
{
	unsigned held = 0;
	int bits = 2;

	for (int i = 0; i < 16; i++) {
		held = (held << 8 | id.bytes[i]) & 0xFFFF;
		bits += 8;
		while (bits >= 5) {
			bits -= 5;
			*out++ = crockford_digits[held >> bits & 31];
		}
	}
}

static bool hex_value(char digit, unsigned *out)
{
	if (digit >= '0' && digit <= '9')
		*out = (unsigned)(digit - '0');
	else if (digit >= 'a' && digit <= 'f')
		*out = (unsigned)(digit - 'a' + 10);
	else if (digit >= 'A' && digit <= 'F')
		*out = (unsigned)(digit - 'A' + 10);
	else
		return false;
	return true;
}

static bool uuid_parse(struct text text, struct id *out)
{
	const char *at = text.data;

	if (text.size != ID_UUID_SIZE)
		return false;
	for (int i = 0; i < 16; i++) {
		unsigned high, low;

		if (has_hyphen_before(i) && *at++ != '-')
			return false;
		if (!hex_value(at[0], &high) || !hex_value(at[1], &low))
			return false;
		out->bytes[i] = (uint8_t)(high << 4 | low);
		at += 2;
	}
	return true;
}

/* Crockford's base32 is read in either case, with I and L for 1 and O for 0. */
static bool crockford_value(char digit, unsigned *out)
{
	const char *found;

	if (digit >= 'a' && digit <= 'z')
		digit = (char)(digit - 'a' + 'A');
	if (digit == 'I' || digit == 'L')
		digit = '1';
	if (digit == 'O')
		digit = '0';
	found = memchr(crockford_digits, digit, sizeof(crockford_digits));
	if (!found)
		return false;
	*out = (unsigned)(found - crockford_digits);
	return true;
}

static bool ulid_parse(struct text text, struct id *out)
{
	unsigned held = 0;
	int bits = -2, filled = 0;

	if (text.size != ID_ULID_SIZE)
		return false;
	for (int i = 0; i < ID_ULID_SIZE; i++) {
		unsigned value;

		/* A first digit over 7 would need 130 bits. */
		if (!crockford_value(text.data[i], &value) || (i == 0 && value > 7))
			return false;
		held = (held << 5 | value) & 0xFFFF;
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			out->bytes[filled++] = (uint8_t)(held >> bits);
		}
	}
	return true;
}

/* ---- forms ------------------------------------------------------------------------------------ */

static const struct coding {
	size_t size;
	void (*print)(struct id id, char *out);
	bool (*parse)(struct text text, struct id *out);
	const char *pattern; /* a regular expression of JSON Schema: what is printed */
} uuid = { ID_UUID_SIZE, id_print_uuid, uuid_parse, "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}" },
  ulid = { ID_ULID_SIZE, id_print_ulid, ulid_parse, "[0-9A-HJKMNP-TV-Z]{26}" };

static const struct printed_form {
	struct text prefix;
	const struct coding *coding;
} forms[ID_FORMS] = {
	[ID_PLAIN] = { { "", 0 }, &uuid },        [ID_ULID_OBJ] = { { "obj_", 4 }, &ulid },
	[ID_ULID_KRS] = { { "krs_", 4 }, &ulid }, [ID_UUID_USR] = { { "usr-", 4 }, &uuid },
	[ID_UUID_GRP] = { { "grp-", 4 }, &uuid }, [ID_UUID_KRS] = { { "krs-", 4 }, &uuid },
};

struct text id_print(struct id id, enum id_form form, char out[ID_PRINT_MAX])
{
	const struct printed_form *how = &forms[form];

	copy_bytes(out, ID_PRINT_MAX, how->prefix.data, how->prefix.size);
	how->coding->print(id, out + how->prefix.size);
	return (struct text){ out, how->prefix.size + how->coding->size };
}

void id_pattern(enum id_form form, char out[ID_PATTERN_MAX])
{
	const struct printed_form *how = &forms[form];

	snprintf(out, ID_PATTERN_MAX, "^%.*s%s$", TEXT_PRINT(how->prefix), how->coding->pattern);
}

/* The plain form is looked at last, for every text begins with its prefix. */
bool id_parse(struct text text, struct id *out)
{
	struct id id = ID_NONE;
	size_t i = ID_FORMS - 1;

	if (text_is_none(text))
		return false;
	while (!text_starts_with(text, forms[i].prefix))
		i--;
	text.data += forms[i].prefix.size;
	text.size -= forms[i].prefix.size;
	if (!forms[i].coding->parse(text, &id) || id_is_none(id))
		return false;
	*out = id;
	return true;
}
