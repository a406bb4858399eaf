/*
 * Health score of an objective: domain.md section 3, rulings.md 16, 40 and 41. The last part makes
 * random objectives and checks what must hold for every one of them.
 */
#include "model/health.h"
#include "model/progress.h"
#include "score_fixture.h"

/* A key result with this score, for e = 0.6. */
static struct part part_of_health(double health)
{
	return key_result(health == 100 ? 1 : 0.6 - (100 - health) / 125, 2);
}

/* ---- one part -------------------------------------------------------------------------------- */

struct part_case {
	const char *name;
	double progress;
	word trend;
	int days;
	int64_t score;
};

static void score_is_100_less_gap_recency_and_velocity(void **state)
{
	static const struct part_case cases[] = {
		{ "30 % on day 60", 0.30, TREND_STEADY, 3, 63 },
		{ "40 %", 0.40, TREND_STEADY, 3, 75 },
		{ "10 days ago", 0.70, TREND_STEADY, 10, 94 },
		{ "14 days ago", 0.70, TREND_STEADY, 14, 70 },
		{ "50 % after 55 %", 0.50, TREND_REGRESSING, 3, 73 },
		{ "done", 1.00, TREND_STEADY, 40, 100 },
		{ "done, and regressing from more", 1.00, TREND_REGRESSING, 40, 100 },
		{ "an ulp short of done", 1 - 1e-15, TREND_STEADY, 40, 100 },
		{ "ahead gains nothing", 0.99, TREND_STEADY, 3, 100 },
		{ "flat", 0.70, TREND_FLAT, 3, 95 },
		{ "declining", 0.70, TREND_DECLINING, 3, 90 },
		{ "regressing", 0.70, TREND_REGRESSING, 3, 85 },
		{ "no trend yet", 0.70, WORD_NONE, 3, 100 },
		{ "all at once", 0.40, TREND_REGRESSING, 14, 30 },
		{ "never below 0", 0.00, TREND_REGRESSING, 14, 0 },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct part part = key_result(cases[i].progress, cases[i].days);
		struct health_input input = objective(&part, 1);

		part.trend = cases[i].trend;
		check_integer(cases[i].name, health_of(&input).score, cases[i].score);
	}
}

static void boolean_is_not_behind_before_its_period_is_over(void **state)
{
	struct part part = key_result(0, 0);
	struct health_input input = objective(&part, 1);

	(void)state;
	part.is_boolean = true;
	part.trend = TREND_REGRESSING;
	check_health("on day 60", &input, 100, STATUS_ON_TRACK);
	input.today = input.period.end;
	part.last_check_in_at = hour_of(input.today, 0);
	check_health("on the last day", &input, 100, STATUS_ON_TRACK);
	input.today = date_plus(input.period.end, 1);
	check_health("the day after", &input, 0, STATUS_OFF_TRACK);
	part.progress = 1;
	check_health("done", &input, 100, STATUS_ON_TRACK);
}

struct recency_case {
	word frequency;
	int days;
	double penalty;
};

static void recency_costs_from_one_interval_on_and_most_from_two(void **state)
{
	static const struct recency_case cases[] = {
		{ EVERY_WEEK, 0, 0 },
		{ EVERY_WEEK, 7, 0 },
		{ EVERY_WEEK, 8, 2 },
		{ EVERY_WEEK, 13, 12 },
		{ EVERY_WEEK, 14, 30 },
		{ EVERY_WEEK, 500, 30 },
		{ EVERY_TWO_WEEKS, 14, 0 },
		{ EVERY_TWO_WEEKS, 21, 7 },
		{ EVERY_TWO_WEEKS, 28, 30 },
		{ EVERY_MONTH, 31, 0 },
		{ EVERY_MONTH, 61, 14.0 * 30 / 31 },
		{ EVERY_MONTH, 62, 30 },
		{ EVERY_QUARTER, 92, 0 },
		{ EVERY_QUARTER, 138, 7 },
		{ EVERY_QUARTER, 184, 30 },
		{ WORD_NONE, 7, 0 }, /* weekly by default */
		{ WORD_NONE, 14, 30 },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct part part = key_result(0.5, cases[i].days);
		struct health_input input = objective(&part, 1);

		input.period = PERIOD_NONE;
		input.frequency = cases[i].frequency;
		check_integer("days", part_days_since_check_in(&input, &part), cases[i].days);
		check_number("health", health_of_part(&input, &part), 100 - cases[i].penalty);
	}
}

