/*
 * Tokens. Nothing of a token's claims is looked at before its signature was found right; of its
 * header, only which of our keys it means. Why a token was refused is for the log: its sender hears
 * one sentence, whatever it was.
 */
#include "base/jwt.h"

#include <math.h>

#include "base/base64.h"
#include "base/json_check.h"
#include "base/json_read.h"
#include "base/json_write.h"
#include "base/secret.h"
#include "jwt_key.h"

/* The end of 9999, beyond which an instant has no printed form. */
static const double instant_most_seconds = 253402300799;

struct token {
	struct arena *arena;
	struct text signed_part; /* header and claims as they were signed */
	struct text header, claims, signature;
};

static const struct error *refuse(struct arena *arena, const char *why)
{
	struct error *error = arena_take(arena, sizeof(*error));

	error->code = ERROR_UNAUTHORIZED;
	error->message = TEXT("This token is not valid, or not valid any more.");
	error->inside = text_from(why);
	return error;
}

/* ---- the envelope ---------------------------------------------------------------------------- */

bool jwt_is_formed(struct text token)
{
	unsigned dots = 0;

	for (size_t i = 0; i < token.size; i++)
		dots += token.data[i] == '.';
	return dots == 2;
}

static bool decode_object(struct arena *arena, struct text encoded, struct text *out)
{
	struct json_fault fault;
	struct text decoded;

	if (!base64url_decode(arena, encoded, &decoded) || !json_check(arena, decoded, &fault) ||
	    json_read_kind(decoded) != JSON_OBJECT)
		return false;
	*out = decoded;
	return true;
}

static const struct error *open_envelope(struct arena *arena, struct text bytes, struct token *out)
{
	struct token token = { .arena = arena };
	struct text rest = bytes, header, claims;

	if (bytes.size > JWT_SIZE_MAX)
		return refuse(arena, "the token is longer than 8 KiB");
	if (!jwt_is_formed(bytes))
		return refuse(arena, "the token has not three parts");
	header = text_cut(&rest, '.');
	claims = text_cut(&rest, '.');
	token.signed_part = (struct text){ bytes.data, header.size + 1 + claims.size };
	if (!base64url_decode(arena, rest, &token.signature) || token.signature.size == 0)
		return refuse(arena, "the signature is missing, or no base64url");
	if (!decode_object(arena, header, &token.header))
		return refuse(arena, "the header is no JSON object in base64url");
	/* What it says is read only after the signature was. */
	token.claims = claims;
	*out = token;
	return NULL;
}

/* A member of the header or the claims; null is as good as none (rulings.md 62). */
static struct text member(struct text object, const char *name)
{
	struct text value = json_read_member(object, text_from(name));

	return json_read_kind(value) == JSON_NULL ? TEXT_NONE : value;
}

/* Extensions that must be understood, and places to fetch a key from. */
static bool asks_too_much(struct text header)
{
	static const char *const refused[] = { "crit", "jku", "x5u" };

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		if (!text_is_none(member(header, refused[i])))
			return true;
	return false;
}

/* ---- the key --------------------------------------------------------------------------------- */

/* A key without a name answers to every one: the shared secret has none. */
static bool is_meant(const struct jwt_key *key, struct text algorithm, struct text id)
{
	if (!text_equal(algorithm, text_from(jwt_algorithm_name(key->algorithm))))
		return false;
	return text_is_none(id) || text_is_none(key->id) || text_equal(id, key->id);
}

static const struct error *find_key(const struct token *token, const struct jwt_keys *keys,
				    const struct jwt_key **out)
{
	struct text algorithm = json_read_string(token->arena, member(token->header, "alg"));
	struct text name = member(token->header, "kid");
	struct text id = json_read_string(token->arena, name);
	bool found = false;

	if (asks_too_much(token->header))
		return refuse(token->arena, "the header has crit, jku or x5u");
	if (text_is_none(id) && !text_is_none(name))
		return refuse(token->arena, "kid is no string");
	for (size_t i = 0; i < keys->count; i++) {
		const struct jwt_key *key = &keys->items[i];

		if (!is_meant(key, algorithm, id))
			continue;
		found = true;
		if (!jwt_key_verifies(key, token->signed_part, token->signature))
			continue;
		*out = key;
		return NULL;
	}
	return refuse(token->arena,
		      found ? "the signature is not right" : "no key has this kid and alg");
}

/* ---- the claims ------------------------------------------------------------------------------ */

static struct text claim(const struct token *token, const char *name)
{
	return member(token->claims, name);
}

