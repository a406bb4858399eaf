/*
 * API keys, cookies and links as bytes: making them, telling a formed one from a typing error,
 * hashing. It also holds the random numbers and the short digest, so that libsodium is called in few places.
 */
#include "base/secret.h"

#include <assert.h>
#include <openssl/crypto.h>
#include <sodium.h>

#include "base/copy.h"

enum { LEAD_SIZE = 5, CHECKSUM_SIZE = 6 };

static const char key_lead[] = "okrt_";
static const char *const token_leads[] = { [TOKEN_COOKIE] = "okrc_", [TOKEN_LINK] = "okrl_" };
static const char base62[62] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

bool secret_start(void)
{
	return sodium_init() >= 0;
}

/* CRC-32 as in zlib and Ethernet (reflected polynomial 0x04C11DB7). */
static uint32_t crc32_of(const char *bytes, size_t size)
{
	uint32_t crc = UINT32_MAX;

	for (size_t i = 0; i < size; i++) {
		crc ^= (unsigned char)bytes[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (UINT32_C(0xEDB88320) & -(crc & 1));
	}
	return ~crc;
}

/* Of everything that stands before it. */
static void print_checksum(const char *secret, size_t checked, char out[CHECKSUM_SIZE])
{
	uint32_t rest = crc32_of(secret, checked);

	for (int i = CHECKSUM_SIZE - 1; i >= 0; i--) {
		out[i] = base62[rest % 62];
		rest /= 62;
	}
}

static void make(const char *lead, char *out, size_t size)
{
	size_t checked = size - CHECKSUM_SIZE;

	copy_bytes(out, size, lead, LEAD_SIZE);
	for (size_t i = LEAD_SIZE; i < checked; i++)
		out[i] = base62[randombytes_uniform(62)];
	print_checksum(out, checked, out + checked);
}

static bool is_formed(const char *lead, struct text secret, size_t size)
{
	size_t checked = size - CHECKSUM_SIZE;
	char checksum[CHECKSUM_SIZE];

	if (secret.size != size || memcmp(secret.data, lead, LEAD_SIZE) != 0)
		return false;
	for (size_t i = LEAD_SIZE; i < checked; i++)
		if (!memchr(base62, secret.data[i], sizeof(base62)))
			return false;
	print_checksum(secret.data, checked, checksum);
	return memcmp(checksum, secret.data + checked, CHECKSUM_SIZE) == 0;
}

void secret_make(char out[SECRET_KEY_SIZE])
{
	make(key_lead, out, SECRET_KEY_SIZE);
}

bool secret_is_formed(struct text key)
{
	return is_formed(key_lead, key, SECRET_KEY_SIZE);
}

void token_make(enum token_kind kind, char out[SECRET_TOKEN_SIZE])
{
	make(token_leads[kind], out, SECRET_TOKEN_SIZE);
}

bool token_is_formed(enum token_kind kind, struct text token)
{
	return is_formed(token_leads[kind], token, SECRET_TOKEN_SIZE);
}

void secret_hash(struct text key, struct text pepper, uint8_t out[SECRET_HASH_SIZE])
{
	digest256_keyed(key, pepper, out);
}

bool secret_hash_equal(const uint8_t a[SECRET_HASH_SIZE], const uint8_t b[SECRET_HASH_SIZE])
{
	return sodium_memcmp(a, b, SECRET_HASH_SIZE) == 0;
}

/* libsodium documents no output shorter than 16 bytes, so the first 8 of those are taken. */
uint64_t digest64(struct text bytes)
{
	uint8_t hash[crypto_generichash_BYTES_MIN];
	uint64_t digest = 0;

	crypto_generichash(hash, sizeof(hash), (const uint8_t *)bytes.data, bytes.size, NULL, 0);
	for (int i = 0; i < 8; i++)
		digest = digest << 8 | hash[i];
	return digest;
}

void mac_make(const uint8_t key[MAC_KEY_SIZE], const struct text *parts, size_t count,
	      uint8_t out[MAC_SIZE])
{
	uint8_t whole[crypto_auth_hmacsha256_BYTES];
	crypto_auth_hmacsha256_state state;

	crypto_auth_hmacsha256_init(&state, key, MAC_KEY_SIZE);
	for (size_t i = 0; i < count; i++)
		crypto_auth_hmacsha256_update(&state, (const uint8_t *)parts[i].data,
					      parts[i].size);
	crypto_auth_hmacsha256_final(&state, whole);
	copy_bytes(out, MAC_SIZE, whole, MAC_SIZE);
}

bool mac_equal(const uint8_t a[MAC_SIZE], const uint8_t b[MAC_SIZE])
{
	return sodium_memcmp(a, b, MAC_SIZE) == 0;
}

void mac_key_derive(const uint8_t secret[MAC_KEY_SIZE], struct text pepper,
		    uint8_t out[MAC_KEY_SIZE])
{
	crypto_auth_hmacsha256(out, (const uint8_t *)pepper.data, pepper.size, secret);
}

void random_fill(void *memory, size_t size)
{
	randombytes_buf(memory, size);
}

uint64_t random64(void)
{
	uint64_t random;

	random_fill(&random, sizeof(random));
	return random;
}

void secret_wipe(void *memory, size_t size)
{
	sodium_memzero(memory, size);
}

void digest256(struct text bytes, uint8_t out[DIGEST_SIZE])
{
	crypto_generichash(out, DIGEST_SIZE, (const unsigned char *)bytes.data, bytes.size, NULL,
			   0);
}

/* What the arena gives is aligned for any type, and libsodium asks for 64 bytes. */
struct digest_state {
	unsigned char room[sizeof(crypto_generichash_state) + 63];
};

static crypto_generichash_state *aligned(struct digest_state *state)
{
	uintptr_t at = ((uintptr_t)state->room + 63) & ~(uintptr_t)63;

	return (crypto_generichash_state *)at;
}

struct digest_state *digest256_begin(struct arena *arena)
{
	struct digest_state *state = arena_take(arena, sizeof(*state));

	crypto_generichash_init(aligned(state), NULL, 0, DIGEST_SIZE);
	return state;
}

void digest256_add(struct digest_state *state, struct text bytes)
{
	crypto_generichash_update(aligned(state), (const unsigned char *)bytes.data, bytes.size);
}

void digest256_end(struct digest_state *state, uint8_t out[DIGEST_SIZE])
{
	crypto_generichash_final(aligned(state), out, DIGEST_SIZE);
}

void digest256_keyed(struct text bytes, struct text key, uint8_t out[DIGEST_SIZE])
{
	int failed = crypto_generichash(out, DIGEST_SIZE, (const uint8_t *)bytes.data, bytes.size,
					key.size ? (const uint8_t *)key.data : NULL, key.size);

	assert(failed == 0);
}

void secret_without_tls(void)
{
	OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS | OPENSSL_INIT_NO_ADD_ALL_CIPHERS |
				    OPENSSL_INIT_NO_ADD_ALL_DIGESTS,
			    NULL);
}