struct days_case {
	const char *name;
	int today, created, checked_in; /* days of the period; checked_in may be NEVER */
	int32_t days;
};

enum { NEVER = INT32_MIN };

static void days_count_from_the_check_in_else_from_period_or_creation(void **state)
{
	static const struct days_case cases[] = {
		{ "checked in", 60, 0, 57, 3 },
		{ "checked in today", 60, 0, 60, 0 },
		{ "checked in before the period", 5, -30, -10, 15 },
		{ "never, created before the period", 60, -30, NEVER, 60 },
		{ "never, created in the period", 60, 20, NEVER, 40 },
		{ "never, the period has not begun", -5, -30, NEVER, 0 },
		{ "never, created today", 60, 60, NEVER, 0 },
		{ "on the last day", 99, 0, 95, 4 },
		{ "the day after the end", 100, 0, 95, 5 },
		{ "time stops there", 101, 0, 95, 5 },
		{ "and stays", 1000, 0, 95, 5 },
		{ "never, long after the end", 1000, 0, NEVER, 100 },
		{ "checked in after the end", 1000, 0, 500, 0 },
		{ "created after the end", 1000, 400, NEVER, 0 },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		const struct days_case *c = &cases[i];
		struct part part = PART_BLANK;
		struct health_input input = objective(&part, 1);

		input.today = date_plus(first_day, c->today);
		part.created_at = hour_of(date_plus(first_day, c->created), 23);
		if (c->checked_in != NEVER)
			part.last_check_in_at = hour_of(date_plus(first_day, c->checked_in), 1);
		check_integer(c->name, part_days_since_check_in(&input, &part), c->days);
		part.is_child = true;
		check_integer(c->name, part_days_since_check_in(&input, &part), c->days);
	}
}

/* ---- several parts --------------------------------------------------------------------------- */

static void sample_of_the_seed_has_82(void **state)
{
	const struct date june_12 = date_from_parts(2026, 6, 12);
	struct part parts[] = { key_result(0.50, 0), key_result(0.80, 0) };
	struct health_input input = objective(parts, 2);
	struct health health;

	(void)state;
	input.period.start = date_from_parts(2026, 4, 1);
	input.period.end = date_from_parts(2026, 6, 30);
	input.today = june_12;
	parts[0].last_check_in_at = hour_of(date_plus(june_12, -2), 9);
	parts[1].last_check_in_at = hour_of(date_plus(june_12, -2), 17);
	health = health_of(&input);
	assert_int_equal(health.score, 82);
	assert_int_equal(health.status, STATUS_ON_TRACK);
	assert_int_equal(health.days_since_check_in, 2);
	assert_int_equal(health.trend, TREND_STEADY);
	assert_false(health.stalled);
	check_number("expected", health.expected_progress, 72.0 / 91);
	check_number("gap", health.gap, 72.0 / 91 - 0.65);
	check_number("progress", progress_roll_up(parts, 2, false), 0.65);
}

struct mean_case {
	const char *name;
	double health[3], weight[3];
	size_t count;
	int64_t score;
	word status;
};

static void score_is_the_weighted_mean_rounded_half_up(void **state)
{
	static const struct mean_case cases[] = {
		{ "62.5 weighs 3", { 62.5, 100 }, { 3, 1 }, 2, 72, STATUS_AT_RISK },
		{ "74 and 75", { 74, 75 }, { 1, 1 }, 2, 75, STATUS_ON_TRACK },
		{ "just under 74.5", { 74, 74.9 }, { 1, 1 }, 2, 74, STATUS_AT_RISK },
		{ "49.5", { 49, 50 }, { 1, 1 }, 2, 50, STATUS_AT_RISK },
		{ "49", { 49 }, { 1 }, 1, 49, STATUS_OFF_TRACK },
		{ "a missing weight is 1", { 60, 90 }, { NAN, 2 }, 2, 80, STATUS_ON_TRACK },
		{ "weight 0 is left out", { 30, 90 }, { 0, 1 }, 2, 90, STATUS_ON_TRACK },
		{ "all 0 count equally", { 30, 90 }, { 0, 0 }, 2, 60, STATUS_AT_RISK },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		const struct mean_case *c = &cases[i];
		struct part parts[3];
		struct health_input input = objective(parts, c->count);

		for (size_t j = 0; j < c->count; j++) {
			parts[j] = part_of_health(c->health[j]);
			parts[j].weight = c->weight[j];
			check_number(c->name, health_of_part(&input, &parts[j]), c->health[j]);
		}
		check_health(c->name, &input, c->score, c->status);
	}
}

