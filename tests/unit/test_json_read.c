/*
 * Reading values out of JSON text where it stands.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json_check.h"
#include "base/json_read.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct arena *arena;

static int start(void **state)
{
	(void)state;
	arena = arena_new(4096);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* The reader's contract: only what the gate has let through. In a block of its own size, so that the
 * sanitizer sees every step beyond the end. */
static struct text checked(const char *json)
{
	struct text exact = text_from(json);
	struct json_fault fault;
	char *bytes = test_malloc(exact.size);

	memcpy(bytes, json, exact.size);
	exact.data = bytes;
	if (!json_check(arena, exact, &fault))
		fail_msg("%s: %s", json, fault.message);
	return exact;
}

static void release(struct text json)
{
	test_free((void *)json.data);
}

static void check_text(struct text got, const char *expected)
{
	if (!expected) {
		assert_true(text_is_none(got));
		return;
	}
	if (text_is_none(got) || !text_equal(got, text_from(expected)))
		fail_msg("got %.*s instead of %s", TEXT_PRINT(got), expected);
}

static void the_kind_is_told_by_the_first_character(void **state)
{
	static const struct {
		const char *json;
		enum json_kind kind;
	} cases[] = {
		{ "null", JSON_NULL },        { "true", JSON_FLAG },
		{ "false", JSON_FLAG },       { "0", JSON_NUMBER },
		{ "-1.5e3", JSON_NUMBER },    { "\"\"", JSON_STRING },
		{ "[]", JSON_ARRAY },         { "{}", JSON_OBJECT },
		{ " \t\r\n{}", JSON_OBJECT }, { " \"null\" ", JSON_STRING },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct text json = checked(cases[i].json);

		assert_int_equal(json_read_kind(json), cases[i].kind);
		release(json);
	}
	assert_int_equal(json_read_kind(TEXT_NONE), JSON_ABSENT);
}

static void a_member_is_found_by_its_name(void **state)
{
	static const struct {
		const char *json, *name, *value; /* NULL: absent */
	} cases[] = {
		{ "{\"a\":1}", "a", "1" },
		{ " { \"a\" : 1 , \"b\" : 2 } ", "b", "2" },
		{ "{\"a\":{\"b\":1},\"b\":2}", "b", "2" },
		{ "{\"a\":[\"b\",{\"b\":1}],\"b\":[2, 3]}", "b", "[2, 3]" },
		{ "{\"a\":\"\\\"}\",\"b\":true}", "b", "true" },
		{ "{\"a\":\"\\\\\",\"b\":null}", "b", "null" },
		{ "{\"a\":\"{[\",\"b\":\"x\"}", "b", "\"x\"" },
		{ "{\"a\":\"\\\"b\\\":1\"}", "b", NULL },
		{ "{\"\":0}", "", "0" },
		{ "{}", "a", NULL },
		{ "{}", "", NULL },
		{ "{\"ab\":1,\"a\":2}", "a", "2" },
		{ "{\"a\":1}", "ab", NULL },
		{ "{\"\\u0061\\u00e4\":1}", "a\xC3\xA4", "1" },
		{ "{\"\\uD83D\\uDE00\":1}", "\xF0\x9F\x98\x80", "1" },
		{ "{\"\\n\":1}", "\n", "1" },
		{ "{\"\\u0061\":1}", "\\u0061", NULL },
		{ "[\"a\"]", "a", NULL },
		{ "\"a\"", "a", NULL },
		{ "7", "a", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct text json = checked(cases[i].json);

		check_text(json_read_member(json, text_from(cases[i].name)), cases[i].value);
		release(json);
	}
	check_text(json_read_member(TEXT_NONE, TEXT("a")), NULL);
}

static void a_string_is_given_with_its_escapes_resolved(void **state)
{
	static const struct {
		const char *json, *expected;
	} cases[] = {
		{ "\"\"", "" },
		{ " \"text\" ", "text" },
		{ "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t" },
		{ "\"a\\u00e4\\u20AC\\uD83D\\uDE00z\"", "a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80z" },
		{ "\"\xC3\xA4\"", "\xC3\xA4" },
		{ "null", NULL },
		{ "12", NULL },
		{ "[\"a\"]", NULL },
		{ "{\"a\":\"a\"}", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct text json = checked(cases[i].json);

		check_text(json_read_string(arena, json), cases[i].expected);
		release(json);
	}
	check_text(json_read_string(arena, TEXT_NONE), NULL);
}

static void a_number_is_read_and_nothing_else(void **state)
{
	static const char *const others[] = { "\"1\"", "null", "true", "[1]", "{\"a\":1}" };
	struct text json = checked(" -1.5e3 ");
	double number = 7;

	(void)state;
	assert_true(json_read_number(json, &number));
	assert_true(number <= -1500 && number >= -1500);
	release(json);
	for (size_t i = 0; i < COUNT(others); i++) {
		json = checked(others[i]);
		assert_false(json_read_number(json, &number));
		release(json);
	}
	assert_false(json_read_number(TEXT_NONE, &number));
}

static void an_array_is_walked_from_first_to_last(void **state)
{
	static const struct {
		const char *json;
		const char *items[4];
	} cases[] = {
		{ "[]", { NULL } },
		{ " [ ] ", { NULL } },
		{ "[1]", { "1", NULL } },
		{ "[1,2,3]", { "1", "2", "3", NULL } },
		{ " [ \"a,]\" , [ 1 , [2] ] , {\"b\":[3]} ] ",
		  { "\"a,]\"", "[ 1 , [2] ]", "{\"b\":[3]}", NULL } },
		{ "[[],[[]],{}]", { "[]", "[[]]", "{}", NULL } },
		{ "{\"a\":1}", { NULL } },
		{ "\"[1]\"", { NULL } },
		{ "1", { NULL } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct text json = checked(cases[i].json), rest = json, item;
		size_t count = 0;

		while (json_read_item(&rest, &item))
			check_text(item, cases[i].items[count++]);
		assert_null(cases[i].items[count]);
		assert_false(json_read_item(&rest, &item));
		release(json);
	}
}

static void an_object_is_walked_from_first_to_last(void **state)
{
	struct text rest = checked(" { \"a\" : 1 , \"b\\\"}\":{\"c\":[2]},\"d\":\"}\" } ");
	struct text whole = rest, name, value;

	(void)state;
	assert_true(json_read_next(&rest, &name, &value));
	check_text(name, "\"a\"");
	check_text(value, "1");
	assert_true(json_read_next(&rest, &name, &value));
	check_text(name, "\"b\\\"}\"");
	check_text(value, "{\"c\":[2]}");
	assert_true(json_read_next(&rest, &name, &value));
	check_text(value, "\"}\"");
	assert_false(json_read_next(&rest, &name, &value));
	release(whole);
	whole = rest = checked("{}");
	assert_false(json_read_next(&rest, &name, &value));
	release(whole);
	whole = rest = checked("[{\"a\":1}]");
	assert_false(json_read_next(&rest, &name, &value));
	release(whole);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_kind_is_told_by_the_first_character),
		cmocka_unit_test(a_member_is_found_by_its_name),
		cmocka_unit_test(a_string_is_given_with_its_escapes_resolved),
		cmocka_unit_test(a_number_is_read_and_nothing_else),
		cmocka_unit_test(an_array_is_walked_from_first_to_last),
		cmocka_unit_test(an_object_is_walked_from_first_to_last),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
