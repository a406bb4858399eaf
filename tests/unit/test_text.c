/*
 * Slices of text: comparing, trimming, cutting, counting.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json_check.h"
#include "base/text.h"
#include "base/utf8.h"

static void check_trim(const char *given, const char *expected)
{
	assert_true(text_equal(text_trim(text_from(given)), text_from(expected)));
}

static void ascii_letters_compare_without_case_and_nothing_else(void **state)
{
	(void)state;
	assert_true(text_equal_ascii_case(TEXT("Bearer"), TEXT("bEARER")));
	assert_false(text_equal_ascii_case(TEXT("Bearer"), TEXT("Bearer ")));
	assert_false(text_equal_ascii_case(TEXT("\xC3\x84"), TEXT("\xC3\xA4")));
	assert_false(text_equal_ascii_case(TEXT("@"), TEXT("`")));
	assert_true(text_equal_ascii_case(TEXT_NONE, TEXT("")));
}

static void a_prefix_is_found_at_the_start_alone(void **state)
{
	(void)state;
	assert_true(text_starts_with(TEXT("okrt_x"), TEXT("okrt_")));
	assert_true(text_starts_with(TEXT("x"), TEXT("")));
	assert_true(text_starts_with(TEXT_NONE, TEXT("")));
	assert_false(text_starts_with(TEXT("xokrt_"), TEXT("okrt_")));
	assert_false(text_starts_with(TEXT("okr"), TEXT("okrt_")));
	assert_false(text_starts_with(TEXT_NONE, TEXT("o")));
}

static void trimming_takes_white_space_from_both_ends(void **state)
{
	(void)state;
	check_trim(" \t\r\n\v\fa b \n", "a b");
	check_trim("a", "a");
	check_trim(" \t ", "");
	check_trim("", "");
	assert_true(text_is_none(text_trim(TEXT_NONE)));
	assert_false(text_is_none(text_trim(TEXT("  "))));
}

static void cutting_walks_through_a_list(void **state)
{
	static const char *const expected[] = { "a", "", "bc", "" };
	struct text rest = TEXT("a,,bc,");
	size_t count = 0;

	(void)state;
	while (!text_is_none(rest)) {
		struct text item = text_cut(&rest, ',');

		assert_true(count < 4);
		assert_true(text_equal(item, text_from(expected[count])));
		count++;
	}
	assert_int_equal(count, 4);
}

static void an_empty_list_has_one_empty_item_and_an_absent_one_none(void **state)
{
	struct text rest = TEXT("");

	(void)state;
	assert_false(text_is_none(text_cut(&rest, ',')));
	assert_true(text_is_none(rest));
	assert_true(text_is_none(text_cut(&rest, ',')));
}

static void a_cut_is_between_characters(void **state)
{
	static const struct {
		const char *text;
		size_t characters;
		const char *first;
	} cases[] = {
		{ "", 3, "" },
		{ "abc", 0, "" },
		{ "abc", 2, "ab" },
		{ "abc", 3, "abc" },
		{ "abc", 9, "abc" },
		{ "a\xC3\xA4\xF0\x9F\x98\x80z", 2, "a\xC3\xA4" },
		{ "a\xC3\xA4\xF0\x9F\x98\x80z", 3, "a\xC3\xA4\xF0\x9F\x98\x80" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (!text_equal(text_first(text_from(cases[i].text), cases[i].characters),
				text_from(cases[i].first)))
			fail_msg("%s %zu", cases[i].text, cases[i].characters);
}

static void characters_are_counted_not_bytes(void **state)
{
	(void)state;
	assert_int_equal(text_characters(TEXT("")), 0);
	assert_int_equal(text_characters(TEXT("abc")), 3);
	assert_int_equal(text_characters(TEXT("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80")), 4);
}

static void counts_are_whole_numbers_up_to_a_limit(void **state)
{
	static const struct {
		const char *text;
		unsigned long long max;
		bool is_accepted;
		unsigned long long number;
	} cases[] = {
		{ "0", 0, true, 0 },
		{ "500", 500, true, 500 },
		{ "0007", 10, true, 7 },
		{ "18446744073709551615", UINT64_MAX, true, UINT64_MAX },
		{ "18446744073709551616", UINT64_MAX, false, 0 },
		{ "99999999999999999999999", UINT64_MAX, false, 0 },
		{ "501", 500, false, 0 },
		{ "9", 5, false, 0 },
		{ "1", 0, false, 0 },
		{ "", 500, false, 0 },
		{ "-1", 500, false, 0 },
		{ "+1", 500, false, 0 },
		{ " 1", 500, false, 0 },
		{ "1 ", 500, false, 0 },
		{ "1e2", 500, false, 0 },
		{ "0x1", 500, false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		unsigned long long number = 12345;

		assert_int_equal(text_to_count(text_from(cases[i].text), cases[i].max, &number),
				 cases[i].is_accepted);
		assert_true(number == (cases[i].is_accepted ? cases[i].number : 12345));
	}
}

static void utf8_is_taken_only_when_well_formed(void **state)
{
	static const struct {
		struct text bytes;
		bool is_accepted;
	} cases[] = {
		{ { "", 0 }, true },
		{ { "plain\n\x7F", 7 }, true },
		{ { "\xC2\x80\xDF\xBF", 4 }, true },
		{ { "\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF", 12 }, true },
		{ { "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF", 8 }, true },
		{ { "a\0b", 3 }, false },
		{ { "\x80", 1 }, false },
		{ { "\xC0\x80", 2 }, false },
		{ { "\xC1\xBF", 2 }, false },
		{ { "\xC3", 1 }, false },
		{ { "\xC3(", 2 }, false },
		{ { "\xE0\x9F\xBF", 3 }, false },
		{ { "\xE2\x82", 2 }, false },
		{ { "\xE2\x82(", 3 }, false },
		{ { "\xED\xA0\x80", 3 }, false },
		{ { "\xF0\x8F\xBF\xBF", 4 }, false },
		{ { "\xF4\x90\x80\x80", 4 }, false },
		{ { "\xF5\x80\x80\x80", 4 }, false },
		{ { "\xFF", 1 }, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(utf8_check(cases[i].bytes), cases[i].is_accepted);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(ascii_letters_compare_without_case_and_nothing_else),
		cmocka_unit_test(a_prefix_is_found_at_the_start_alone),
		cmocka_unit_test(trimming_takes_white_space_from_both_ends),
		cmocka_unit_test(cutting_walks_through_a_list),
		cmocka_unit_test(an_empty_list_has_one_empty_item_and_an_absent_one_none),
		cmocka_unit_test(a_cut_is_between_characters),
		cmocka_unit_test(characters_are_counted_not_bytes),
		cmocka_unit_test(counts_are_whole_numbers_up_to_a_limit),
		cmocka_unit_test(utf8_is_taken_only_when_well_formed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
