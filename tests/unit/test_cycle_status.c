/*
 * Periods and cycles against today's date: domain.md sections 1 and 2.
 */
#include "model/period.h"
#include "score_fixture.h"

struct period_case {
	const char *name;
	int start[3], end[3], today[3];
	double elapsed;
	int32_t days_left;
	word status;
};

static struct date date_at(const int parts[3])
{
	return date_from_parts(parts[0], parts[1], parts[2]);
}

static void check_periods(const struct period_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct period_case *c = &cases[i];
		struct period period = { date_at(c->start), date_at(c->end) };
		struct date today = date_at(c->today);

		check_number(c->name, period_elapsed(period, today), c->elapsed);
		check_integer(c->name, period_days_left(period, today), c->days_left);
		check_integer(c->name, cycle_status_of(period, today), c->status);
	}
}

static void cycle_is_active_from_its_first_day_to_its_last(void **state)
{
	/* clang-format off */
	static const struct period_case cases[] = {
		{ "long before", { 2026, 4, 1 }, { 2026, 6, 30 }, { 2025, 4, 1 },
		  0, 455, CYCLE_UPCOMING },
		{ "the day before", { 2026, 4, 1 }, { 2026, 6, 30 }, { 2026, 3, 31 },
		  0, 91, CYCLE_UPCOMING },
		{ "the first day", { 2026, 4, 1 }, { 2026, 6, 30 }, { 2026, 4, 1 },
		  0, 90, CYCLE_ACTIVE },
		{ "the second day", { 2026, 4, 1 }, { 2026, 6, 30 }, { 2026, 4, 2 },
		  1.0 / 91, 89, CYCLE_ACTIVE },
		{ "12 June", { 2026, 4, 1 }, { 2026, 6, 30 }, { 2026, 6, 12 },
		  72.0 / 91, 18, CYCLE_ACTIVE },
		{ "the last day", { 2026, 4, 1 }, { 2026, 6, 30 }, { 2026, 6, 30 },
		  90.0 / 91, 0, CYCLE_ACTIVE },
		{ "the day after", { 2026, 4, 1 }, { 2026, 6, 30 }, { 2026, 7, 1 },
		  1, 0, CYCLE_ENDED },
		{ "long after", { 2026, 4, 1 }, { 2026, 6, 30 }, { 2030, 7, 1 },
		  1, 0, CYCLE_ENDED },
	};
	/* clang-format on */

	(void)state;
	check_periods(cases, LENGTH(cases));
}

static void period_of_one_day_is_over_the_next_day(void **state)
{
	/* clang-format off */
	static const struct period_case cases[] = {
		{ "before", { 2026, 5, 5 }, { 2026, 5, 5 }, { 2026, 5, 4 },
		  0, 1, CYCLE_UPCOMING },
		{ "in", { 2026, 5, 5 }, { 2026, 5, 5 }, { 2026, 5, 5 },
		  0, 0, CYCLE_ACTIVE },
		{ "after", { 2026, 5, 5 }, { 2026, 5, 5 }, { 2026, 5, 6 },
		  1, 0, CYCLE_ENDED },
	};
	/* clang-format on */

	(void)state;
	check_periods(cases, LENGTH(cases));
}

static void leap_days_count(void **state)
{
	/* clang-format off */
	static const struct period_case cases[] = {
		{ "February of a leap year", { 2028, 2, 1 }, { 2028, 2, 29 }, { 2028, 2, 29 },
		  28.0 / 29, 0, CYCLE_ACTIVE },
		{ "February of another", { 2027, 2, 1 }, { 2027, 2, 28 }, { 2027, 3, 1 },
		  1, 0, CYCLE_ENDED },
		{ "first quarter of a leap year", { 2028, 1, 1 }, { 2028, 3, 31 }, { 2028, 3, 1 },
		  60.0 / 91, 30, CYCLE_ACTIVE },
		{ "1900 was none", { 1900, 1, 1 }, { 1900, 3, 31 }, { 1900, 3, 1 },
		  59.0 / 90, 30, CYCLE_ACTIVE },
		{ "2000 was one", { 2000, 1, 1 }, { 2000, 12, 31 }, { 2000, 12, 31 },
		  365.0 / 366, 0, CYCLE_ACTIVE },
	};
	/* clang-format on */

	(void)state;
	check_periods(cases, LENGTH(cases));
}

static void nothing_elapses_without_a_period(void **state)
{
	(void)state;
	assert_true(period_is_none(PERIOD_NONE));
	assert_false(period_is_none((struct period){ { 0 }, { 0 } }));
	check_number("elapsed", period_elapsed(PERIOD_NONE, (struct date){ 20000 }), 0);
	check_integer("left", period_days_left(PERIOD_NONE, (struct date){ 20000 }), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cycle_is_active_from_its_first_day_to_its_last),
		cmocka_unit_test(period_of_one_day_is_over_the_next_day),
		cmocka_unit_test(leap_days_count),
		cmocka_unit_test(nothing_elapses_without_a_period),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
