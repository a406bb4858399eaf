/*
 * What JSON is taken and what is refused, and where the fault is said to be. The table holds each
 * input that json-c's strict mode was seen to let through.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buffer.h"
#include "base/json_check.h"

/* A row's bytes may hold NUL. */
#define BYTES(literal)                                                                             \
	{                                                                                          \
		"" literal, sizeof(literal) - 1                                                    \
	}

static const struct text accepted[] = {
	BYTES("{}"),
	BYTES("[]"),
	BYTES("null"),
	BYTES("true"),
	BYTES("false"),
	BYTES("0"),
	BYTES("-0"),
	BYTES("-1.5e+3"),
	BYTES("1E5"),
	BYTES("1e-400"),
	BYTES("18446744073709551616"),
	BYTES("123456789012345678901234567890"),
	BYTES("\"\""),
	BYTES("\"text\""),
	BYTES(" \t\r\n{ \"a\" : 1 , \"b\" : [ 1 , 2 ] } \n"),
	BYTES("{\"\":0}"),
	BYTES("{\"a\":{\"a\":{\"a\":[]}}}"),
	BYTES("[{\"a\":1},{\"a\":2}]"),
	BYTES("{\"a\":1,\"A\":2,\"a \":3}"),
	BYTES("{\"ab\":1,\"a\\u0063\":2}"),
	BYTES("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0001\\uFfFf\""),
	BYTES("\"\\uD83D\\uDE00\""),
	BYTES("\"\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80\""),
	BYTES("\"\x7F\""),
	BYTES("\"\xEF\xBF\xBF\xEF\xB7\x90\""),
	BYTES("\"\xE2\x80\xA8\xE2\x80\xAE\""),
	BYTES("[[],[[]],{}]"),
	BYTES("[1,\"a\",null,true,{\"b\":false}]"),
};

