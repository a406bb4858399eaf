/*
 * Trend and velocity of a key result from its newest check-ins: domain.md section 3,
 * rulings.md 12 and 40.
 */
#include "model/momentum.h"
#include "score_fixture.h"

enum { CHECK_INS_MAX = 6 };

/* Day 0 of the tables is first_day: the period's start and the key result's creation. */
static const struct metric from_0_to_100 = { 0, 100, 0, DIRECTION_INCREASE };

struct check_in {
	int day;
	double value;
};

struct momentum_case {
	const char *name;
	size_t count; /* check-ins in all */
	struct check_in check_ins[CHECK_INS_MAX];
	word trend;
	double velocity;
};

/* Momentum as the writer of a check-in asks for it: handing in the newest four. */
static struct momentum momentum_at(const struct metric *metric, bool is_boolean,
				   const struct check_in *check_ins, size_t total)
{
	struct period period = { first_day, date_plus(first_day, 99) };
	size_t count = total < MOMENTUM_POINTS ? total : MOMENTUM_POINTS;
	struct point points[MOMENTUM_POINTS];

	for (size_t i = 0; i < count; i++) {
		const struct check_in *check_in = &check_ins[total - count + i];

		points[i].at = hour_of(date_plus(first_day, check_in->day), 9 + (int)i);
		points[i].value = check_in->value;
	}
	return momentum_of(metric, is_boolean, points, count, period, hour_of(first_day, 8));
}

static void check_momenta(const struct metric *metric, const struct momentum_case *cases,
			  size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct momentum_case *c = &cases[i];
		struct momentum momentum = momentum_at(metric, false, c->check_ins, c->count);

		check_integer(c->name, momentum.trend, c->trend);
		check_number(c->name, momentum.velocity, c->velocity);
	}
}

static void trend_is_told_by_the_last_weekly_gains(void **state)
{
	/* clang-format off */
	static const struct momentum_case cases[] = {
		{ "no check-in", 0, { { 0 } }, TREND_STEADY, 0 },
		{ "one gain", 1, { { 7, 10 } }, TREND_STEADY, 0.1 / 7 },
		{ "one standstill is not yet flat", 1, { { 7, 0 } }, TREND_STEADY, 0 },
		{ "one loss", 1, { { 7, -5 } }, TREND_REGRESSING, -0.05 / 7 },
		{ "flat from the start", 2, { { 7, 0 }, { 14, 0 } }, TREND_FLAT, 0 },
		{ "flat after a gain", 3, { { 7, 10 }, { 14, 10 }, { 21, 10 } }, TREND_FLAT,
		  0.1 / 21 },
		{ "a gain after a standstill", 2, { { 7, 0 }, { 14, 5 } }, TREND_STEADY,
		  0.05 / 14 },
		{ "two falling gains are too few", 2, { { 7, 10 }, { 14, 15 } }, TREND_STEADY,
		  0.15 / 14 },
		{ "three falling gains", 3, { { 7, 10 }, { 14, 18 }, { 21, 23 } },
		  TREND_DECLINING, 0.23 / 21 },
		{ "falling, then equal", 3, { { 7, 10 }, { 14, 15 }, { 21, 20 } }, TREND_STEADY,
		  0.20 / 21 },
		{ "equal, then falling", 3, { { 7, 10 }, { 14, 20 }, { 21, 25 } }, TREND_STEADY,
		  0.25 / 21 },
		{ "rising", 3, { { 7, 5 }, { 14, 15 }, { 21, 30 } }, TREND_STEADY, 0.30 / 21 },
		{ "falling to nothing", 3, { { 7, 10 }, { 14, 15 }, { 21, 15 } },
		  TREND_DECLINING, 0.15 / 21 },
		{ "falling below nothing", 3, { { 7, 10 }, { 14, 15 }, { 21, 14 } },
		  TREND_REGRESSING, 0.14 / 21 },
		{ "an old loss is forgiven", 2, { { 7, -5 }, { 14, 5 } }, TREND_STEADY,
		  0.05 / 14 },
	};
	/* clang-format on */

	(void)state;
	check_momenta(&from_0_to_100, cases, LENGTH(cases));
}

