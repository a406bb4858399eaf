/*
 * Risks: domain.md section 6.
 */
#include "report_fixture.h"

#define BIT(number) (INT64_C(1) << (number))

static struct risk risk_alone(struct key_result key_result)
{
	struct objective goal = goal_of(1, &key_result, 1);

	return risk_of_key_result(&goal, &key_result, today());
}

static void severity_cuts_the_miss_at_0_20_and_40_percent(void **state)
{
	static const struct {
		const char *name;
		double progress, velocity;
		word severity;
		double projected;
	} cases[] = {
		{ "all is missing", 0, 0, SEVERITY_CRITICAL, 0 },
		{ "just over 40 %", 0.5999, 0, SEVERITY_CRITICAL, 0.5999 },
		{ "40 %", 0.6, 0, SEVERITY_HIGH, 0.6 },
		{ "40 % and noise in the last bit", 0.6 - 1e-15, 0, SEVERITY_HIGH, 0.6 - 1e-15 },
		{ "20 %", 0.8, 0, SEVERITY_HIGH, 0.8 },
		{ "20 % and noise in the last bit", 0.8 + 1e-15, 0, SEVERITY_HIGH, 0.8 + 1e-15 },
		{ "just under 20 %", 0.8001, 0, SEVERITY_MEDIUM, 0.8001 },
		{ "a little", 0.999, 0, SEVERITY_MEDIUM, 0.999 },
		{ "fast enough", 0.22, 0.02, SEVERITY_NONE, 1 },
		{ "faster than needed", 0.5, 0.5, SEVERITY_NONE, 1 },
		{ "not quite fast enough", 0.22 - 0.01, 0.02, SEVERITY_MEDIUM, 0.99 },
		{ "backwards, not below 0", 0.5, -0.5, SEVERITY_CRITICAL, 0 },
		{ "backwards", 0.9, -0.01, SEVERITY_CRITICAL, 0.51 },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct key_result key_result = metric_at(1, cases[i].progress);
		struct risk risk;

		key_result.velocity = cases[i].velocity;
		risk = risk_alone(key_result);
		check_integer(cases[i].name, risk.severity, cases[i].severity);
		check_number(cases[i].name, risk.projected, cases[i].projected);
		check_number(cases[i].name, risk.miss, 1 - risk.projected);
		check_integer(cases[i].name, risk.days_left, DAYS_LEFT);
	}
}

static void what_was_said_sets_the_least_severity(void **state)
{
	static const struct {
		const char *name;
		double projected;
		word status, check_in;
		word severity;
		int64_t reasons;
	} cases[] = {
		{ "on track", 1, STATUS_ON_TRACK, STATUS_ON_TRACK, SEVERITY_NONE, 0 },
		{ "at risk", 1, STATUS_AT_RISK, STATUS_AT_RISK, SEVERITY_MEDIUM,
		  BIT(REASON_MANUAL_AT_RISK) },
		{ "at risk, and worse by its pace", 0.75, STATUS_AT_RISK, STATUS_AT_RISK,
		  SEVERITY_HIGH, BIT(REASON_MANUAL_AT_RISK) | BIT(REASON_BEHIND_PACE) },
		{ "off track", 1, STATUS_OFF_TRACK, STATUS_OFF_TRACK, SEVERITY_HIGH,
		  BIT(REASON_MANUAL_OFF_TRACK) },
		{ "blocked", 1, STATUS_AT_RISK, STATUS_BLOCKED, SEVERITY_HIGH,
		  BIT(REASON_BLOCKED) },
		{ "off track, and worse by its pace", 0.65 - 0.1, STATUS_OFF_TRACK,
		  STATUS_OFF_TRACK, SEVERITY_CRITICAL,
		  BIT(REASON_MANUAL_OFF_TRACK) | BIT(REASON_BEHIND_PACE) },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct key_result key_result = metric_at(1, 0.65);
		struct risk risk;

		key_result.velocity = (cases[i].projected - 0.65) / DAYS_LEFT + 1e-12;
		key_result.status = cases[i].status;
		key_result.last_check_in_status = cases[i].check_in;
		risk = risk_alone(key_result);
		check_integer(cases[i].name, risk.severity, cases[i].severity);
		check_integer(cases[i].name, risk.reasons, cases[i].reasons);
	}
}