static const struct {
	struct text bytes;
	size_t offset;
} refused[] = {
	/* nothing, too much, or not JSON */
	{ BYTES(""), 0 },
	{ BYTES("  \n"), 3 },
	{ BYTES("{} {}"), 3 },
	{ BYTES("{}x"), 2 },
	{ BYTES("1 2"), 2 },
	{ BYTES("[1]]"), 3 },
	{ BYTES("null\0"), 4 },
	{ BYTES("\xEF\xBB\xBF{}"), 0 },
	{ BYTES("\xFE\xFF"), 0 },
	{ BYTES("{\0}"), 1 },
	{ BYTES("\0"), 0 },
	{ BYTES("\f{}"), 0 },
	{ BYTES("\xC2\xA0{}"), 0 },
	{ BYTES("/* c */ {}"), 0 },
	{ BYTES("{} // c"), 3 },
	{ BYTES("# c\n{}"), 0 },
	/* words */
	{ BYTES("NaN"), 0 },
	{ BYTES("nan"), 0 },
	{ BYTES("Infinity"), 0 },
	{ BYTES("-Infinity"), 0 },
	{ BYTES("True"), 0 },
	{ BYTES("NULL"), 0 },
	{ BYTES("nul"), 0 },
	{ BYTES("nullx"), 0 },
	{ BYTES("truefalse"), 0 },
	{ BYTES("undefined"), 0 },
	{ BYTES("[NaN]"), 1 },
	/* numbers */
	{ BYTES("1e999"), 0 },
	{ BYTES("-1e999"), 0 },
	{ BYTES("1."), 0 },
	{ BYTES(".5"), 0 },
	{ BYTES("1.e1"), 0 },
	{ BYTES("1e"), 0 },
	{ BYTES("1e+"), 0 },
	{ BYTES("+1"), 0 },
	{ BYTES("01"), 0 },
	{ BYTES("-01"), 0 },
	{ BYTES("-"), 0 },
	{ BYTES("--1"), 0 },
	{ BYTES("0x1F"), 0 },
	{ BYTES("1_000"), 1 },
	{ BYTES("1a"), 0 },
	{ BYTES("12abc"), 0 },
	{ BYTES("[1.5.5]"), 1 },
	/* strings */
	{ BYTES("'a'"), 0 },
	{ BYTES("{'a':1}"), 1 },
	{ BYTES("\"a"), 2 },
	{ BYTES("\""), 1 },
	{ BYTES("\"a\\"), 3 },
	{ BYTES("\"a\nb\""), 2 },
	{ BYTES("\"a\tb\""), 2 },
	{ BYTES("\"a\x01\""), 2 },
	{ BYTES("\"a\x1F\""), 2 },
	{ BYTES("\"a\0b\""), 2 },
	{ BYTES("\"\\x41\""), 1 },
	{ BYTES("\"\\a\""), 1 },
	{ BYTES("\"\\\0\""), 1 },
	{ BYTES("\"\\'\""), 1 },
	{ BYTES("\"\\U0041\""), 1 },
	{ BYTES("\"\\u\""), 1 },
	{ BYTES("\"\\u12\""), 1 },
	{ BYTES("\"\\u12G4\""), 1 },
	{ BYTES("\"\\u+123\""), 1 },
	{ BYTES("\"\\u123"), 1 },
	{ BYTES("\"ab\\u0000\""), 3 },
	{ BYTES("{\"val\\u0000ue\":1}"), 5 },
	{ BYTES("\"\\uD800\""), 1 },
	{ BYTES("\"\\uDC00\""), 1 },
	{ BYTES("\"\\uD800\\uD800\""), 1 },
	{ BYTES("\"\\uD800x\""), 1 },
	{ BYTES("\"\\uD800\\n\""), 1 },
	{ BYTES("\"\\uD83D\\u00\""), 1 },
	{ BYTES("\"\\uDE00\\uD83D\""), 1 },
	/* UTF-8 */
	{ BYTES("\"\x80\""), 1 },
	{ BYTES("\"\xC0\xAF\""), 1 },
	{ BYTES("\"\xC1\x81\""), 1 },
	{ BYTES("\"\xC0\x80\""), 1 },
	{ BYTES("\"\xE0\x80\xAF\""), 1 },
	{ BYTES("\"\xED\xA0\x80\""), 1 },
	{ BYTES("\"\xED\xBF\xBF\""), 1 },
	{ BYTES("\"\xF0\x80\x80\xAF\""), 1 },
	{ BYTES("\"\xF4\x90\x80\x80\""), 1 },
	{ BYTES("\"\xF8\x88\x80\x80\x80\""), 1 },
	{ BYTES("\"ab\xE2\x82\""), 3 },
	{ BYTES("\"ab\xC3"), 3 },
	{ BYTES("\"\xE4\""), 1 },
	{ BYTES("{\"\xFF\":1}"), 2 },
	/* arrays and objects */
	{ BYTES("["), 1 },
	{ BYTES("[1"), 2 },
	{ BYTES("[1,"), 3 },
	{ BYTES("[1,]"), 3 },
	{ BYTES("[,1]"), 1 },
	{ BYTES("[1 2]"), 3 },
	{ BYTES("[1}"), 2 },
	{ BYTES("]"), 0 },
	{ BYTES("{"), 1 },
	{ BYTES("{\"a\""), 4 },
	{ BYTES("{\"a\":"), 5 },
	{ BYTES("{\"a\":1"), 6 },
	{ BYTES("{\"a\":1,"), 7 },
	{ BYTES("{\"a\":1,}"), 7 },
	{ BYTES("{,}"), 1 },
	{ BYTES("{a:1}"), 1 },
	{ BYTES("{1:1}"), 1 },
	{ BYTES("{\"a\" 1}"), 5 },
	{ BYTES("{\"a\":}"), 5 },
	{ BYTES("{\"a\"::1}"), 5 },
	{ BYTES("{\"a\":1 \"b\":2}"), 7 },
	{ BYTES("{\"a\":1]"), 6 },
	/* the same key twice */
	{ BYTES("{\"a\":1,\"a\":1}"), 7 },
	{ BYTES("{\"a\":1,\"b\":{\"a\":1},\"a\":2}"), 19 },
	{ BYTES("{\"\":1,\"\":2}"), 6 },
	{ BYTES("{\"a\":1,\"\\u0061\":2}"), 7 },
	{ BYTES("{\"\\u002F\":1,\"\\/\":2}"), 12 },
	{ BYTES("{\"\\uD83D\\uDE00\":1,\"\xF0\x9F\x98\x80\":2}"), 18 },
	{ BYTES("{\"\\u00e4\":1,\"\xC3\xA4\":2}"), 12 },
	{ BYTES("{\"\\u20AC\":1,\"\xE2\x82\xAC\":2}"), 12 },
	{ BYTES("[{\"a\":1},{\"a\":2,\"a\":3}]"), 16 },
};