/* A text claim; another kind is a fault: false. */
static bool text_claim(const struct token *token, const char *name, struct text *out)
{
	struct text value = claim(token, name);
	enum json_kind kind = json_read_kind(value);

	*out = json_read_string(token->arena, value);
	return kind == JSON_STRING || kind == JSON_ABSENT;
}

/* What is kept in a column of 255 characters, where blanks at the end do not count. */
static bool is_name(struct text text)
{
	return text.size > 0 && text_characters(text) <= JWT_TEXT_MAX &&
	       text_trim(text).size == text.size;
}

static double seconds_of(struct instant now)
{
	return (double)now.ms / 1000;
}

static const struct error *check_times(const struct token *token, struct instant now,
				       struct instant *expires_at)
{
	struct text not_before = claim(token, "nbf");
	double end, begin;

	if (!json_read_number(claim(token, "exp"), &end))
		return refuse(token->arena, "there is no exp");
	if (seconds_of(now) >= end + JWT_LEEWAY_SECONDS)
		return refuse(token->arena, "the token has expired");
	if (!text_is_none(not_before) && !json_read_number(not_before, &begin))
		return refuse(token->arena, "nbf is no number");
	if (!text_is_none(not_before) && seconds_of(now) < begin - JWT_LEEWAY_SECONDS)
		return refuse(token->arena, "the token is not valid yet");
	expires_at->ms = (int64_t)(fmin(end, instant_most_seconds) * 1000);
	return NULL;
}

/* One text, or an array in which ours stands. */
static bool names_audience(const struct token *token, struct text audience)
{
	struct text value = claim(token, "aud"), item;

	if (json_read_kind(value) == JSON_STRING)
		return text_equal(json_read_string(token->arena, value), audience);
	while (json_read_item(&value, &item)) {
		struct text one = json_read_string(token->arena, item);

		if (!text_is_none(one) && text_equal(one, audience))
			return true;
	}
	return false;
}

static const struct error *check_meant_for_us(const struct token *token,
					      const struct jwt_rules *rules, struct text *issuer)
{
	if (!text_claim(token, "iss", issuer))
		return refuse(token->arena, "iss is no string");
	if (!text_is_none(rules->issuer) &&
	    (text_is_none(*issuer) || !text_equal(*issuer, rules->issuer)))
		return refuse(token->arena, "iss is not jwt_issuer");
	if (!text_is_none(rules->audience) && !names_audience(token, rules->audience))
		return refuse(token->arena, "aud does not name jwt_audience");
	return NULL;
}

/*
 * Not every provider can put a tenant_id into its tokens: Entra reserves the name. A key that may
 * speak for one tenant alone means that one. But only when an audience is demanded: what the
 * provider issues for other services has no tenant_id either.
 */
static const struct error *read_tenant(const struct token *token, const struct jwt_key *key,
				       const struct jwt_rules *rules, struct id *out)
{
	bool is_implied = key->is_limited && key->tenants.count == 1 &&
			  !text_is_none(rules->audience);
	struct text tenant;

	if (text_claim(token, "tenant_id", &tenant) && text_is_none(tenant) && is_implied)
		*out = key->tenants.items[0];
	else if (text_is_none(tenant) || !id_parse(tenant, out))
		return refuse(token->arena, "tenant_id is no id");
	return NULL;
}

/* Scopes as one text with blanks between them; false when there is something else in the array. */
static bool join(const struct token *token, struct text array, struct text *out)
{
	struct text item, all = TEXT("");

	while (json_read_item(&array, &item)) {
		if (json_read_kind(item) != JSON_STRING)
			return false;
		all = arena_print(token->arena, "%.*s %.*s", TEXT_PRINT(all),
				  TEXT_PRINT(json_read_string(token->arena, item)));
	}
	*out = all;
	return true;
}

/* Providers call it scope or scp, and write a text or an array (rulings.md 62). */
static bool read_scope(const struct token *token, struct text *out)
{
	struct text value = claim(token, "scope");

	if (text_is_none(value))
		value = claim(token, "scp");
	if (json_read_kind(value) == JSON_ARRAY)
		return join(token, value, out);
	*out = json_read_string(token->arena, value);
	return json_read_kind(value) == JSON_STRING || text_is_none(value);
}

static const struct error *read_subject(const struct token *token, struct jwt_claims *out)
{
	if (!text_claim(token, "sub", &out->subject) || !is_name(out->subject))
		return refuse(token->arena, "sub is no text of 1 to 255 characters");
	if (!read_scope(token, &out->scope))
		return refuse(token->arena, "scope is neither a string nor an array of strings");
	if (!text_claim(token, "app_id", &out->app_id) ||
	    (!text_is_none(out->app_id) && !is_name(out->app_id)))
		return refuse(token->arena, "app_id is no text of 1 to 255 characters");
	return NULL;
}

