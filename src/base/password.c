/*
 * Argon2id by libsodium, and what a password must not be. Texts made of a password stand in an arena
 * of their own, which is overwritten before it is given back.
 */
#include "base/password.h"

#include <assert.h>
#include <sodium.h>

#include "base/secret.h"
#include "base/unicode.h"
#include "common_passwords_internal.h"

enum {
	PASSES = 2,
	WORK_BYTES = 16384, /* room for the texts made of an ordinary password */
	BYTES_MAX =
		PASSWORD_MAX * 4 * 4, /* of a password in any form: 4 code points of 4 bytes each */
};

_Static_assert(PASSWORD_HASH_MAX == crypto_pwhash_STRBYTES - 1, "as libsodium prints it");

static uint64_t hashes_computed;

uint64_t password_hash_count(void)
{
	return hashes_computed;
}

static const struct error *without_memory(struct arena *arena)
{
	struct error *error = arena_take(arena, sizeof(*error));

	error->code = ERROR_UNAVAILABLE;
	error->message = TEXT("Passwords cannot be checked at the moment; try again.");
	error->retry_seconds = 1;
	error->inside = TEXT("no memory for the hash of a password (password_memory)");
	return error;
}

static void forget(struct arena *work)
{
	arena_wipe(work);
	arena_free(work);
}

/* ---- hashes ---------------------------------------------------------------------------------- */

const struct error *password_hash(struct arena *arena, struct text password, unsigned memory_kib,
				  struct text *out)
{
	struct arena *work = arena_new(WORK_BYTES);
	struct text composed = text_compose(work, password);
	char hash[crypto_pwhash_STRBYTES];
	int failed;

	assert(memory_kib >= PASSWORD_MEMORY_MIN);
	hashes_computed++;
	failed = crypto_pwhash_str(hash, composed.data, composed.size, PASSES,
				   (size_t)memory_kib * 1024);
	forget(work);
	if (failed)
		return without_memory(arena);
	*out = arena_copy(arena, text_from(hash));
	return NULL;
}

/* What a printed hash says. */
struct parts {
	unsigned long long memory_kib, passes;
	uint8_t salt[crypto_pwhash_SALTBYTES], digest[DIGEST_SIZE];
};

/* "m=19456" begins with `name` and goes on with a number. */
static bool read_number(struct text part, struct text name, unsigned long long *out)
{
	if (!text_starts_with(part, name))
		return false;
	part.data += name.size;
	part.size -= name.size;
	return text_to_count(part, UINT32_MAX, out);
}

static bool read_bytes(struct text part, uint8_t *out, size_t size)
{
	size_t found = 0;

	return sodium_base642bin(out, size, part.data, part.size, NULL, &found, NULL,
				 sodium_base64_VARIANT_ORIGINAL_NO_PADDING) == 0 &&
	       found == size;
}

/* Only the form that password_hash prints: $argon2id$v=19$m=MEMORY,t=PASSES,p=1$SALT$DIGEST */
static bool read_parts(struct text hash, struct parts *out)
{
	const struct text lead = TEXT("$argon2id$v=19$");
	struct text rest = hash, work;

	if (!text_starts_with(hash, lead))
		return false;
	rest.data += lead.size;
	rest.size -= lead.size;
	work = text_cut(&rest, '$');
	return read_number(text_cut(&work, ','), TEXT("m="), &out->memory_kib) &&
	       read_number(text_cut(&work, ','), TEXT("t="), &out->passes) &&
	       text_equal(work, TEXT("p=1")) &&
	       read_bytes(text_cut(&rest, '$'), out->salt, sizeof(out->salt)) &&
	       read_bytes(rest, out->digest, sizeof(out->digest));
}

static bool is_computable(const struct parts *parts)
{
	size_t bytes = (size_t)parts->memory_kib * 1024;

	return parts->passes >= crypto_pwhash_OPSLIMIT_MIN && bytes >= crypto_pwhash_MEMLIMIT_MIN &&
	       bytes <= crypto_pwhash_MEMLIMIT_MAX;
}

/* crypto_pwhash_str_verify does not tell a wrong password from memory that is not to be had: what can be
 * computed fails for want of memory alone. */
static const struct error *compare(struct arena *arena, const struct parts *parts,
				   struct text password, bool *out)
{
	struct arena *work = arena_new(WORK_BYTES);
	struct text composed = text_compose(work, password);
	uint8_t digest[DIGEST_SIZE] = { 0 };
	int failed;

	hashes_computed++;
	failed = crypto_pwhash(digest, sizeof(digest), composed.data, composed.size, parts->salt,
			       parts->passes, (size_t)parts->memory_kib * 1024,
			       crypto_pwhash_ALG_ARGON2ID13);
	forget(work);
	*out = !failed && sodium_memcmp(digest, parts->digest, sizeof(digest)) == 0;
	secret_wipe(digest, sizeof(digest));
	return failed && is_computable(parts) ? without_memory(arena) : NULL;
}

const struct error *password_matches(struct arena *arena, struct text hash, struct text password,
				     unsigned memory_kib, bool *out)
{
	struct parts parts = { 0 };
	bool is_known = read_parts(hash, &parts), is_match = false;
	const struct error *error;

	assert(memory_kib >= PASSWORD_MEMORY_MIN);
	if (!is_known)
		parts = (struct parts){ .memory_kib = memory_kib, .passes = PASSES };
	error = compare(arena, &parts, password, &is_match);
	if (!error)
		*out = is_known && is_match;
	return error;
}

bool password_needs_rehash(struct text hash, unsigned memory_kib)
{
	struct parts parts;

	return !read_parts(hash, &parts) || parts.memory_kib < memory_kib || parts.passes < PASSES;
}

/* ---- what is refused ------------------------------------------------------------------------- */

static bool is_common(struct text folded)
{
	uint8_t digest[crypto_hash_sha256_BYTES];
	size_t from = 0, to = COMMON_PASSWORDS;
	uint64_t hash = 0;

	crypto_hash_sha256(digest, (const uint8_t *)folded.data, folded.size);
	for (int i = 0; i < 8; i++)
		hash = hash << 8 | digest[i];
	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (common_passwords[middle] == hash)
			return true;
		if (common_passwords[middle] < hash)
			from = middle + 1;
		else
			to = middle;
	}
	return false;
}

static bool is_name(struct arena *work, struct text folded, struct text name)
{
	return !text_is_none(name) && text_equal(folded, text_fold(work, name));
}

static const char *refusal_of(struct arena *work, struct text password,
			      const struct password_owner *owner)
{
	size_t characters = text_characters(text_compose(work, password));
	struct text folded;

	if (characters < PASSWORD_MIN || characters > PASSWORD_MAX)
		return "must have 12 to 256 characters";
	folded = text_fold(work, password);
	if (is_common(folded))
		return "is one of the most common passwords; choose another";
	if (is_name(work, folded, owner->email) || is_name(work, folded, owner->name) ||
	    is_name(work, folded, owner->workspace))
		return "must not be the e-mail address, the name or the workspace's name";
	return NULL;
}

const char *password_refusal(struct text password, const struct password_owner *owner)
{
	struct arena *work;
	const char *refusal;

	if (password.size == 0 || password.size > BYTES_MAX)
		return "must have 12 to 256 characters";
	if (memchr(password.data, '\0', password.size))
		return "must not contain a NUL character";
	work = arena_new(WORK_BYTES);
	refusal = refusal_of(work, password, owner);
	forget(work);
	return refusal;
}