/* A copy of exactly the size, so that reading one byte too many is seen by the sanitizers. */
static bool check_copy(struct text bytes, struct json_fault *fault)
{
	struct arena *arena = arena_new(0);
	char *copy = memory_take(bytes.size);
	bool is_accepted;

	memcpy(copy, bytes.data, bytes.size);
	is_accepted = json_check(arena, (struct text){ copy, bytes.size }, fault);
	free(copy);
	arena_free(arena);
	return is_accepted;
}

static void json_of_the_standard_is_accepted(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(accepted) / sizeof(accepted[0]); i++) {
		struct json_fault fault = { 0, NULL };

		if (!check_copy(accepted[i], &fault))
			fail_msg("row %zu: %s", i, fault.message);
	}
}

static void all_else_is_refused_at_the_byte_that_is_wrong(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct json_fault fault = { SIZE_MAX, NULL };

		if (check_copy(refused[i].bytes, &fault))
			fail_msg("row %zu was accepted", i);
		if (fault.offset != refused[i].offset)
			fail_msg("row %zu: offset %zu, message %s", i, fault.offset, fault.message);
		assert_int_equal(fault.message[strlen(fault.message) - 1], '.');
	}
}

static void every_beginning_of_a_text_is_refused_without_reading_past_it(void **state)
{
	const struct text whole =
		TEXT("{\"k\\u00e4\\uD83D\\uDE00\":[1.5e3,true,"
		     "\"\xF0\x9F\x98\x80\"]}");

	(void)state;
	assert_true(check_copy(whole, &(struct json_fault){ 0, NULL }));
	for (size_t size = 0; size < whole.size; size++) {
		struct json_fault fault;

		assert_false(check_copy((struct text){ whole.data, size }, &fault));
		assert_true(fault.offset <= size);
	}
}

static void each_byte_is_judged_in_a_string_and_in_a_key(void **state)
{
	(void)state;
	for (unsigned byte = 0; byte < 256; byte++) {
		char value[] = "\"x\"", key[] = "{\"x\":1}";
		bool is_wanted = byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
		struct json_fault fault;

		value[1] = (char)byte;
		key[2] = (char)byte;
		assert_int_equal(check_copy((struct text){ value, 3 }, &fault), is_wanted);
		assert_int_equal(check_copy((struct text){ key, 7 }, &fault), is_wanted);
	}
}

static void each_unicode_escape_but_nul_and_surrogates_is_accepted(void **state)
{
	(void)state;
	for (unsigned unit = 0; unit <= 0xFFFF; unit++) {
		bool is_wanted = unit != 0 && (unit < 0xD800 || unit > 0xDFFF);
		struct arena *arena;
		struct json_fault fault;
		char escape[16];

		if (unit > 0x1000 && unit < 0xD700 && unit % 97)
			continue;
		snprintf(escape, sizeof(escape), "{\"\\u%04x\":0}", unit);
		arena = arena_new(0);
		assert_int_equal(json_check(arena, text_from(escape), &fault), is_wanted);
		arena_free(arena);
	}
}

static struct text nested(struct buffer *buffer, const char *open, const char *close, int depth)
{
	for (int i = 0; i < depth; i++)
		buffer_add_text(buffer, text_from(open));
	buffer_add_text(buffer, TEXT("1"));
	for (int i = 0; i < depth; i++)
		buffer_add_text(buffer, text_from(close));
	return buffer_text(buffer);
}