const struct error *jwt_verify(struct arena *arena, const struct jwt_keys *keys,
			       const struct jwt_rules *rules, struct text token, struct instant now,
			       struct jwt_claims *out)
{
	struct jwt_claims claims = { 0 };
	const struct jwt_key *key = NULL;
	struct token parts;
	const struct error *error = open_envelope(arena, token, &parts);

	if (!error) {
		error = find_key(&parts, keys, &key);
		/* Whoever finds it in our memory could put the token together again. */
		secret_wipe((void *)parts.signature.data, parts.signature.size);
	}
	if (!error && !decode_object(arena, parts.claims, &parts.claims))
		error = refuse(arena, "the claims are no JSON object in base64url");
	if (!error)
		error = check_times(&parts, now, &claims.expires_at);
	if (!error)
		error = check_meant_for_us(&parts, rules, &claims.issuer);
	if (!error)
		error = read_subject(&parts, &claims);
	if (!error)
		error = read_tenant(&parts, key, rules, &claims.tenant);
	if (!error && !jwt_key_speaks_for(key, claims.tenant))
		error = refuse(arena, "the key may not speak for this tenant");
	if (!error)
		*out = claims;
	return error;
}

/* ---- making ---------------------------------------------------------------------------------- */

static const struct jwt_key *find_signer(const struct jwt_keys *keys, struct id tenant)
{
	for (size_t i = 0; i < keys->count; i++)
		if (keys->items[i].can_sign && jwt_key_speaks_for(&keys->items[i], tenant))
			return &keys->items[i];
	return NULL;
}

static void add_if_given(struct json_writer *json, struct text name, struct text value)
{
	if (!text_is_none(value))
		json_member(json, name, value);
}

static void add_seconds(struct json_writer *json, struct text name, struct instant at)
{
	json_key(json, name);
	json_integer(json, at.ms / 1000);
}

static void write_header(struct json_writer *json, const struct jwt_key *key)
{
	json_open_object(json);
	json_member(json, TEXT("alg"), text_from(jwt_algorithm_name(key->algorithm)));
	json_member(json, TEXT("typ"), TEXT("JWT"));
	add_if_given(json, TEXT("kid"), key->id);
	json_close_object(json);
}

static void write_claims(struct json_writer *json, const struct jwt_claims *claims,
			 struct instant now)
{
	char tenant[ID_UUID_SIZE];

	id_print_uuid(claims->tenant, tenant);
	json_open_object(json);
	add_if_given(json, TEXT("iss"), claims->issuer);
	add_if_given(json, TEXT("aud"), claims->audience);
	json_member(json, TEXT("sub"), claims->subject);
	json_member(json, TEXT("tenant_id"), (struct text){ tenant, sizeof(tenant) });
	add_if_given(json, TEXT("scope"), claims->scope);
	add_if_given(json, TEXT("app_id"), claims->app_id);
	add_seconds(json, TEXT("iat"), now);
	add_seconds(json, TEXT("exp"), claims->expires_at);
	json_close_object(json);
}

const struct error *jwt_make(struct arena *arena, const struct jwt_keys *keys,
			     const struct jwt_claims *claims, struct instant now, struct text *out)
{
	const struct jwt_key *key = find_signer(keys, claims->tenant);
	struct buffer text = { 0 };
	struct json_writer json = { .out = &text };
	struct text header, body, signed_part, signature;

	if (!key)
		return error_new(arena, ERROR_CONFLICT,
				 "No key is there to sign tokens with: set jwt_secret_file, or "
				 "give jwt_keys an Ed25519 key with its private part.");
	write_header(&json, key);
	header = base64url_encode(arena, buffer_text(&text));
	buffer_reset(&text, SIZE_MAX);
	json = (struct json_writer){ .out = &text };
	write_claims(&json, claims, now);
	body = base64url_encode(arena, buffer_text(&text));
	buffer_free(&text);
	signed_part = arena_print(arena, "%.*s.%.*s", TEXT_PRINT(header), TEXT_PRINT(body));
	signature = base64url_encode(arena, jwt_key_sign(arena, key, signed_part));
	*out = arena_print(arena, "%.*s.%.*s", TEXT_PRINT(signed_part), TEXT_PRINT(signature));
	return NULL;
}