static void stored_status_of_a_key_result_caps_the_score(void **state)
{
	struct part parts[] = { part_of_health(100), part_of_health(100), part_of_health(100) };
	struct health_input input = objective(parts, 3);

	(void)state;
	parts[2].status = STATUS_AT_RISK;
	check_health("one of three at_risk", &input, 74, STATUS_AT_RISK);
	parts[2].weight = 0;
	check_health("but it weighs nothing", &input, 100, STATUS_ON_TRACK);
	parts[0].weight = parts[1].weight = 0;
	check_health("like all of them", &input, 74, STATUS_AT_RISK);

	input.count = 2;
	parts[0].weight = parts[1].weight = 1;
	parts[1].status = STATUS_OFF_TRACK;
	check_health("one of two off_track", &input, 49, STATUS_OFF_TRACK);
	parts[0].status = STATUS_AT_RISK;
	check_health("beside one at_risk", &input, 49, STATUS_OFF_TRACK);

	input.count = 1;
	parts[0] = part_of_health(60);
	parts[0].status = STATUS_AT_RISK;
	check_health("a cap lifts nothing", &input, 60, STATUS_AT_RISK);
}

static void confidence_of_a_child_caps_nothing(void **state)
{
	const struct part parts[] = { part_of_health(100), child(0.9, STATUS_OFF_TRACK) };
	struct health_input input = objective(parts, 2);

	(void)state;
	check_health("off_track child", &input, 100, STATUS_ON_TRACK);
	assert_int_equal(confidence_roll_up(parts, 2), STATUS_OFF_TRACK);
}

static void child_has_gap_and_recency_but_no_trend(void **state)
{
	struct part part = child(0.4, STATUS_ON_TRACK);
	struct health_input input = objective(&part, 1);

	(void)state;
	part.trend = TREND_REGRESSING;
	check_health("behind", &input, 75, STATUS_ON_TRACK);
	assert_int_equal(health_of(&input).trend, TREND_STEADY);
	part.last_check_in_at = days_ago(14);
	check_health("and its subtree untouched", &input, 45, STATUS_OFF_TRACK);
}

static void health_tells_what_it_was_made_from(void **state)
{
	struct part parts[] = { key_result(0.2, 20), key_result(0.4, 16), key_result(0.3, 30) };
	struct health_input input = objective(parts, 3);
	struct health health;

	(void)state;
	parts[0].trend = TREND_DECLINING;
	parts[1].trend = TREND_FLAT;
	parts[2].trend = TREND_REGRESSING;
	parts[2].weight = 0;
	health = health_of(&input);
	check_number("expected", health.expected_progress, 0.6);
	check_number("gap of the objective", health.gap, 0.3);
	check_integer("since the newest", health.days_since_check_in, 16);
	check_integer("the worst that counts", health.trend, TREND_DECLINING);
	assert_true(health.stalled);

	parts[2].last_check_in_at = days_ago(13);
	health = health_of(&input);
	check_integer("weight 0 checked in as well", health.days_since_check_in, 13);
	assert_false(health.stalled);

	parts[0].progress = parts[1].progress = 1;
	parts[2].last_check_in_at = INSTANT_NONE;
	health = health_of(&input);
	check_integer("done long ago", health.days_since_check_in, 16);
	assert_false(health.stalled);
	check_number("ahead is no gap", health.gap, 0);
}

/* ---- what holds for every objective ---------------------------------------------------------- */

enum { ROUNDS = 20000, PARTS_MAX = 5 };

/* xorshift64*: the same numbers everywhere. */
static uint64_t random_below(uint64_t bound)
{
	static uint64_t seed = 20260612;

	seed ^= seed >> 12;
	seed ^= seed << 25;
	seed ^= seed >> 27;
	return (seed * UINT64_C(2685821657736338717) >> 33) % bound;
}

static int random_between(int min, int max)
{
	return min + (int)random_below((uint64_t)((int64_t)max - min + 1));
}

static struct part random_part(void)
{
	static const double weights[] = { 0, 0.3, 1, 2.5, 1000, NAN };
	struct part part = PART_BLANK;