static void only_the_last_three_gains_count(void **state)
{
	/* clang-format off */
	static const struct momentum_case cases[] = {
		{ "four check-ins", 4, { { 7, 50 }, { 14, 52 }, { 21, 56 }, { 28, 62 } },
		  TREND_STEADY, 0.12 / 21 },
		{ "a falling start is forgotten", 5,
		  { { 7, 50 }, { 14, 60 }, { 21, 65 }, { 28, 70 }, { 35, 80 } },
		  TREND_STEADY, 0.20 / 21 },
		{ "a falling end is seen", 6,
		  { { 7, 1 }, { 14, 2 }, { 21, 10 }, { 28, 40 }, { 35, 60 }, { 42, 70 } },
		  TREND_DECLINING, 0.60 / 21 },
		{ "flat at the end", 4, { { 7, 50 }, { 14, 60 }, { 21, 60 }, { 28, 60 } },
		  TREND_FLAT, 0.10 / 21 },
	};
	/* clang-format on */

	(void)state;
	check_momenta(&from_0_to_100, cases, LENGTH(cases));
}

static void gains_are_weekly_whatever_the_distance(void **state)
{
	/* clang-format off */
	static const struct momentum_case cases[] = {
		{ "the same pace at uneven distances", 3, { { 7, 7 }, { 9, 9 }, { 30, 30 } },
		  TREND_STEADY, 0.01 },
		{ "larger steps, yet slower each", 3, { { 1, 5 }, { 8, 15 }, { 38, 30 } },
		  TREND_DECLINING, 0.30 / 38 },
	};
	/* clang-format on */

	(void)state;
	check_momenta(&from_0_to_100, cases, LENGTH(cases));
}

static void check_ins_of_one_day_count_as_a_day_apart(void **state)
{
	/* clang-format off */
	static const struct momentum_case cases[] = {
		{ "on the first day", 1, { { 0, 10 } }, TREND_STEADY, 0.1 },
		{ "three on one day", 3, { { 0, 10 }, { 0, 20 }, { 0, 30 } }, TREND_STEADY, 0.3 },
		{ "falling on one day", 3, { { 0, 30 }, { 0, 50 }, { 0, 60 } }, TREND_DECLINING,
		  0.6 },
		{ "taken back on one day", 2, { { 7, 30 }, { 7, 20 } }, TREND_REGRESSING,
		  0.2 / 7 },
	};
	/* clang-format on */

	(void)state;
	check_momenta(&from_0_to_100, cases, LENGTH(cases));
}

static void momentum_follows_progress_not_the_value(void **state)
{
	static const struct metric from_8_to_3 = { 8, 3, 0, DIRECTION_DECREASE };
	/* clang-format off */
	static const struct momentum_case cases[] = {
		{ "down is forward", 1, { { 10, 6 } }, TREND_STEADY, 0.04 },
		{ "up is backward", 1, { { 10, 9 } }, TREND_REGRESSING, -0.02 },
		{ "beyond the target still moves", 2, { { 10, 3 }, { 20, 1 } }, TREND_STEADY,
		  0.07 },
		{ "back beyond the target", 2, { { 10, 1 }, { 20, 2 } }, TREND_REGRESSING, 0.06 },
	};
	/* clang-format on */

	(void)state;
	check_momenta(&from_8_to_3, cases, LENGTH(cases));
}

static void target_at_start_is_kept_or_lost(void **state)
{
	static const struct metric keep_99 = { 99, 99, 0, DIRECTION_INCREASE };
	/* clang-format off */
	static const struct momentum_case cases[] = {
		{ "kept", 2, { { 10, 99 }, { 20, 100 } }, TREND_FLAT, 0 },
		{ "lost", 1, { { 10, 98 } }, TREND_REGRESSING, -0.1 },
		{ "won back", 2, { { 10, 98 }, { 20, 99 } }, TREND_STEADY, 0 },
	};
	/* clang-format on */

	(void)state;
	check_momenta(&keep_99, cases, LENGTH(cases));
}

static void differences_within_1e_9_are_none(void **state)
{
	/* clang-format off */
	static const struct momentum_case cases[] = {
		{ "a loss of noise", 2, { { 7, 1e-9 }, { 14, 0 } }, TREND_FLAT, 0 },
		{ "a loss", 2, { { 7, 1e-6 }, { 14, 0 } }, TREND_REGRESSING, 0 },
		/* As doubles these gains fall, by less than 1e-16. */
		{ "equal but for noise", 4, { { 7, 1 }, { 14, 2.1 }, { 21, 3.2 }, { 28, 4.3 } },
		  TREND_STEADY, 0.033 / 21 },
	};
	/* clang-format on */

	(void)state;
	check_momenta(&from_0_to_100, cases, LENGTH(cases));
}

