/*
 * The calendar: days, instants, printing and strict parsing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/time.h"

static void known_days_have_known_numbers(void **state)
{
	static const struct {
		int year, month, day;
		int32_t days;
	} cases[] = {
		{ 1970, 1, 1, 0 },     { 1969, 12, 31, -1 },   { 2000, 2, 29, 11016 },
		{ 2000, 3, 1, 11017 }, { 1900, 3, 1, -25508 }, { 1, 1, 1, -719162 },
		{ 0, 1, 1, -719528 },  { 2038, 1, 19, 24855 }, { 9999, 12, 31, 2932896 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int year, month, day;

		assert_int_equal(date_from_parts(cases[i].year, cases[i].month, cases[i].day).days,
				 cases[i].days);
		date_to_parts((struct date){ cases[i].days }, &year, &month, &day);
		assert_int_equal(year, cases[i].year);
		assert_int_equal(month, cases[i].month);
		assert_int_equal(day, cases[i].day);
	}
}

static void each_day_of_800_years_is_read_back_and_follows_the_last(void **state)
{
	int last_day = 31;

	(void)state;
	for (int32_t days = -135140; days < 157054; days++) {
		int year, month, day;

		date_to_parts((struct date){ days }, &year, &month, &day);
		assert_true(day == last_day + 1 || day == 1);
		assert_int_equal(date_from_parts(year, month, day).days, days);
		last_day = day;
	}
}

static void an_instant_belongs_to_the_day_below_it(void **state)
{
	(void)state;
	assert_int_equal(date_of((struct instant){ 0 }).days, 0);
	assert_int_equal(date_of((struct instant){ MS_PER_DAY - 1 }).days, 0);
	assert_int_equal(date_of((struct instant){ MS_PER_DAY }).days, 1);
	assert_int_equal(date_of((struct instant){ -1 }).days, -1);
	assert_int_equal(date_of((struct instant){ -MS_PER_DAY }).days, -1);
	assert_int_equal(instant_of((struct date){ -1 }).ms, -MS_PER_DAY);
	assert_true(date_is_none(date_of(INSTANT_NONE)));
	assert_true(instant_is_none(instant_of(DATE_NONE)));
}

static void dates_are_read_exactly_and_printed_the_same(void **state)
{
	static const char *const accepted[] = { "2026-11-23", "2024-02-29", "2000-02-29",
						"1000-01-01", "9999-12-31", "2026-01-31" };
	static const char *const refused[] = {
		"",           "2026-11-2",  "2026-11-233", "2023-02-29", "1900-02-29",
		"2026-00-01", "2026-13-01", "2026-01-00",  "2026-04-31", "0999-12-31",
		"2026/11/23", "20261123",   "26-11-23",    " 2026-1-1 ", "-026-11-23",
		"2026-1a-01", "2026-11-+1", "2026-11-23T",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(accepted) / sizeof(accepted[0]); i++) {
		struct date date;
		char printed[DATE_SIZE];

		assert_true(date_parse(text_from(accepted[i]), &date));
		date_print(date, printed);
		assert_memory_equal(printed, accepted[i], DATE_SIZE);
	}
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct date date = { 7 };

		assert_false(date_parse(text_from(refused[i]), &date));
		assert_int_equal(date.days, 7);
	}
	assert_false(date_parse(TEXT_NONE, &(struct date){ 0 }));
}

static void instants_of_rfc3339_are_read(void **state)
{
	static const struct {
		const char *text;
		int64_t ms;
	} cases[] = {
		{ "1970-01-01T00:00:00Z", 0 },
		{ "1970-01-01t00:00:00z", 0 },
		{ "1969-12-31T23:59:59Z", -1000 },
		{ "1969-12-31T23:59:59.999Z", -1 },
		{ "2026-11-23T21:46:05Z", INT64_C(1795470365000) },
		{ "2026-11-23T21:46:05.1Z", INT64_C(1795470365100) },
		{ "2026-11-23T21:46:05.12Z", INT64_C(1795470365120) },
		{ "2026-11-23T21:46:05.123456789Z", INT64_C(1795470365123) },
		{ "2026-11-23T22:46:05+01:00", INT64_C(1795470365000) },
		{ "2026-11-23T16:16:05-05:30", INT64_C(1795470365000) },
		{ "2026-11-24T21:45:05.5+23:59", INT64_C(1795470365500) },
		{ "1970-01-01T00:00:00-00:00", 0 },
		{ "2016-12-31T23:59:60Z", INT64_C(1483228799000) },
		{ "1000-01-01T00:00:00Z", INT64_C(-30610224000000) },
		{ "0999-12-31T23:00:00-01:00", INT64_C(-30610224000000) },
		{ "9999-12-31T23:59:59.999Z", INT64_C(253402300799999) },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct instant instant;

		assert_true(instant_parse(text_from(cases[i].text), &instant));
		assert_int_equal(instant.ms, cases[i].ms);
	}
}

static void other_instants_are_refused(void **state)
{
	static const char *const refused[] = {
		"",
		"2026-11-23",
		"2026-11-23T21:46:05",
		"2026-11-23 21:46:05Z",
		"2026-11-23T21:46Z",
		"2026-11-23T24:00:00Z",
		"2026-11-23T21:60:00Z",
		"2026-11-23T21:46:61Z",
		"2026-11-23T21:46:05.Z",
		"2026-11-23T21:46:05,5Z",
		"2026-11-23T21:46:05.5",
		"2026-11-23T21:46:05ZZ",
		"2026-11-23T21:46:05+0100",
		"2026-11-23T21:46:05+01",
		"2026-11-23T21:46:05+24:00",
		"2026-11-23T21:46:05+01:60",
		"2026-11-23T21:46:05 01:00",
		"2026-02-29T00:00:00Z",
		"0999-12-31T23:59:59Z",
		"1000-01-01T00:00:00+00:01",
		"9999-12-31T23:59:59-00:01",
		"+026-11-23T21:46:05Z",
		"1795470365",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct instant instant = { 7 };

		assert_false(instant_parse(text_from(refused[i]), &instant));
		assert_int_equal(instant.ms, 7);
	}
}

static void a_printed_instant_has_no_fraction(void **state)
{
	char printed[INSTANT_SIZE];

	(void)state;
	instant_print((struct instant){ INT64_C(1795470365999) }, printed);
	assert_memory_equal(printed, "2026-11-23T21:46:05Z", INSTANT_SIZE);
	instant_print((struct instant){ -1 }, printed);
	assert_memory_equal(printed, "1969-12-31T23:59:59Z", INSTANT_SIZE);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_days_have_known_numbers),
		cmocka_unit_test(each_day_of_800_years_is_read_back_and_follows_the_last),
		cmocka_unit_test(an_instant_belongs_to_the_day_below_it),
		cmocka_unit_test(dates_are_read_exactly_and_printed_the_same),
		cmocka_unit_test(instants_of_rfc3339_are_read),
		cmocka_unit_test(other_instants_are_refused),
		cmocka_unit_test(a_printed_instant_has_no_fraction),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
