/*
 * Numbers as text: the shortest form, reading back, the JSON grammar and the domain's rounding.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"

static void numbers_print_in_the_shortest_form(void **state)
{
	static const struct {
		double number;
		const char *expected;
	} cases[] = {
		{ 0, "0" },
		{ -0.0, "0" },
		{ 70, "70" },
		{ -1, "-1" },
		{ 3721, "3721" },
		{ 0.65, "0.65" },
		{ 0.1, "0.1" },
		{ 0.1 + 0.2, "0.30000000000000004" },
		{ -1.5, "-1.5" },
		{ 0.0001, "0.0001" },
		{ 0.00001, "1e-5" },
		{ 12.3456, "12.3456" },
		{ 12.34567, "12.34567" },
		{ 1.0 / 3, "0.3333333333333333" },
		{ 2.0 / 3, "0.6666666666666666" },
		{ 100.05, "100.05" },
		{ 1e15, "1000000000000000" },
		{ 999999999999999.9, "999999999999999.9" },
		{ 123456789012.3456, "123456789012.3456" },
		{ 9007199254740992, "9007199254740992" },
		{ -9007199254740992, "-9007199254740992" },
		{ 9007199254740994, "9007199254740994" },
		{ 1e16, "1e16" },
		{ 1e21, "1e21" },
		{ 1e300, "1e300" },
		{ 1.5e-7, "1.5e-7" },
		{ -1e-300, "-1e-300" },
		{ DBL_MAX, "1.7976931348623157e308" },
		{ DBL_MIN, "2.2250738585072014e-308" },
		{ 5e-324, "5e-324" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char printed[NUMBER_PRINT_MAX + 1] = "";

		printed[number_print(cases[i].number, printed)] = '\0';
		assert_string_equal(printed, cases[i].expected);
	}
}

static uint64_t next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static void check_round_trip(double number)
{
	char printed[NUMBER_PRINT_MAX];
	double back = NAN;
	size_t size = number_print(number, printed);

	assert_true(size <= NUMBER_PRINT_MAX);
	assert_true(number_parse((struct text){ printed, size }, &back));
	assert_memory_equal(&back, &number, sizeof(back));
}

static void random_numbers_read_back_the_same(void **state)
{
	uint64_t seed = 88172645463325252;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		uint64_t bits = next_random(&seed);
		double number;

		memcpy(&number, &bits, sizeof(number));
		if (isfinite(number))
			check_round_trip(number);
		check_round_trip((double)(bits % 100000000) / 1e4);
		check_round_trip((double)(bits % 1000000000000) / 1e6);
	}
}

static void the_json_grammar_and_nothing_else_is_read(void **state)
{
	static const struct {
		const char *text;
		double number;
	} accepted[] = {
		{ "0", 0 },
		{ "-0", 0 },
		{ "70", 70 },
		{ "-1.5", -1.5 },
		{ "0.65", 0.65 },
		{ "1e5", 1e5 },
		{ "1E+5", 1e5 },
		{ "2.5e-3", 0.0025 },
		{ "1e308", 1e308 },
		{ "1e-999", 0 },
		{ "0e999", 0 },
		{ "10", 10 },
		{ "18446744073709551616", 18446744073709551616.0 },
		{ "0.1000000000000000055511151231257827021181583404541015625000000000000000", 0.1 },
	};
	static const char *const refused[] = {
		"",      "-",      "+1",  "01",       "-01",      "00",  ".5",    "1.",
		"1.e5",  "1e",     "1e+", "1e-",      "0x10",     "1_0", "1,5",   " 1",
		"1 ",    "NaN",    "nan", "Infinity", "-inf",     "1a",  "1.5.5", "1e5.5",
		"1e999", "-1e999", "--1", "1e5e5",    "\xD9\xA1",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(accepted) / sizeof(accepted[0]); i++) {
		double number = NAN;

		assert_true(number_parse(text_from(accepted[i].text), &number));
		assert_true(number <= accepted[i].number && number >= accepted[i].number);
	}
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		double number = 7;

		assert_false(number_parse(text_from(refused[i]), &number));
		assert_true(number >= 7 && number <= 7);
	}
	assert_false(number_parse((struct text){ "1\0", 2 }, &(double){ 0 }));
	assert_false(number_parse(TEXT_NONE, &(double){ 0 }));
}

static void rounding_goes_half_away_from_zero_after_nine_decimals(void **state)
{
	static const struct {
		double number;
		int decimals;
		double expected;
	} cases[] = {
		{ 0.5, 0, 1 },
		{ 1.5, 0, 2 },
		{ 2.5, 0, 3 },
		{ -2.5, 0, -3 },
		{ 0.4999999999, 0, 1 }, /* 0.5 at nine decimals */
		{ 0.499999999, 0, 0 },
		{ 1.005, 2, 1.01 },
		{ 2.675, 2, 2.68 },
		{ -1.005, 2, -1.01 },
		{ 0.12345, 4, 0.1235 },
		{ 0.12344999, 4, 0.1234 },
		{ 2.0 / 3, 4, 0.6667 },
		{ 66.665, 2, 66.67 },
		{ 0, 4, 0 },
		{ 1, 4, 1 },
		{ 0.1 + 0.2, 9, 0.3 },
		{ 123456.789, 9, 123456.789 },
		{ 1e10 + 0.25, 1, 1e10 + 0.3 },
		{ 1e15, 4, 1e15 },
		{ 1e300, 0, 1e300 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		double rounded = number_round(cases[i].number, cases[i].decimals);

		assert_true(rounded <= cases[i].expected && rounded >= cases[i].expected);
	}
	assert_true(isnan(number_round(NAN, 4)));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_print_in_the_shortest_form),
		cmocka_unit_test(random_numbers_read_back_the_same),
		cmocka_unit_test(the_json_grammar_and_nothing_else_is_read),
		cmocka_unit_test(rounding_goes_half_away_from_zero_after_nine_decimals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
