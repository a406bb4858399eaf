/*
 * KPIs against their target, and when they are overdue: domain.md section 5.
 */
#include "model/kpi_status.h"
#include "score_fixture.h"

static const struct date today = { 20573 };

/* A KPI made now. */
static struct kpi_input kpi_made_now(double current, double target, word direction)
{
	return (struct kpi_input){
		.current = current,
		.target = target,
		.direction = direction,
		.frequency = EVERY_WEEK,
		.last_updated_at = INSTANT_NONE,
		.created_at = hour_of(today, 9),
		.today = today,
	};
}

struct ratio_case {
	const char *name;
	double current, target, ratio;
	word direction, status;
};

static void check_ratios(const struct ratio_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct ratio_case *c = &cases[i];
		struct kpi_input kpi = kpi_made_now(c->current, c->target, c->direction);

		check_number(c->name, kpi_ratio(&kpi), c->ratio);
		check_integer(c->name, kpi_status(&kpi), c->status);
	}
}

static void higher_is_better_compares_current_with_target(void **state)
{
	static const struct ratio_case cases[] = {
		{ "the sample", 3721, 4500, 3721.0 / 4500, KPI_HIGHER, STATUS_ON_TRACK },
		{ "over the target", 9000, 4500, 2, KPI_HIGHER, STATUS_ON_TRACK },
		{ "at 80 %", 80, 100, 0.8, KPI_HIGHER, STATUS_ON_TRACK },
		{ "under 80 %", 79.99, 100, 0.7999, KPI_HIGHER, STATUS_AT_RISK },
		{ "at 60 %", 60, 100, 0.6, KPI_HIGHER, STATUS_AT_RISK },
		{ "under 60 %", 59.99, 100, 0.5999, KPI_HIGHER, STATUS_OFF_TRACK },
		{ "nothing yet", 0, 100, 0, KPI_HIGHER, STATUS_OFF_TRACK },
		{ "below zero", -50, 100, -0.5, KPI_HIGHER, STATUS_OFF_TRACK },
	};

	(void)state;
	check_ratios(cases, LENGTH(cases));
}

static void lower_is_better_compares_target_with_current(void **state)
{
	static const struct ratio_case cases[] = {
		{ "4.8 against 3", 4.8, 3, 0.625, KPI_LOWER, STATUS_AT_RISK },
		{ "at the target", 3, 3, 1, KPI_LOWER, STATUS_ON_TRACK },
		{ "better than the target", 2, 3, 1.5, KPI_LOWER, STATUS_ON_TRACK },
		{ "nothing of a bad thing", 0, 3, 1, KPI_LOWER, STATUS_ON_TRACK },
		{ "less than nothing", -2, 3, 1, KPI_LOWER, STATUS_ON_TRACK },
		{ "at 80 %", 1.25, 1, 0.8, KPI_LOWER, STATUS_ON_TRACK },
		{ "far over", 10, 3, 0.3, KPI_LOWER, STATUS_OFF_TRACK },
	};

	(void)state;
	check_ratios(cases, LENGTH(cases));
}

static void negative_target_counts_the_distance_missing(void **state)
{
	static const struct ratio_case cases[] = {
		{ "higher, at it", -10, -10, 1, KPI_HIGHER, STATUS_ON_TRACK },
		{ "higher, above it", 5, -10, 1, KPI_HIGHER, STATUS_ON_TRACK },
		{ "higher, 2 missing", -12, -10, 0.8, KPI_HIGHER, STATUS_ON_TRACK },
		{ "higher, 4 missing", -14, -10, 0.6, KPI_HIGHER, STATUS_AT_RISK },
		{ "higher, 15 missing", -25, -10, -0.5, KPI_HIGHER, STATUS_OFF_TRACK },
		{ "lower, at it", -10, -10, 1, KPI_LOWER, STATUS_ON_TRACK },
		{ "lower, below it", -20, -10, 1, KPI_LOWER, STATUS_ON_TRACK },
		{ "lower, 3 missing", -7, -10, 0.7, KPI_LOWER, STATUS_AT_RISK },
		{ "lower, 10 missing", 0, -10, 0, KPI_LOWER, STATUS_OFF_TRACK },
	};

	(void)state;
	check_ratios(cases, LENGTH(cases));
}

static void target_0_is_met_or_not(void **state)
{
	static const struct ratio_case cases[] = {
		{ "higher, at it", 0, 0, 1, KPI_HIGHER, STATUS_ON_TRACK },
		{ "higher, above it", 7, 0, 1, KPI_HIGHER, STATUS_ON_TRACK },
		{ "higher, below it", -1, 0, 0, KPI_HIGHER, STATUS_OFF_TRACK },
		{ "lower, at it", 0, 0, 1, KPI_LOWER, STATUS_ON_TRACK },
		{ "lower, below it", -7, 0, 1, KPI_LOWER, STATUS_ON_TRACK },
		{ "lower, above it", 1, 0, 0, KPI_LOWER, STATUS_OFF_TRACK },
	};

	(void)state;
	check_ratios(cases, LENGTH(cases));
}

