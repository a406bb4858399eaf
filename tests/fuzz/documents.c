/*
 * Fuzz targets of what is read as a whole: JSON beside json-c, configuration files, key sets, tokens. Of a
 * token the signature stands in front of all else, so that one target signs what it is given.
 */
#include <json-c/json.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/json_check.h"
#include "base/json_read.h"
#include "base/jwks.h"
#include "base/jwt.h"
#include "base/settings_load.h"
#include "base/utf8.h"
#include "targets.h"

static const char secret[] = "0123456789abcdef0123456789abcdef";
static const struct instant now = { 1700000000000 };

/* ---- JSON ------------------------------------------------------------------------------------ */

/* A value as json_read tells it and as json-c does. */
static void must_agree(struct arena *arena, struct text value, struct json_object *object);

static void must_agree_on_items(struct arena *arena, struct text rest, struct json_object *array)
{
	size_t count = 0;
	struct text item;

	for (; json_read_item(&rest, &item); count++)
		must_agree(arena, item, json_object_array_get_idx(array, count));
	MUST(count == json_object_array_length(array));
}

static void must_agree_on_members(struct arena *arena, struct text value,
				  struct json_object *object)
{
	MUST(json_read_count(value) == (size_t)json_object_object_length(object));
	json_object_object_foreach(object, name, member)
		must_agree(arena, json_read_member(value, text_from(name)), member);
}

static void must_agree(struct arena *arena, struct text value, struct json_object *object)
{
	struct text string;
	double number;

	switch (json_read_kind(value)) {
	case JSON_NULL:
		MUST(json_object_is_type(object, json_type_null));
		break;
	case JSON_FLAG:
		MUST(json_object_is_type(object, json_type_boolean));
		break;
	case JSON_NUMBER:
		MUST(json_read_number(value, &number) && number == json_object_get_double(object));
		break;
	case JSON_STRING:
		string = json_read_string(arena, value);
		MUST(utf8_check(string));
		MUST(text_equal(string,
				(struct text){ json_object_get_string(object),
					       (size_t)json_object_get_string_len(object) }));
		break;
	case JSON_ARRAY:
		must_agree_on_items(arena, value, object);
		break;
	case JSON_OBJECT:
		must_agree_on_members(arena, value, object);
		break;
	case JSON_ABSENT:
		MUST(!"a value that is none");
	}
}

/* An integer beyond 64 bits is cut to them by json-c, which the program asks for doubles alone. */
static bool has_long_number(struct text json)
{
	size_t digits = 0;

	for (size_t i = 0; i < json.size; i++) {
		digits = json.data[i] >= '0' && json.data[i] <= '9' ? digits + 1 : 0;
		if (digits > 15)
			return true;
	}
	return false;
}

void try_json(struct input *input)
{
	struct text json = input_rest(input);
	struct json_tokener *tokener;
	struct json_object *object;
	struct json_fault fault;

	if (!json_check(input->arena, json, &fault)) {
		MUST(fault.offset <= json.size && fault.message);
		return;
	}
	MUST(utf8_check(json));
	tokener = json_tokener_new_ex(JSON_DEPTH_MAX + 1);
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	object = json_tokener_parse_ex(tokener, arena_string(input->arena, json),
				       (int)json.size + 1);
	MUST(json_tokener_get_error(tokener) == json_tokener_success);
	if (!has_long_number(json))
		must_agree(input->arena, json, object);
	json_object_put(object);
	json_tokener_free(tokener);
}

/* ---- settings -------------------------------------------------------------------------------- */

/* From a file that no other process sees. */
void try_settings(struct input *input)
{
	struct text text = input_rest(input);
	struct settings settings;
	const struct error *error;
	char path[64];
	int file = memfd_create("okr.conf", MFD_CLOEXEC);

	MUST(file >= 0 && fchmod(file, 0600) == 0);
	MUST(write(file, text.data, text.size) == (ssize_t)text.size);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
	error = settings_load(input->arena, path, &settings);
	close(file);
	if (error)
		MUST(error->code == ERROR_INVALID && error->message.size > 0);
	else
		MUST(settings.workers > 0 && settings.body_bytes_max > 0);
}

/* ---- key sets and tokens --------------------------------------------------------------------- */

static struct jwt_keys *read_keys(struct arena *arena, struct text shared, struct text set)
{
	struct jwt_keys *read = NULL;
	bool holds_secret;
	const struct error *error = jwt_keys_read(arena, shared, set, &read, &holds_secret);

	MUST(error == NULL || error->message.size > 0);
	return read;
}

void try_jwks(struct input *input)
{
	jwt_keys_free(read_keys(input->arena, TEXT_NONE, input_rest(input)));
}

/* With every kind of key: the examples of RFC 7515 and RFC 8037. */
static const char public_keys[] =
	"{\"keys\":[{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":"
	"\"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrc"
	"S2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGz"
	"jb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xs"
	"mtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8"
	"q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ\"},"
	"{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
	"\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"},"
	"{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}";

static struct arena *keys_arena;
static struct jwt_keys *keys;

static void forget_keys(void)
{
	jwt_keys_free(keys);
	arena_free(keys_arena);
}

/* Read once: that takes a hundred times as long as looking at a token. */
static const struct jwt_keys *all_keys(void)
{
	if (!keys) {
		keys_arena = arena_new(4096);
		keys = read_keys(keys_arena, text_from(secret), text_from(public_keys));
		MUST(keys && atexit(forget_keys) == 0);
	}
	return keys;
}

static void verify(struct input *input, struct text token)
{
	struct jwt_rules rules = { .issuer = TEXT_NONE, .audience = TEXT_NONE };
	struct jwt_claims claims;
	const struct error *error =
		jwt_verify(input->arena, all_keys(), &rules, token, now, &claims);

	if (error) {
		MUST(error->code == ERROR_UNAUTHORIZED);
		return;
	}
	MUST(jwt_is_formed(token) && token.size <= JWT_SIZE_MAX);
	MUST(!id_is_none(claims.tenant) && claims.subject.size > 0);
	MUST(text_characters(claims.subject) <= JWT_TEXT_MAX && utf8_check(claims.subject));
	MUST(claims.expires_at.ms > now.ms - 1000L * JWT_LEEWAY_SECONDS);
}

void try_jwt(struct input *input)
{
	verify(input, input_rest(input));
}

/* What a provider with the secret may make: any head and any claims, rightly signed. */
void try_signed_jwt(struct input *input)
{
	struct text head = base64url_encode(input->arena, input_word(input));
	struct text claims = base64url_encode(input->arena, input_rest(input));
	struct text bytes =
		arena_print(input->arena, "%.*s.%.*s", TEXT_PRINT(head), TEXT_PRINT(claims));
	unsigned char code[crypto_auth_hmacsha256_BYTES];
	struct text signature = { (const char *)code, sizeof(code) };

	crypto_auth_hmacsha256(code, (const unsigned char *)bytes.data, bytes.size,
			       (const unsigned char *)secret);
	signature = base64url_encode(input->arena, signature);
	verify(input,
	       arena_print(input->arena, "%.*s.%.*s", TEXT_PRINT(bytes), TEXT_PRINT(signature)));
}