static void done_is_never_a_risk(void **state)
{
	static const word said[] = { STATUS_AT_RISK, STATUS_OFF_TRACK, STATUS_BLOCKED };

	(void)state;
	for (size_t i = 0; i < LENGTH(said); i++) {
		struct key_result key_result = metric_at(1, 1 - 1e-15);

		key_result.velocity = -1;
		key_result.trend = TREND_REGRESSING;
		key_result.last_check_in_at = days_ago(40);
		key_result.last_check_in_status = said[i];
		key_result.status = said[i] == STATUS_BLOCKED ? STATUS_AT_RISK : said[i];
		check_integer("done", risk_alone(key_result).severity, SEVERITY_NONE);
	}
}

static void silence_says_nothing_before_two_intervals(void **state)
{
	static const struct {
		const char *name;
		int days;
		word status, severity;
	} cases[] = {
		{ "13 days", 13, STATUS_NOT_STARTED, SEVERITY_NONE },
		{ "14 days", 14, STATUS_NOT_STARTED, SEVERITY_CRITICAL },
		{ "13 days, but set to at risk", 13, STATUS_AT_RISK, SEVERITY_MEDIUM },
		{ "13 days, but set to off track", 13, STATUS_OFF_TRACK, SEVERITY_HIGH },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct key_result key_result = silent_metric(1, 0, cases[i].days);
		struct risk risk;

		key_result.status = cases[i].status;
		key_result.velocity = 5; /* of no check-in at all */
		risk = risk_alone(key_result);
		check_integer(cases[i].name, risk.severity, cases[i].severity);
		check_integer(cases[i].name, risk.confidence, 0);
		check_number(cases[i].name, risk.projected, 0);
	}
}

static void confidence_grows_to_eight_check_ins(void **state)
{
	static const struct {
		int64_t count, confidence;
	} cases[] = {
		{ 1, 13 }, { 2, 25 }, { 3, 38 }, { 4, 50 }, { 7, 88 }, { 8, 100 }, { 90, 100 }
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct key_result key_result = metric_at(1, 0.1);

		key_result.check_in_count = cases[i].count;
		check_integer("confidence", risk_alone(key_result).confidence, cases[i].confidence);
	}
}

static void reasons_tell_what_was_measured_and_call_for_something(void **state)
{
	static const struct {
		const char *name;
		double progress;
		word trend;
		int days;
		int64_t reasons, interventions;
	} cases[] = {
		{ "on pace, but the pace misses", 0.7, TREND_STEADY, 3, BIT(REASON_BEHIND_PACE),
		  BIT(ADD_INITIATIVE) },
		{ "far behind", 0.1, TREND_STEADY, 3, BIT(REASON_BEHIND_PACE),
		  BIT(ADD_INITIATIVE) | BIT(ADJUST_TARGET) },
		{ "stalled", 0.7, TREND_STEADY, 14, BIT(REASON_BEHIND_PACE) | BIT(REASON_STALLED),
		  BIT(ADD_INITIATIVE) | BIT(NUDGE_OWNER) },
		{ "late only", 0.7, TREND_STEADY, 13, BIT(REASON_BEHIND_PACE),
		  BIT(ADD_INITIATIVE) },
		{ "declining", 0.7, TREND_DECLINING, 3,
		  BIT(REASON_BEHIND_PACE) | BIT(REASON_DECLINING), BIT(ADD_INITIATIVE) },
		{ "regressing", 0.7, TREND_REGRESSING, 3,
		  BIT(REASON_BEHIND_PACE) | BIT(REASON_REGRESSING),
		  BIT(ADD_INITIATIVE) | BIT(SCHEDULE_1_1) },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct key_result key_result = metric_at(1, cases[i].progress);
		struct risk risk;

		key_result.trend = cases[i].trend;
		key_result.last_check_in_at = days_ago(cases[i].days);
		risk = risk_alone(key_result);
		check_integer(cases[i].name, risk.reasons, cases[i].reasons);
		check_integer(cases[i].name, risk.interventions, cases[i].interventions);
	}
}