static void boolean_is_always_steady(void **state)
{
	static const struct metric done = { 0, 1, 0, DIRECTION_INCREASE };
	static const struct check_in check_ins[] = { { 10, 1 }, { 20, 0 } };
	struct momentum momentum = momentum_at(&done, true, check_ins, 1);

	(void)state;
	assert_int_equal(momentum.trend, TREND_STEADY);
	check_number("yes after ten days", momentum.velocity, 0.1);
	momentum = momentum_at(&done, true, check_ins, 2);
	assert_int_equal(momentum.trend, TREND_STEADY);
	check_number("no again", momentum.velocity, 0);
}

/* ---- the point before the first check-in ----------------------------------------------------- */

struct origin_case {
	const char *name;
	int period_start; /* day, or NO_PERIOD */
	int created, checked_in;
	double velocity; /* of a check-in that says 0.2 */
};

enum { NO_PERIOD = INT32_MIN };

static void first_gain_counts_from_the_later_of_period_and_creation(void **state)
{
	static const struct origin_case cases[] = {
		{ "created in the period", 0, 5, 15, 0.02 },
		{ "created before the period", 0, -50, 10, 0.02 },
		{ "created on the first day", 0, 0, 10, 0.02 },
		{ "no period", NO_PERIOD, 5, 15, 0.02 },
		{ "checked in before the period", 20, 0, 10, 0.2 },
		{ "back-dated to before the creation", 0, 30, 10, 0.2 },
		{ "back-dated without a period", NO_PERIOD, 30, 10, 0.2 },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		const struct origin_case *c = &cases[i];
		struct date start =
			date_plus(first_day, c->period_start == NO_PERIOD ? 0 : c->period_start);
		struct period period = { start, date_plus(start, 99) };
		struct point point = { hour_of(date_plus(first_day, c->checked_in), 9), 20 };
		struct momentum momentum =
			momentum_of(&from_0_to_100, false, &point, 1,
				    c->period_start == NO_PERIOD ? PERIOD_NONE : period,
				    hour_of(date_plus(first_day, c->created), 12));

		check_number(c->name, momentum.velocity, c->velocity);
		check_integer(c->name, momentum.trend, TREND_STEADY);
	}
}

static void back_dated_history_begins_at_its_first_check_in(void **state)
{
	const struct point points[] = {
		{ hour_of(date_plus(first_day, 10), 9), 20 },
		{ hour_of(date_plus(first_day, 50), 9), 60 },
	};
	struct momentum momentum = momentum_of(&from_0_to_100, false, points, 2, PERIOD_NONE,
					       hour_of(date_plus(first_day, 30), 9));

	(void)state;
	check_number("velocity", momentum.velocity, 0.6 / 40);
}

static void momentum_is_finite_at_the_limits(void **state)
{
	static const double values[] = { -1e15, -5e-324, 0, 5e-324, 1, 1e15 };

	(void)state;
	for (size_t i = 0; i < LENGTH(values); i++)
		for (size_t j = 0; j < LENGTH(values); j++)
			for (size_t k = 0; k < LENGTH(values); k++) {
				struct metric metric = { 0, values[i], 0, DIRECTION_INCREASE };
				struct check_in check_ins[] = { { 0, values[j] },
								{ 0, values[k] } };
				struct momentum momentum =
					momentum_at(&metric, false, check_ins, 2);

				assert_true(isfinite(momentum.velocity));
				assert_true(momentum.trend <= TREND_REGRESSING);
			}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(trend_is_told_by_the_last_weekly_gains),
		cmocka_unit_test(only_the_last_three_gains_count),
		cmocka_unit_test(gains_are_weekly_whatever_the_distance),
		cmocka_unit_test(check_ins_of_one_day_count_as_a_day_apart),
		cmocka_unit_test(momentum_follows_progress_not_the_value),
		cmocka_unit_test(target_at_start_is_kept_or_lost),
		cmocka_unit_test(differences_within_1e_9_are_none),
		cmocka_unit_test(boolean_is_always_steady),
		cmocka_unit_test(first_gain_counts_from_the_later_of_period_and_creation),
		cmocka_unit_test(back_dated_history_begins_at_its_first_check_in),
		cmocka_unit_test(momentum_is_finite_at_the_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