static void borders_are_compared_after_rounding_to_9_decimals(void **state)
{
	struct kpi_input kpi = kpi_made_now(0.8 - 4e-10, 1, KPI_HIGHER);

	(void)state;
	assert_int_equal(kpi_status(&kpi), STATUS_ON_TRACK);
	kpi.current = 0.8 - 6e-10;
	assert_int_equal(kpi_status(&kpi), STATUS_AT_RISK);
	kpi.current = 0.6 - 4e-10;
	assert_int_equal(kpi_status(&kpi), STATUS_AT_RISK);
	kpi.current = 0.6 - 6e-10;
	assert_int_equal(kpi_status(&kpi), STATUS_OFF_TRACK);

	/* 0.1 + 0.7 is a little less than 0.8. */
	kpi.current = 0.1 + 0.7;
	assert_int_equal(kpi_status(&kpi), STATUS_ON_TRACK);
}

static void missing_current_or_target_is_not_started(void **state)
{
	static const double values[][2] = { { NAN, 1 }, { 1, NAN }, { NAN, NAN } };

	(void)state;
	for (size_t i = 0; i < LENGTH(values); i++) {
		struct kpi_input kpi = kpi_made_now(values[i][0], values[i][1], KPI_HIGHER);

		assert_true(isnan(kpi_ratio(&kpi)));
		assert_int_equal(kpi_status(&kpi), STATUS_NOT_STARTED);

		/* Nobody has said anything for long, yet there is nothing to be at risk. */
		kpi.created_at = hour_of(date_plus(today, -30), 0);
		assert_true(kpi_is_overdue(&kpi));
		assert_int_equal(kpi_status(&kpi), STATUS_NOT_STARTED);
	}
}

struct overdue_case {
	const char *name;
	int days;
	word frequency;
	bool is_overdue;
};

static void kpi_is_overdue_after_its_frequency(void **state)
{
	static const struct overdue_case cases[] = {
		{ "weekly, today", 0, EVERY_WEEK, false },
		{ "weekly, 7 days", 7, EVERY_WEEK, false },
		{ "weekly, 8 days", 8, EVERY_WEEK, true },
		{ "weekly, 29 days", 29, EVERY_WEEK, true },
		{ "monthly, 29 days", 29, EVERY_MONTH, false },
		{ "monthly, 31 days", 31, EVERY_MONTH, false },
		{ "monthly, 32 days", 32, EVERY_MONTH, true },
		{ "quarterly, 92 days", 92, EVERY_QUARTER, false },
		{ "quarterly, 93 days", 93, EVERY_QUARTER, true },
		{ "tomorrow", -1, EVERY_WEEK, false },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		const struct overdue_case *c = &cases[i];
		struct kpi_input kpi = kpi_made_now(3721, 4500, KPI_HIGHER);
		struct instant then = hour_of(date_plus(today, -c->days), 23);

		kpi.frequency = c->frequency;
		kpi.created_at = then;
		check_integer(c->name, kpi_is_overdue(&kpi), c->is_overdue);

		/* An update counts, however old the KPI is. */
		kpi.last_updated_at = then;
		kpi.created_at = hour_of(date_plus(today, -1000), 0);
		check_integer(c->name, kpi_is_overdue(&kpi), c->is_overdue);
		check_integer(c->name, kpi_status(&kpi),
			      c->is_overdue ? STATUS_AT_RISK : STATUS_ON_TRACK);
	}
}

static void overdue_lowers_on_track_alone(void **state)
{
	struct kpi_input kpi = kpi_made_now(70, 100, KPI_HIGHER);

	(void)state;
	kpi.last_updated_at = hour_of(date_plus(today, -29), 0);
	assert_int_equal(kpi_status(&kpi), STATUS_AT_RISK);
	kpi.current = 10;
	assert_int_equal(kpi_status(&kpi), STATUS_OFF_TRACK);
}

static void ratio_is_finite_at_the_limits(void **state)
{
	static const double values[] = { -1e15, -1, -5e-324, 0, 5e-324, 1, 1e15 };
	static const word directions[] = { KPI_HIGHER, KPI_LOWER };

	(void)state;
	for (size_t i = 0; i < LENGTH(values); i++)
		for (size_t j = 0; j < LENGTH(values); j++)
			for (size_t k = 0; k < LENGTH(directions); k++) {
				struct kpi_input kpi =
					kpi_made_now(values[i], values[j], directions[k]);
				bool is_met = directions[k] == KPI_LOWER ? values[i] <= values[j] :
									   values[i] >= values[j];
				double ratio = kpi_ratio(&kpi);

				assert_true(isfinite(ratio));
				assert_int_equal(ratio >= 1, is_met);
			}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(higher_is_better_compares_current_with_target),
		cmocka_unit_test(lower_is_better_compares_target_with_current),
		cmocka_unit_test(negative_target_counts_the_distance_missing),
		cmocka_unit_test(target_0_is_met_or_not),
		cmocka_unit_test(borders_are_compared_after_rounding_to_9_decimals),
		cmocka_unit_test(missing_current_or_target_is_not_started),
		cmocka_unit_test(kpi_is_overdue_after_its_frequency),
		cmocka_unit_test(overdue_lowers_on_track_alone),
		cmocka_unit_test(ratio_is_finite_at_the_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