static void the_blocker_note_is_told_while_it_is_blocked(void **state)
{
	struct key_result key_result = metric_at(1, 0.5);

	(void)state;
	key_result.blocker_note = TEXT("no budget");
	assert_true(text_is_none(risk_alone(key_result).blocker_note));
	key_result.last_check_in_status = STATUS_BLOCKED;
	assert_true(text_equal(risk_alone(key_result).blocker_note, TEXT("no budget")));
}

static void the_owner_is_the_key_results_or_else_the_objectives(void **state)
{
	struct key_result key_result = metric_at(1, 0.5);

	(void)state;
	assert_true(text_equal(risk_alone(key_result).owner_name, TEXT("Ana")));
	key_result.owner_id = ID_NONE;
	assert_true(text_equal(risk_alone(key_result).owner_name, TEXT("Ben")));
}

/* ---- objectives ------------------------------------------------------------------------------ */

static struct list risks_among(struct objective *goals, size_t count)
{
	struct list risks;

	risks_of(arena, (struct list){ goals, count }, today(), &risks);
	return risks;
}

static const struct risk *find(struct list risks, struct id id)
{
	const struct risk *items = risks.items;

	for (size_t i = 0; i < risks.count; i++)
		if (id_equal(items[i].id, id))
			return &items[i];
	return NULL;
}

static word severity_in(struct list risks, struct id id)
{
	const struct risk *risk = find(risks, id);

	return risk ? risk->severity : SEVERITY_NONE;
}

static void an_objective_is_as_bad_as_its_worst_part_when_its_status_says_so(void **state)
{
	static const struct {
		const char *name;
		word status, severity;
		double progress; /* of its key result: the miss is what is left */
	} cases[] = {
		{ "on track, whatever its parts", STATUS_ON_TRACK, SEVERITY_NONE, 0.1 },
		{ "not started", STATUS_NOT_STARTED, SEVERITY_NONE, 0.1 },
		{ "at risk, at least medium", STATUS_AT_RISK, SEVERITY_MEDIUM, 1 },
		{ "at risk with a high part", STATUS_AT_RISK, SEVERITY_HIGH, 0.7 },
		{ "off track, at least high", STATUS_OFF_TRACK, SEVERITY_HIGH, 0.9 },
		{ "off track with a critical part", STATUS_OFF_TRACK, SEVERITY_CRITICAL, 0.1 },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct key_result key_result = metric_at(1, cases[i].progress);
		struct objective goal = goal_of(2, &key_result, 1);

		goal.health.status = cases[i].status;
		check_integer(cases[i].name, severity_in(risks_among(&goal, 1), goal.record.id),
			      cases[i].severity);
	}
}

static void a_child_objective_is_a_part_of_every_objective_above_it(void **state)
{
	struct key_result key_results[] = { metric_at(11, 0.1), metric_at(12, 0.9) };
	struct objective goals[] = { goal_of(1, &key_results[1], 1), goal_of(2, NULL, 0),
				     goal_of(3, &key_results[0], 1) };
	const struct risk *root;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		goals[i].health.status = STATUS_AT_RISK;
		goals[i].parent_id = i > 0 ? goals[i - 1].record.id : ID_NONE;
	}
	root = find(risks_among(goals, 3), goals[0].record.id);
	assert_non_null(root);
	check_integer("the root", root->severity, SEVERITY_CRITICAL);
	check_number("the mean of its key result and its child", root->projected, 0.5);
	check_integer("its own check-ins", root->check_in_count, 1);
	goals[1].health.status = STATUS_ON_TRACK;
	check_integer("a child that is no risk itself",
		      severity_in(risks_among(goals, 3), goals[0].record.id), SEVERITY_MEDIUM);
}

