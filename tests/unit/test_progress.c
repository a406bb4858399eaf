/*
 * Progress of key results, and what rolls up to an objective: domain.md section 1.
 */
#include <float.h>

#include "model/progress.h"
#include "score_fixture.h"

static const word UP = DIRECTION_INCREASE, DOWN = DIRECTION_DECREASE;

/* ---- key results ----------------------------------------------------------------------------- */

struct metric_case {
	const char *name;
	double start, target, current;
	word direction;
	double raw, progress;
};

static void check_metrics(const struct metric_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct metric_case *c = &cases[i];
		struct metric metric = { c->start, c->target, c->current, c->direction };

		check_number(c->name, progress_raw(&metric), c->raw);
		check_number(c->name, progress_of(&metric), c->progress);
	}
}

static void progress_is_the_share_of_the_way_from_start_to_target(void **state)
{
	static const struct metric_case cases[] = {
		{ "32 to 50 at 41", 32, 50, 41, UP, 0.5, 0.5 },
		{ "8 to 3 at 4.8", 8, 3, 4.8, DOWN, 0.64, 0.64 },
		{ "0 to 100 at 130", 0, 100, 130, UP, 1.3, 1 },
		{ "10 to 20 at 5", 10, 20, 5, UP, -0.5, 0 },
		{ "at the start", 32, 50, 32, UP, 0, 0 },
		{ "at the target", 32, 50, 50, UP, 1, 1 },
		{ "decreasing, not begun", 8, 3, 8, DOWN, 0, 0 },
		{ "decreasing, beyond", 8, 3, 2, DOWN, 1.2, 1 },
		{ "decreasing, backwards", 8, 3, 9, DOWN, -0.2, 0 },
		{ "through zero", -50, 50, 0, UP, 0.5, 0.5 },
		{ "below zero, decreasing", -10, -20, -15, DOWN, 0.5, 0.5 },
		{ "values are not integers", 0, 1, 0.123456789, UP, 0.123456789, 0.123456789 },
	};

	(void)state;
	check_metrics(cases, LENGTH(cases));
}

static void stored_direction_is_looked_at_only_when_target_is_start(void **state)
{
	static const struct metric_case cases[] = {
		{ "up although stored down", 0, 10, 4, DIRECTION_DECREASE, 0.4, 0.4 },
		{ "down although stored up", 10, 0, 4, DIRECTION_INCREASE, 0.6, 0.6 },
		{ "keep up, kept", 5, 5, 5, DIRECTION_INCREASE, 1, 1 },
		{ "keep up, more", 5, 5, 6, DIRECTION_INCREASE, 1, 1 },
		{ "keep up, lost", 5, 5, 4, DIRECTION_INCREASE, 0, 0 },
		{ "keep down, kept", 5, 5, 5, DIRECTION_DECREASE, 1, 1 },
		{ "keep down, less", 5, 5, 4, DIRECTION_DECREASE, 1, 1 },
		{ "keep down, lost", 5, 5, 6, DIRECTION_DECREASE, 0, 0 },
		{ "up by default, kept", 5, 5, 6, WORD_NONE, 1, 1 },
		{ "up by default, lost", 5, 5, 4, WORD_NONE, 0, 0 },
	};

	(void)state;
	check_metrics(cases, LENGTH(cases));
}

static void boolean_is_0_or_1(void **state)
{
	static const struct metric_case cases[] = {
		{ "no", 0, 1, 0, UP, 0, 0 },
		{ "yes", 0, 1, 1, UP, 1, 1 },
		{ "no, the other way round", 1, 0, 1, DOWN, 0, 0 },
		{ "yes, the other way round", 1, 0, 0, DOWN, 1, 1 },
	};

	(void)state;
	check_metrics(cases, LENGTH(cases));
}

static void progress_is_finite_at_the_limits(void **state)
{
	static const double values[] = {
		-1e15, -1, -DBL_TRUE_MIN, 0, DBL_TRUE_MIN, DBL_MIN, 1, 1e15
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(values); i++)
		for (size_t j = 0; j < LENGTH(values); j++)
			for (size_t k = 0; k < LENGTH(values); k++) {
				struct metric metric = { values[i], values[j], values[k], UP };
				double progress = progress_of(&metric);

				assert_true(isfinite(progress_raw(&metric)));
				assert_true(progress >= 0 && progress <= 1);
				assert_false(signbit(progress));
			}
}

static void direction_is_shown_by_the_values(void **state)
{
	(void)state;
	assert_int_equal(metric_direction(1, 2, DOWN), DIRECTION_INCREASE);
	assert_int_equal(metric_direction(2, 1, UP), DIRECTION_DECREASE);
	assert_int_equal(metric_direction(2, 2, UP), DIRECTION_INCREASE);
	assert_int_equal(metric_direction(2, 2, DOWN), DIRECTION_DECREASE);
	assert_int_equal(metric_direction(2, 2, WORD_NONE), DIRECTION_INCREASE);
}

/* ---- objectives ------------------------------------------------------------------------------ */

enum { PARTS_MAX = 4 };

/* clang-format off */
#define PART(weight_, progress_) { .weight = (weight_), .progress = (progress_) }
/* clang-format on */

