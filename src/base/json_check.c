/*
 * The gate before the JSON parser: walks once over the bytes by the grammar of RFC 8259 and the
 * stricter rules of this product. It builds nothing; what the values mean is left to the views.
 * Keys are remembered in one hash table for all objects, under a hash that a sender cannot
 * predict, so that no choice of keys makes it slow.
 */
#include "base/json_check.h"

#include <assert.h>
#include <sodium.h>
#include <stdint.h>

#include "base/number.h"
#include "json_escape.h"
#include "utf8_internal.h"

struct place {
	const char *key; /* escapes resolved; NULL: a free place */
	uint32_t size;
	uint32_t object; /* serial number of the object that the key stands in */
	uint64_t hash;
};

struct checker {
	struct arena *arena;
	const char *start, *at, *end;
	struct json_fault *fault;
	unsigned depth, depth_max;
	uint32_t objects; /* begun so far */
	struct place *places;
	size_t capacity, count; /* of places; the capacity is a power of two */
	uint8_t hash_key[crypto_shorthash_KEYBYTES];
};

static const char lone_surrogate[] =
	"A surrogate escape stands alone; characters beyond \\uFFFF "
	"need a pair, as \\uD83D\\uDE00.";

static bool check_value(struct checker *checker);

static bool fail_at(struct checker *checker, const char *at, const char *message)
{
	checker->fault->offset = (size_t)(at - checker->start);
	checker->fault->message = message;
	return false;
}

static bool fail(struct checker *checker, const char *message)
{
	if (checker->at == checker->end)
		message = "The JSON text ends too early: something is not closed.";
	return fail_at(checker, checker->at, message);
}

static bool is_one_of(char c, const char *characters)
{
	return c != '\0' && strchr(characters, c) != NULL;
}

static void skip_white(struct checker *checker)
{
	while (checker->at < checker->end && is_one_of(*checker->at, " \t\n\r"))
		checker->at++;
}

/* Skips white space and then `mark`, if that is what follows. */
static bool take(struct checker *checker, char mark)
{
	skip_white(checker);
	if (checker->at == checker->end || *checker->at != mark)
		return false;
	checker->at++;
	return true;
}

/* `at` stands on the backslash of `\u`. */
static bool check_unicode_escape(struct checker *checker)
{
	const char *at = checker->at;
	unsigned unit, low;

	if (!json_escape_unit(at + 2, checker->end, &unit))
		return fail(checker, "\\u must be followed by four hexadecimal digits.");
	if (unit == 0)
		return fail(checker, "A string must not contain NUL (\\u0000).");
	checker->at += 6;
	if (is_high_surrogate(unit)) {
		if (checker->end - at < 12 || at[6] != '\\' || at[7] != 'u' ||
		    !json_escape_unit(at + 8, checker->end, &low) || !is_low_surrogate(low))
			return fail_at(checker, at, lone_surrogate);
		checker->at += 6;
	} else if (is_low_surrogate(unit)) {
		return fail_at(checker, at, lone_surrogate);
	}
	return true;
}

static bool check_escape(struct checker *checker)
{
	if (checker->end - checker->at < 2) {
		checker->at = checker->end;
		return fail(checker, "");
	}
	if (checker->at[1] == 'u')
		return check_unicode_escape(checker);
	if (!is_one_of(checker->at[1], "\"\\/bfnrt"))
		return fail(checker, "After a backslash only \" \\ / b f n r t u may follow.");
	checker->at += 2;
	return true;
}

/* `at` stands behind the opening quote; leaves it behind the closing one. */
static bool check_string(struct checker *checker, bool *has_escape)
{
	*has_escape = false;
	while (checker->at < checker->end) {
		unsigned char c = (unsigned char)*checker->at;
		size_t size = 1;

		if (c == '"') {
			checker->at++;
			return true;
		}
		if (c == '\\') {
			*has_escape = true;
			if (!check_escape(checker))
				return false;
			continue;
		}
		if (c < 0x20)
			return fail(checker,
				    "A string must not contain raw control "
				    "characters; write them as escapes, as \\n.");
		if (c >= 0x80)
			size = utf8_step(checker->at, (size_t)(checker->end - checker->at));
		if (size == 0)
			return fail_at(checker, checker->at, "The text is not valid UTF-8.");
		checker->at += size;
	}
	return fail(checker, "");
}

/* The place that holds this key, or the free place where it belongs. */
static struct place *find_place(const struct checker *checker, const struct place *wanted)
{
	size_t mask = checker->capacity - 1;
	size_t at = wanted->hash & mask;

	for (;; at = (at + 1) & mask) {
		struct place *place = &checker->places[at];

		if (!place->key)
			return place;
		if (place->hash == wanted->hash && place->object == wanted->object &&
		    place->size == wanted->size &&
		    memcmp(place->key, wanted->key, place->size) == 0)
			return place;
	}
}

/* Keeps a third of the places free. */
static void grow_places(struct checker *checker)
{
	const struct place *old = checker->places;
	size_t old_capacity = checker->capacity;

	if (checker->count * 3 < checker->capacity * 2)
		return;
	checker->capacity = old_capacity ? old_capacity * 2 : 32;
	checker->places = arena_array(checker->arena, checker->capacity, sizeof(*old));
	for (size_t i = 0; i < old_capacity; i++) {
		if (old[i].key)
			*find_place(checker, &old[i]) = old[i];
	}
}