static void nesting_ends_at_32_levels(void **state)
{
	static const struct {
		const char *open, *close;
		int depth;
		bool is_accepted;
	} cases[] = {
		{ "[", "]", 32, true },         { "[", "]", 33, false },
		{ "{\"a\":", "}", 32, true },   { "{\"a\":", "}", 33, false },
		{ "[{\"a\":", "}]", 16, true }, { "[{\"a\":", "}]", 17, false },
		{ "[", "]", 100000, false },    { "{\"a\":", "}", 100000, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buffer buffer = { 0 };
		struct json_fault fault;
		struct text bytes = nested(&buffer, cases[i].open, cases[i].close, cases[i].depth);

		assert_int_equal(check_copy(bytes, &fault), cases[i].is_accepted);
		if (!cases[i].is_accepted && cases[i].open[0] == '[' && !cases[i].open[1])
			assert_int_equal(fault.offset, 32);
		buffer_free(&buffer);
	}
	assert_false(
		check_copy(TEXT("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["), &(struct json_fault){ 0 }));
}

static void siblings_do_not_count_as_depth(void **state)
{
	struct buffer buffer = { 0 };

	(void)state;
	buffer_add_text(&buffer, TEXT("[[]"));
	for (int i = 0; i < 1000; i++)
		buffer_add_text(&buffer, TEXT(",[],{},{\"a\":[]}"));
	buffer_add_text(&buffer, TEXT("]"));
	assert_true(check_copy(buffer_text(&buffer), &(struct json_fault){ 0 }));
	buffer_free(&buffer);
}

static double seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Quadratic comparing would take minutes; the limit leaves room for valgrind. */
static void a_hundred_thousand_keys_are_compared_in_linear_time(void **state)
{
	struct buffer buffer = { 0 };
	struct json_fault fault;
	double start;

	(void)state;
	buffer_add_byte(&buffer, '{');
	for (int i = 0; i < 100000; i++)
		buffer_print(&buffer, "\"%x\":1,", (unsigned)i);
	buffer_add_text(&buffer, TEXT("\"last\":1}"));
	start = seconds_now();
	assert_true(check_copy(buffer_text(&buffer), &fault));
	assert_true(seconds_now() - start < 10);
	buffer.size -= sizeof("\"last\":1}") - 1;
	buffer_add_text(&buffer, TEXT("\"0\":1}"));
	assert_false(check_copy(buffer_text(&buffer), &fault));
	assert_int_equal(fault.offset, buffer.size - 6);
	buffer_free(&buffer);
}

static void many_objects_may_have_the_same_keys(void **state)
{
	struct buffer buffer = { 0 };

	(void)state;
	buffer_add_byte(&buffer, '[');
	for (int i = 0; i < 30000; i++)
		buffer_add_text(&buffer, TEXT("{\"id\":1,\"name\":2},"));
	buffer_add_text(&buffer, TEXT("{}]"));
	assert_true(check_copy(buffer_text(&buffer), &(struct json_fault){ 0 }));
	buffer_free(&buffer);
}

static void a_long_string_and_a_long_number_are_fine(void **state)
{
	struct buffer buffer = { 0 };

	(void)state;
	buffer_add_text(&buffer, TEXT("[\""));
	memset(buffer_room(&buffer, 1 << 20), 'x', 1 << 20);
	buffer.size += 1 << 20;
	buffer_add_text(&buffer, TEXT("\",0."));
	memset(buffer_room(&buffer, 1 << 16), '1', 1 << 16);
	buffer.size += 1 << 16;
	buffer_add_text(&buffer, TEXT("]"));
	assert_true(check_copy(buffer_text(&buffer), &(struct json_fault){ 0 }));
	buffer_free(&buffer);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_of_the_standard_is_accepted),
		cmocka_unit_test(all_else_is_refused_at_the_byte_that_is_wrong),
		cmocka_unit_test(every_beginning_of_a_text_is_refused_without_reading_past_it),
		cmocka_unit_test(each_byte_is_judged_in_a_string_and_in_a_key),
		cmocka_unit_test(each_unicode_escape_but_nul_and_surrogates_is_accepted),
		cmocka_unit_test(nesting_ends_at_32_levels),
		cmocka_unit_test(siblings_do_not_count_as_depth),
		cmocka_unit_test(a_hundred_thousand_keys_are_compared_in_linear_time),
		cmocka_unit_test(many_objects_may_have_the_same_keys),
		cmocka_unit_test(a_long_string_and_a_long_number_are_fine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