	part.weight = weights[random_below(LENGTH(weights))];
	part.progress = random_between(0, 8) / 8.0;
	if (random_below(2))
		part.progress = random_between(0, 1000000) / 1e6;
	part.created_at = days_ago(random_between(-10, 90));
	if (random_below(3))
		part.last_check_in_at = days_ago(random_between(-10, 90));
	part.is_child = random_below(4) == 0;
	part.is_boolean = !part.is_child && random_below(4) == 0;
	part.status = (word)random_below(STATUS_OFF_TRACK + 1);
	part.trend = (word)random_below(TREND_REGRESSING + 1);
	return part;
}

static struct health_input random_objective(struct part parts[PARTS_MAX])
{
	struct health_input input = objective(parts, random_below(PARTS_MAX + 1));

	for (size_t i = 0; i < input.count; i++)
		parts[i] = random_part();
	input.today = date_plus(first_day, random_between(-20, 150));
	input.frequency = (word)random_below(EVERY_QUARTER + 1);
	input.is_completed = random_below(5) == 0;
	if (random_below(8) == 0)
		input.period = PERIOD_NONE;
	return input;
}

static void every_score_is_within_its_bounds(void **state)
{
	struct part parts[PARTS_MAX];

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct health_input input = random_objective(parts);
		struct health health = health_of(&input);

		assert_true(health.score >= 0 && health.score <= 100);
		assert_true(health.expected_progress >= 0 && health.expected_progress <= 1);
		assert_true(health.gap >= 0 && health.gap <= health.expected_progress);
		assert_true(health.days_since_check_in >= 0);
		assert_true(health.trend <= TREND_REGRESSING);
		assert_true(health.status <= STATUS_OFF_TRACK);
		for (size_t i = 0; i < input.count; i++) {
			if (parts[i].is_child || parts[i].weight == 0)
				continue;
			assert_true(parts[i].status != STATUS_AT_RISK || health.score <= 74);
			assert_true(parts[i].status != STATUS_OFF_TRACK || health.score <= 49);
		}
	}
}

static void more_progress_of_one_part_never_lowers_the_score(void **state)
{
	struct part parts[PARTS_MAX];

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct health_input input = random_objective(parts);
		struct part *part = &parts[random_below(PARTS_MAX)];
		int64_t score = health_of(&input).score;

		if (part >= parts + input.count)
			continue;
		part->progress += (1 - part->progress) * random_between(0, 4) / 4;
		assert_true(health_of(&input).score >= score);
	}
}

static void every_part_done_is_100(void **state)
{
	struct part parts[PARTS_MAX];

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct health_input input = random_objective(parts);

		if (input.count == 0)
			continue;
		for (size_t i = 0; i < input.count; i++) {
			parts[i].progress = 1;
			parts[i].status = STATUS_ON_TRACK;
		}
		assert_int_equal(health_of(&input).score, 100);
		assert_int_equal(health_of(&input).status, STATUS_ON_TRACK);
		check_number("gap", health_of(&input).gap, 0);
	}
}

static void only_the_ratio_of_weights_counts(void **state)
{
	struct part parts[PARTS_MAX];

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct health_input input = random_objective(parts);
		struct health before = health_of(&input), after;
		double factor = random_between(1, 1000) / 16.0;

		for (size_t i = 0; i < input.count; i++)
			parts[i].weight = (isnan(parts[i].weight) ? 1 : parts[i].weight) * factor;
		after = health_of(&input);
		assert_int_equal(after.score, before.score);
		assert_int_equal(after.status, before.status);
		assert_int_equal(after.trend, before.trend);
		check_number("gap", after.gap, before.gap);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(score_is_100_less_gap_recency_and_velocity),
		cmocka_unit_test(boolean_is_not_behind_before_its_period_is_over),
		cmocka_unit_test(recency_costs_from_one_interval_on_and_most_from_two),
		cmocka_unit_test(days_count_from_the_check_in_else_from_period_or_creation),
		cmocka_unit_test(sample_of_the_seed_has_82),
		cmocka_unit_test(score_is_the_weighted_mean_rounded_half_up),
		cmocka_unit_test(stored_status_of_a_key_result_caps_the_score),
		cmocka_unit_test(confidence_of_a_child_caps_nothing),
		cmocka_unit_test(child_has_gap_and_recency_but_no_trend),
		cmocka_unit_test(health_tells_what_it_was_made_from),
		cmocka_unit_test(every_score_is_within_its_bounds),
		cmocka_unit_test(more_progress_of_one_part_never_lowers_the_score),
		cmocka_unit_test(every_part_done_is_100),
		cmocka_unit_test(only_the_ratio_of_weights_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