struct roll_up_case {
	const char *name;
	struct part parts[PARTS_MAX];
	size_t count;
	double progress;
};

static void objective_progress_is_the_weighted_mean_of_its_parts(void **state)
{
	static const struct roll_up_case cases[] = {
		{ "equal weights", { PART(1, 0.5), PART(1, 0.8) }, 2, 0.65 },
		{ "one part", { PART(7, 0.3) }, 1, 0.3 },
		{ "weights 3 and 1", { PART(3, 0.5), PART(1, 1) }, 2, 0.625 },
		{ "a missing weight is 1", { PART(NAN, 1), PART(3, 0) }, 2, 0.25 },
		{ "all missing", { PART(NAN, 1), PART(NAN, 0) }, 2, 0.5 },
		{ "weight 0 is left out", { PART(0, 1), PART(2, 0.4) }, 2, 0.4 },
		{ "missing and 0", { PART(0, 1), PART(NAN, 0.4) }, 2, 0.4 },
		{ "all 0 count equally", { PART(0, 1), PART(0, 0.5), PART(0, 0) }, 3, 0.5 },
		{ "fractions", { PART(0.3, 1), PART(0.7, 0.5) }, 2, 0.65 },
		{ "key results and children together",
		  { PART(1, 0.2), { .weight = 1, .progress = 0.6, .is_child = true } },
		  2,
		  0.4 },
		{ "largest weights", { PART(1e15, 1), PART(1e15, 0.5) }, 2, 0.75 },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		const struct roll_up_case *c = &cases[i];

		check_number(c->name, progress_roll_up(c->parts, c->count, false), c->progress);
		check_number(c->name, progress_roll_up(c->parts, c->count, true), c->progress);
	}
}

static void objective_without_parts_is_done_only_when_completed(void **state)
{
	(void)state;
	check_number("open", progress_roll_up(NULL, 0, false), 0);
	check_number("completed", progress_roll_up(NULL, 0, true), 1);
}

struct confidence_case {
	const char *name;
	struct part parts[PARTS_MAX];
	size_t count;
	word confidence;
};

static void confidence_is_the_worst_of_the_counted_parts(void **state)
{
	static const struct confidence_case cases[] = {
		{ "no parts", { PART(1, 0) }, 0, WORD_NONE },
		{ "not started says nothing",
		  { { .weight = 1, .status = STATUS_NOT_STARTED },
		    { .weight = 1, .status = WORD_NONE, .is_child = true } },
		  2,
		  WORD_NONE },
		{ "on_track beside not_started",
		  { { .weight = 1, .status = STATUS_NOT_STARTED },
		    { .weight = 1, .status = STATUS_ON_TRACK } },
		  2,
		  STATUS_ON_TRACK },
		{ "at_risk over on_track",
		  { { .weight = 1, .status = STATUS_AT_RISK },
		    { .weight = 1, .status = STATUS_ON_TRACK } },
		  2,
		  STATUS_AT_RISK },
		{ "a child's off_track over at_risk",
		  { { .weight = 1, .status = STATUS_AT_RISK },
		    { .weight = 1, .status = STATUS_OFF_TRACK, .is_child = true } },
		  2,
		  STATUS_OFF_TRACK },
		{ "weight 0 takes no part",
		  { { .weight = 0, .status = STATUS_OFF_TRACK },
		    { .weight = 1, .status = STATUS_ON_TRACK } },
		  2,
		  STATUS_ON_TRACK },
		{ "all weights 0: all take part",
		  { { .weight = 0, .status = STATUS_OFF_TRACK },
		    { .weight = 0, .status = STATUS_ON_TRACK } },
		  2,
		  STATUS_OFF_TRACK },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++)
		check_integer(cases[i].name, confidence_roll_up(cases[i].parts, cases[i].count),
			      cases[i].confidence);
}

static void last_check_in_is_the_newest_weight_0_included(void **state)
{
	const struct part parts[] = {
		{ .weight = 1, .last_check_in_at = { 1000 } },
		{ .weight = 0, .last_check_in_at = { 3000 } },
		{ .weight = 1, .last_check_in_at = INSTANT_NONE },
		{ .weight = 1, .last_check_in_at = { 2000 }, .is_child = true },
	};

	(void)state;
	assert_int_equal(last_check_in_roll_up(parts, 4).ms, 3000);
	assert_true(instant_is_none(last_check_in_roll_up(&parts[2], 1)));
	assert_true(instant_is_none(last_check_in_roll_up(NULL, 0)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(progress_is_the_share_of_the_way_from_start_to_target),
		cmocka_unit_test(stored_direction_is_looked_at_only_when_target_is_start),
		cmocka_unit_test(boolean_is_0_or_1),
		cmocka_unit_test(progress_is_finite_at_the_limits),
		cmocka_unit_test(direction_is_shown_by_the_values),
		cmocka_unit_test(objective_progress_is_the_weighted_mean_of_its_parts),
		cmocka_unit_test(objective_without_parts_is_done_only_when_completed),
		cmocka_unit_test(confidence_is_the_worst_of_the_counted_parts),
		cmocka_unit_test(last_check_in_is_the_newest_weight_0_included),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
