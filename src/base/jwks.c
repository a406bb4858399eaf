/*
 * The key set: a shared secret from the settings and a JWKS (RFC 7517, RFC 7518 section 6, RFC 8037)
 * from a file. What a key can do is decided here, from its kind; a token is never asked. A malformed
 * key stops the start, because its owner would otherwise wonder why tokens are refused.
 */
#include "base/jwks.h"

#include <stdlib.h>

#include "base/base64.h"
#include "base/file.h"
#include "base/json_check.h"
#include "base/json_read.h"
#include "base/secret.h"
#include "jwt_key.h"

struct reader {
	struct arena *arena;
	struct jwt_keys *keys;
	struct text object; /* the key that is being read */
	size_t number;      /* its place in the set, from 1, for complaints */
	bool holds_secret;
};

static const struct error *complain(const struct reader *reader, const char *what)
{
	return error_new(reader->arena, ERROR_INVALID, "jwt_keys: key %zu: %s", reader->number,
			 what);
}

/* ---- the kinds of keys ----------------------------------------------------------------------- */

static struct text member(const struct reader *reader, const char *name)
{
	return json_read_member(reader->object, text_from(name));
}

static struct text string(const struct reader *reader, const char *name)
{
	return json_read_string(reader->arena, member(reader, name));
}

/* The bytes that a member is in base64url; empty when it is not, which is no key of any kind. */
static struct text bytes(const struct reader *reader, const char *name)
{
	struct text encoded = string(reader, name), decoded = TEXT("");

	if (!text_is_none(encoded))
		base64url_decode(reader->arena, encoded, &decoded);
	return decoded;
}

static const char *read_secret(struct reader *reader, struct jwt_key *key)
{
	key->secret = bytes(reader, "k");
	key->can_sign = true;
	reader->holds_secret = true;
	if (key->secret.size < JWT_SECRET_MIN)
		return "k must be base64url of at least 32 bytes";
	return NULL;
}

static const char *read_ed25519(struct reader *reader, struct jwt_key *key)
{
	if (!jwt_key_set_ed25519(key, bytes(reader, "x")))
		return "x must be base64url of 32 bytes";
	if (text_is_none(member(reader, "d")))
		return NULL;
	reader->holds_secret = true;
	if (!jwt_key_set_ed25519_seed(key, bytes(reader, "d")))
		return "d must be base64url of the 32 private bytes that belong to x";
	return NULL;
}

static const char *read_rsa(struct reader *reader, struct jwt_key *key)
{
	reader->holds_secret |= !text_is_none(member(reader, "d"));
	if (!jwt_key_set_rsa(key, bytes(reader, "n"), bytes(reader, "e")))
		return "n and e must be base64url of an RSA key of 2048 to 8192 bits";
	return NULL;
}

static const char *read_p256(struct reader *reader, struct jwt_key *key)
{
	reader->holds_secret |= !text_is_none(member(reader, "d"));
	if (!jwt_key_set_p256(key, bytes(reader, "x"), bytes(reader, "y")))
		return "x and y must be base64url of 32 bytes each, a point of P-256";
	return NULL;
}

static const struct kind {
	const char *type, *curve; /* kty and crv */
	enum jwt_algorithm algorithm;
	const char *(*read)(struct reader *reader, struct jwt_key *key);
} kinds[] = {
	{ "oct", NULL, JWT_HS256, read_secret },
	{ "OKP", "Ed25519", JWT_EDDSA, read_ed25519 },
	{ "RSA", NULL, JWT_RS256, read_rsa },
	{ "EC", "P-256", JWT_ES256, read_p256 },
};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

/* NULL for a key that is none of ours. */
static const struct kind *find_kind(const struct reader *reader)
{
	struct text type = string(reader, "kty"), curve = string(reader, "crv");

	for (size_t i = 0; i < KINDS; i++)
		if (text_equal(type, text_from(kinds[i].type)) &&
		    (!kinds[i].curve || text_equal(curve, text_from(kinds[i].curve))))
			return &kinds[i];
	return NULL;
}

/* ---- one key --------------------------------------------------------------------------------- */

/* Whether `alg` and `use` leave the key to us; a wrong `alg` of ours is a mistake of its owner. */
static const struct error *read_purpose(const struct reader *reader, const struct kind *kind,
					bool *is_ours)
{
	struct text algorithm = string(reader, "alg"), use = string(reader, "use");
	const char *own = jwt_algorithm_name(kind->algorithm);

	*is_ours = text_is_none(use) || text_equal(use, TEXT("sig"));
	if (text_is_none(algorithm) || text_equal(algorithm, text_from(own)))
		return NULL;
	*is_ours = false;
	for (size_t i = 0; i < KINDS; i++)
		if (text_equal(algorithm, text_from(jwt_algorithm_name(kinds[i].algorithm))))
			return error_new(reader->arena, ERROR_INVALID,
					 "jwt_keys: key %zu: the alg of kty %s is %s",
					 reader->number, kind->type, own);
	return NULL;
}

