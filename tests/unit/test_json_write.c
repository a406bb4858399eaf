/*
 * JSON as it is written: commas, escapes, numbers, and what the log cuts.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "base/json_check.h"
#include "base/json_write.h"

static struct buffer buffer;

static struct json_writer begin(void)
{
	buffer_reset(&buffer, SIZE_MAX);
	return (struct json_writer){ .out = &buffer };
}

static void check_written(const char *expected)
{
	struct text written = buffer_text(&buffer);

	if (!text_equal(written, text_from(expected)))
		fail_msg("wrote %.*s, not %s", TEXT_PRINT(written), expected);
}

static int free_buffer(void **state)
{
	(void)state;
	buffer_free(&buffer);
	return 0;
}

static void commas_stand_between_members_and_items_alone(void **state)
{
	struct json_writer json = begin();

	(void)state;
	json_open_object(&json);
	json_key(&json, TEXT("a"));
	json_open_array(&json);
	json_integer(&json, -1);
	json_flag(&json, true);
	json_open_object(&json);
	json_close_object(&json);
	json_null(&json);
	json_close_array(&json);
	json_member(&json, TEXT("b"), TEXT("c"));
	json_key(&json, TEXT("d"));
	json_raw(&json, TEXT("{\"x\":1}"));
	json_key(&json, TEXT("e"));
	json_open_array(&json);
	json_close_array(&json);
	json_key(&json, TEXT("f"));
	json_flag(&json, false);
	json_close_object(&json);
	assert_int_equal(json.depth, 0);
	check_written("{\"a\":[-1,true,{},null],\"b\":\"c\",\"d\":{\"x\":1},\"e\":[],\"f\":false}");
}

static void what_is_absent_is_null(void **state)
{
	struct json_writer json = begin();

	(void)state;
	json_open_array(&json);
	json_text(&json, TEXT_NONE);
	json_text(&json, TEXT(""));
	json_number(&json, NAN);
	json_raw(&json, TEXT_NONE);
	json_close_array(&json);
	check_written("[null,\"\",null,null]");
}

static void numbers_have_their_shortest_form(void **state)
{
	struct json_writer json = begin();

	(void)state;
	json_open_array(&json);
	json_number(&json, 70);
	json_number(&json, 0.65);
	json_number(&json, -0.0);
	json_number(&json, 1e300);
	json_integer(&json, INT64_MIN);
	json_close_array(&json);
	check_written("[70,0.65,0,1e300,-9223372036854775808]");
}

static void texts_are_escaped(void **state)
{
	static const struct {
		struct text given;
		const char *expected;
	} cases[] = {
		{ { "plain", 5 }, "\"plain\"" },
		{ { "a\"b\\c/d", 7 }, "\"a\\\"b\\\\c/d\"" },
		{ { "\b\f\n\r\t", 5 }, "\"\\b\\f\\n\\r\\t\"" },
		{ { "\0\x01\x1B\x1F\x7F", 5 }, "\"\\u0000\\u0001\\u001b\\u001f\\u007f\"" },
		{ { "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80", 9 },
		  "\"\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80\"" },
		{ { "\xC2\x80\xC2\x9F\xC2\xA0", 6 }, "\"\\u0080\\u009f\xC2\xA0\"" },
		{ { "\xE2\x80\xA8\xE2\x80\xA9", 6 }, "\"\\u2028\\u2029\"" },
		{ { "\xE2\x80\xAE\xE2\x81\xA6\xD8\x9C\xE2\x80\x8F", 11 },
		  "\"\\u202e\\u2066\\u061c\\u200f\"" },
		{ { "\xE2\x80\x94\xE2\x81\xAA", 6 }, "\"\xE2\x80\x94\xE2\x81\xAA\"" },
		{ { "a\xFFz", 3 }, "\"a\\ufffdz\"" },
		{ { "a\xE2\x82", 3 }, "\"a\\ufffd\\ufffd\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct json_writer json = begin();

		json_text(&json, cases[i].given);
		check_written(cases[i].expected);
	}
}

static void any_bytes_become_json_that_is_valid(void **state)
{
	struct arena *arena = arena_new(0);

	(void)state;
	for (unsigned first = 1; first < 256; first++) {
		for (unsigned second = 1; second < 256; second += 3) {
			const char bytes[] = { (char)first, (char)second, 'x' };
			struct json_writer json = begin();
			struct json_fault fault;

			json_text(&json, (struct text){ bytes, sizeof(bytes) });
			assert_true(json_check(arena, buffer_text(&buffer), &fault));
		}
	}
	arena_free(arena);
}

static void a_text_for_the_log_is_cut_between_characters(void **state)
{
	static const struct {
		size_t max;
		const char *expected;
	} cases[] = {
		{ 1, "\"a\"" },
		{ 2, "\"a\"" },
		{ 3, "\"a\xC3\xA4\"" },
		{ 5, "\"a\xC3\xA4\"" },
		{ 6, "\"a\xC3\xA4\xE2\x82\xAC\"" },
		{ 9, "\"a\xC3\xA4\xE2\x82\xAC\"" },
		{ 10, "\"a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80\"" },
		{ 11, "\"a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct json_writer json = begin();

		json.text_max = cases[i].max;
		json_text(&json, TEXT("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"));
		check_written(cases[i].expected);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(commas_stand_between_members_and_items_alone),
		cmocka_unit_test(what_is_absent_is_null),
		cmocka_unit_test(numbers_have_their_shortest_form),
		cmocka_unit_test(texts_are_escaped),
		cmocka_unit_test(any_bytes_become_json_that_is_valid),
		cmocka_unit_test(a_text_for_the_log_is_cut_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, free_buffer);
}