/* False when the object has the key already. */
static bool remember_key(struct checker *checker, struct text key, uint32_t object)
{
	struct place wanted = { .key = key.data, .size = (uint32_t)key.size, .object = object };
	struct place *place;

	crypto_shorthash((uint8_t *)&wanted.hash, (const uint8_t *)key.data, key.size,
			 checker->hash_key);
	/* An odd factor spreads the objects, which often have the same keys. */
	wanted.hash += object * UINT64_C(0x9E3779B97F4A7C15);
	grow_places(checker);
	place = find_place(checker, &wanted);
	if (place->key)
		return false;
	*place = wanted;
	checker->count++;
	return true;
}

static bool check_key(struct checker *checker, uint32_t object)
{
	const char *quote;
	struct text key;
	bool has_escape;

	if (!take(checker, '"'))
		return fail(checker, "A key in double quotes is expected here.");
	quote = checker->at - 1;
	if (!check_string(checker, &has_escape))
		return false;
	key = (struct text){ quote + 1, (size_t)(checker->at - quote) - 2 };
	if (has_escape)
		key = json_escape_resolve(checker->arena, key);
	if (!remember_key(checker, key, object))
		return fail_at(checker, quote, "The same key stands twice in one object.");
	if (!take(checker, ':'))
		return fail(checker, "A colon is expected after the key.");
	return true;
}

static bool enter(struct checker *checker)
{
	if (checker->depth == checker->depth_max)
		return fail_at(checker, checker->at - 1,
			       "Arrays and objects may be nested 32 levels deep, not deeper.");
	checker->depth++;
	return true;
}

static bool check_object(struct checker *checker)
{
	uint32_t object = ++checker->objects;

	if (!enter(checker))
		return false;
	if (!take(checker, '}')) {
		do {
			if (!check_key(checker, object) || !check_value(checker))
				return false;
		} while (take(checker, ','));
		if (!take(checker, '}'))
			return fail(checker, "A comma or a closing brace is expected here.");
	}
	checker->depth--;
	return true;
}

static bool check_array(struct checker *checker)
{
	if (!enter(checker))
		return false;
	if (!take(checker, ']')) {
		do {
			if (!check_value(checker))
				return false;
		} while (take(checker, ','));
		if (!take(checker, ']'))
			return fail(checker, "A comma or a closing bracket is expected here.");
	}
	checker->depth--;
	return true;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Looks at a run of letters, digits, signs and points as a whole: a number or one of the words. */
static bool check_scalar(struct checker *checker)
{
	static const char number_marks[] = "+-.0123456789";
	struct text token = { checker->at, 0 };
	double number;

	while (checker->at < checker->end &&
	       (is_one_of(*checker->at, number_marks) || is_letter(*checker->at)))
		checker->at++;
	token.size = (size_t)(checker->at - token.data);
	if (token.size == 0)
		return fail(checker,
			    "A JSON value is expected here: an object, an array, "
			    "a string in double quotes, a number, true, false or "
			    "null.");
	if (text_equal(token, TEXT("true")) || text_equal(token, TEXT("false")) ||
	    text_equal(token, TEXT("null")) || number_parse(token, &number))
		return true;
	if (is_one_of(token.data[0], number_marks))
		return fail_at(checker, token.data,
			       "This is not a number that is accepted; write numbers as 70, "
			       "-1.5 or 2e3, of a magnitude below 1.8e308.");
	return fail_at(checker, token.data,
		       "This word is not JSON; only true, false and null stand without quotes.");
}

static bool check_value(struct checker *checker)
{
	bool has_escape;

	if (take(checker, '{'))
		return check_object(checker);
	if (take(checker, '['))
		return check_array(checker);
	if (take(checker, '"'))
		return check_string(checker, &has_escape);
	return check_scalar(checker);
}

bool json_check(struct arena *arena, struct text bytes, struct json_fault *fault)
{
	return json_check_within(arena, bytes, 0, fault);
}

bool json_check_within(struct arena *arena, struct text bytes, unsigned levels,
		       struct json_fault *fault)
{
	struct checker checker = {
		.arena = arena,
		.fault = fault,
		.depth_max = JSON_DEPTH_MAX + levels,
	};

	assert(bytes.size <= UINT32_MAX);
	if (bytes.size == 0)
		bytes.data = "";
	checker.start = checker.at = bytes.data;
	checker.end = bytes.data + bytes.size;
	crypto_shorthash_keygen(checker.hash_key);
	if (text_starts_with(bytes, TEXT("\xEF\xBB\xBF")))
		return fail(&checker, "The text begins with a byte order mark; send it without.");
	skip_white(&checker);
	if (checker.at == checker.end)
		return fail_at(&checker, checker.at,
			       "The text is empty; one JSON value is expected.");
	if (!check_value(&checker))
		return false;
	skip_white(&checker);
	if (checker.at < checker.end)
		return fail(&checker, "Nothing may follow the JSON value.");
	return true;
}