static const struct error *read_tenants(const struct reader *reader, struct jwt_key *key)
{
	static const char wrong[] = "tenants must be an array of workspace ids";
	struct text list = member(reader, "tenants"), rest = list, item;
	struct id *items;
	size_t count = 0;

	if (text_is_none(list))
		return NULL;
	if (json_read_kind(list) != JSON_ARRAY)
		return complain(reader, wrong);
	while (json_read_item(&rest, &item))
		count++;
	items = arena_array(reader->arena, count + 1, sizeof(*items));
	rest = list;
	for (size_t i = 0; json_read_item(&rest, &item); i++) {
		struct text id = json_read_string(reader->arena, item);

		if (text_is_none(id) || !id_parse(id, &items[i]))
			return complain(reader, wrong);
	}
	key->is_limited = true;
	key->tenants = (struct ids){ items, count };
	return NULL;
}

static const struct error *read_key(struct reader *reader)
{
	struct jwt_keys *keys = reader->keys;
	struct jwt_key *key = &keys->items[keys->count];
	const struct kind *kind;
	const struct error *error;
	const char *wrong;
	bool is_ours;

	if (json_read_kind(reader->object) != JSON_OBJECT)
		return complain(reader, "a key is an object");
	kind = find_kind(reader);
	if (!kind)
		return NULL;
	error = read_purpose(reader, kind, &is_ours);
	if (error || !is_ours)
		return error;
	key->algorithm = kind->algorithm;
	key->id = string(reader, "kid");
	/* Counted first, so that jwt_keys_free finds what a key that is half read holds. */
	keys->count++;
	wrong = kind->read(reader, key);
	return wrong ? complain(reader, wrong) : read_tenants(reader, key);
}

/* ---- the set --------------------------------------------------------------------------------- */

static const struct error *read_set(struct reader *reader, struct text jwks)
{
	size_t before = reader->keys->count;
	struct text list;
	struct json_fault fault;
	const struct error *error = NULL;

	if (!json_check(reader->arena, jwks, &fault))
		return error_new(reader->arena, ERROR_INVALID, "jwt_keys: byte %zu: %s",
				 fault.offset, fault.message);
	list = json_read_member(jwks, TEXT("keys"));
	if (json_read_kind(list) != JSON_ARRAY)
		return error_new(reader->arena, ERROR_INVALID,
				 "jwt_keys: a JWKS is an object with an array \"keys\"");
	while (!error && json_read_item(&list, &reader->object)) {
		if (++reader->number > JWT_KEYS_MAX)
			return error_new(reader->arena, ERROR_INVALID,
					 "jwt_keys: more than %d keys", JWT_KEYS_MAX);
		error = read_key(reader);
	}
	if (!error && reader->keys->count == before)
		error = error_new(reader->arena, ERROR_INVALID,
				  "jwt_keys: none of the keys is for HS256, EdDSA, RS256 or ES256 "
				  "signatures");
	return error;
}

const struct error *jwt_keys_read(struct arena *arena, struct text secret, struct text jwks,
				  struct jwt_keys **out, bool *holds_secret)
{
	struct jwt_keys *keys = memory_take(sizeof(*keys));
	struct reader reader = { .arena = arena, .keys = keys };
	const struct error *error = NULL;

	if (!text_is_none(secret) && secret.size < JWT_SECRET_MIN)
		error = error_new(arena, ERROR_INVALID, "jwt_secret must have at least %d bytes",
				  JWT_SECRET_MIN);
	else if (!text_is_none(secret))
		keys->items[keys->count++] = (struct jwt_key){ .algorithm = JWT_HS256,
							       .secret = secret,
							       .can_sign = true };
	if (!error && !text_is_none(jwks))
		error = read_set(&reader, jwks);
	if (error) {
		jwt_keys_free(keys);
		return error;
	}
	*out = keys;
	*holds_secret = reader.holds_secret;
	return NULL;
}

const struct error *jwt_keys_load(struct arena *arena, const struct settings *settings,
				  struct jwt_keys **out)
{
	const char *path = settings->jwt_keys.size > 0 ? arena_string(arena, settings->jwt_keys) :
							 NULL;
	struct text jwks = TEXT_NONE;
	struct jwt_keys *keys;
	const struct error *error;
	mode_t mode = 0;
	bool holds_secret;
	int failure = path ? file_read(arena, path, &mode, &jwks) : 0;

	if (failure)
		return error_new(arena, ERROR_INVALID, "jwt_keys: cannot read %s: %s", path,
				 strerror(failure));
	error = jwt_keys_read(arena, settings->jwt_secret, jwks, &keys, &holds_secret);
	if (error)
		return error;
	if (holds_secret && file_is_shared(mode)) {
		jwt_keys_free(keys);
		return error_new(arena, ERROR_INVALID,
				 "jwt_keys: %s holds private keys and is open to others than its "
				 "owner (mode %04o); chmod 600 it",
				 path, (unsigned)mode & 07777);
	}
	*out = keys;
	return NULL;
}

void jwt_keys_free(struct jwt_keys *keys)
{
	if (!keys)
		return;
	for (size_t i = 0; i < keys->count; i++)
		jwt_key_free(&keys->items[i]);
	free(keys);
}