static void a_part_of_weight_0_is_left_out_unless_all_are(void **state)
{
	struct key_result key_results[] = { metric_at(11, 0.1), metric_at(12, 0.9) };
	struct objective goal = goal_of(1, key_results, 2);
	const struct risk *risk;

	(void)state;
	goal.health.status = STATUS_AT_RISK;
	key_results[0].weight = 0;
	risk = find(risks_among(&goal, 1), goal.record.id);
	check_integer("the other part alone", risk->severity, SEVERITY_MEDIUM);
	check_number("its projection", risk->projected, 0.9);
	key_results[1].weight = 0;
	risk = find(risks_among(&goal, 1), goal.record.id);
	check_integer("both", risk->severity, SEVERITY_CRITICAL);
	check_number("their mean", risk->projected, 0.5);
}

static void an_objective_capped_by_a_done_key_result_says_why(void **state)
{
	struct key_result key_result = metric_at(11, 1);
	struct objective goal;
	const struct risk *risk;

	(void)state;
	key_result.status = STATUS_OFF_TRACK;
	goal = goal_of(1, &key_result, 1);
	risk = find(risks_among(&goal, 1), goal.record.id);
	assert_non_null(risk);
	check_integer("severity", risk->severity, SEVERITY_HIGH);
	check_integer("reasons", risk->reasons, BIT(REASON_MANUAL_OFF_TRACK));
}

static void order_is_severity_then_miss_then_id(void **state)
{
	struct key_result key_results[] = { metric_at(11, 0.9), metric_at(12, 0.3),
					    metric_at(13, 0.7), metric_at(14, 0.1),
					    metric_at(15, 0.3), metric_at(16, 1) };
	struct objective goal = goal_of(1, key_results, LENGTH(key_results));
	static const size_t order[] = { 3, 1, 4, 2, 0 };
	struct list risks;

	(void)state;
	goal.health.status = STATUS_ON_TRACK;
	risks = risks_among(&goal, 1);
	check_integer("count", (int64_t)risks.count, LENGTH(order));
	for (size_t i = 0; i < LENGTH(order); i++)
		assert_true(id_equal(((const struct risk *)risks.items)[i].id,
				     key_results[order[i]].record.id));
}

static void nothing_has_no_risks(void **state)
{
	(void)state;
	check_integer("count", (int64_t)risks_among(NULL, 0).count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(severity_cuts_the_miss_at_0_20_and_40_percent),
		cmocka_unit_test(what_was_said_sets_the_least_severity),
		cmocka_unit_test(done_is_never_a_risk),
		cmocka_unit_test(silence_says_nothing_before_two_intervals),
		cmocka_unit_test(confidence_grows_to_eight_check_ins),
		cmocka_unit_test(reasons_tell_what_was_measured_and_call_for_something),
		cmocka_unit_test(the_blocker_note_is_told_while_it_is_blocked),
		cmocka_unit_test(the_owner_is_the_key_results_or_else_the_objectives),
		cmocka_unit_test(an_objective_is_as_bad_as_its_worst_part_when_its_status_says_so),
		cmocka_unit_test(a_child_objective_is_a_part_of_every_objective_above_it),
		cmocka_unit_test(a_part_of_weight_0_is_left_out_unless_all_are),
		cmocka_unit_test(an_objective_capped_by_a_done_key_result_says_why),
		cmocka_unit_test(order_is_severity_then_miss_then_id),
		cmocka_unit_test(nothing_has_no_risks),
	};

	return cmocka_run_group_tests(tests, make_arena, free_arena);
}
