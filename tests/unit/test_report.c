/*
 * The active cycle, the health of a workspace, and the performance of teams: domain.md sections 2
 * and 7.
 */
#include "report_fixture.h"

/* ---- the active cycle ------------------------------------------------------------------------ */

static struct cycle cycle_of(unsigned number, int start, int end)
{
	struct cycle cycle;

	memcpy(&cycle, cycle_thing.form.blank, sizeof(cycle));
	cycle.record.id = id_of(90, number);
	cycle.start_date = date_plus(today(), start);
	cycle.end_date = date_plus(today(), end);
	return cycle;
}

static void the_active_cycle_is_the_latest_then_the_shortest_then_the_first(void **state)
{
	struct cycle cycles[] = {
		cycle_of(1, 1, 30),    /* upcoming */
		cycle_of(2, -30, -1),  /* ended */
		cycle_of(3, -300, 60), /* a year */
		cycle_of(4, -10, 30),  cycle_of(5, -10, 20),
		cycle_of(6, -10, 20),  cycle_of(7, -11, 5),
	};

	(void)state;
	assert_ptr_equal(cycle_current((struct list){ cycles, 7 }, today()), &cycles[4]);
	assert_ptr_equal(cycle_current((struct list){ cycles, 4 }, today()), &cycles[3]);
	assert_ptr_equal(cycle_current((struct list){ cycles, 3 }, today()), &cycles[2]);
	assert_null(cycle_current((struct list){ cycles, 2 }, today()));
	assert_null(cycle_current((struct list){ NULL, 0 }, today()));
}

static void a_cycle_is_active_on_its_first_and_its_last_day(void **state)
{
	struct cycle first = cycle_of(1, 0, 10), last = cycle_of(2, -10, 0);

	(void)state;
	assert_ptr_equal(cycle_current((struct list){ &first, 1 }, today()), &first);
	assert_ptr_equal(cycle_current((struct list){ &last, 1 }, today()), &last);
}

/* ---- health of the workspace ----------------------------------------------------------------- */

static struct kpi kpi_at(double ratio)
{
	struct kpi kpi;

	memcpy(&kpi, kpi_thing.form.blank, sizeof(kpi));
	kpi.ratio = ratio;
	return kpi;
}

static void components_are_means_of_key_results_and_objectives(void **state)
{
	/* In time, late (10 days) and stalled (14 days); half of the pace, above it, done. */
	struct key_result key_results[] = { metric_at(11, 0.3), metric_at(12, 0.7),
					    metric_at(13, 0.6), metric_at(14, 1) };
	struct objective goals[] = { goal_of(1, key_results, 2), goal_of(2, key_results + 2, 2),
				     goal_of(3, NULL, 0), goal_of(4, NULL, 0) };
	struct report_rows rows = rows_of(goals, 4);
	struct workspace_health health;

	(void)state;
	key_results[1].last_check_in_at = days_ago(10);
	key_results[2].last_check_in_at = days_ago(14);
	key_results[3].last_check_in_at = days_ago(40);
	key_results[0].owner_id = ID_NONE;
	for (size_t i = 1; i < 4; i++)
		goals[i].type = TYPE_TEAM;
	goals[1].shown_parent_id = goals[2].shown_parent_id = goals[0].record.id;
	health = workspace_health_of(&rows);
	check_number("pace", health.pace, (0.5 + 1 + 1 + 1) / 4);
	check_number("check-ins", health.check_ins, (1 + 0.5 + 0 + 1) / 4);
	check_number("connection", health.connection, 2.0 / 3);
	check_number("ownership", health.ownership, 3.0 / 4);
	check_number("the four together", health.objective_part,
		     40 * 0.875 + 30 * 0.625 + 15 * 2.0 / 3 + 15 * 0.75);
	check_integer("score", health.score, 75);
	check_integer("band", health.band, BAND_GOOD);
	assert_true(isnan(health.kpi_part));
}

static void check_ins_are_late_after_one_interval_and_stalled_after_two(void **state)
{
	static const struct {
		int days;
		word frequency;
		double share;
	} cases[] = {
		{ 0, EVERY_WEEK, 1 },         { 7, EVERY_WEEK, 1 },
		{ 8, EVERY_WEEK, 0.5 },       { 13, EVERY_WEEK, 0.5 },
		{ 14, EVERY_WEEK, 0 },        { 14, EVERY_TWO_WEEKS, 1 },
		{ 27, EVERY_TWO_WEEKS, 0.5 }, { 28, EVERY_TWO_WEEKS, 0 },
		{ 31, EVERY_MONTH, 1 },       { 32, EVERY_MONTH, 0.5 },
		{ 60, EVERY_QUARTER, 1 },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct key_result key_result = metric_at(11, 0.5);
		struct objective goal = goal_of(1, &key_result, 1);
		struct report_rows rows = rows_of(&goal, 1);

		key_result.last_check_in_at = days_ago(cases[i].days);
		goal.check_in_frequency = cases[i].frequency;
		check_number("check-ins", workspace_health_of(&rows).check_ins, cases[i].share);
	}
}

static void nothing_is_expected_before_the_period_begins(void **state)
{
	struct key_result key_result = silent_metric(11, 0, 10);
	struct objective goal = goal_of(1, &key_result, 1);
	struct report_rows rows = rows_of(&goal, 1);

	(void)state;
	goal.period_start = today();
	check_number("pace at e = 0", workspace_health_of(&rows).pace, 1);
	check_number("check-ins", workspace_health_of(&rows).check_ins, 1);
}

/* One key result, done and owned, of a company objective: objective_part is 100. */
static void the_score_is_of_what_there_is(void **state)
{
	struct kpi kpis[] = { kpi_at(0.5), kpi_at(-3), kpi_at(1.7), kpi_at(NAN) };
	struct key_result key_result = metric_at(11, 1);
	struct objective goal = goal_of(1, &key_result, 1), empty = goal_of(2, NULL, 0);
	struct report_rows rows = rows_of(&goal, 1);

	(void)state;
	check_integer("without KPIs", workspace_health_of(&rows).score, 100);
	rows.kpis = (struct list){ kpis + 3, 1 };
	check_integer("with KPIs without a target alone", workspace_health_of(&rows).score, 100);
	rows.kpis = (struct list){ kpis, 4 };
	check_number("ratios are clamped, missing ones left out",
		     workspace_health_of(&rows).kpi_part, 50);
	check_integer("70 and 30 %", workspace_health_of(&rows).score, 85);
	rows.objectives = (struct list){ &empty, 1 };
	check_integer("without key results", workspace_health_of(&rows).score, 50);
	assert_true(isnan(workspace_health_of(&rows).objective_part));
	rows.kpis = (struct list){ NULL, 0 };
	check_integer("neither", workspace_health_of(&rows).score, INTEGER_NONE);
	check_integer("no band", workspace_health_of(&rows).band, WORD_NONE);
}

static void bands_begin_at_40_60_and_80(void **state)
{
	static const struct {
		double percent;
		int64_t score;
		word band;
	} cases[] = {
		{ 100, 100, BAND_STRONG },
		{ 79.5, 80, BAND_STRONG }, /* half up */
		{ 79.4, 79, BAND_GOOD },
		{ 59.5, 60, BAND_GOOD },
		{ 59.4, 59, BAND_NEEDS_ATTENTION },
		{ 39.5, 40, BAND_NEEDS_ATTENTION },
		{ 39.4, 39, BAND_AT_RISK },
		{ 0, 0, BAND_AT_RISK },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct kpi kpi = kpi_at(cases[i].percent / 100);
		struct report_rows rows = rows_of(NULL, 0);
		struct workspace_health health;

		rows.kpis = (struct list){ &kpi, 1 };
		health = workspace_health_of(&rows);
		check_integer("score", health.score, cases[i].score);
		check_integer("band", health.band, cases[i].band);
	}
}

/* ---- performance ----------------------------------------------------------------------------- */

static struct list risks_in(const struct report_rows *rows)
{
	struct list risks;

	risks_of(arena, rows->objectives, rows->today, &risks);
	return risks;
}

static void performance_counts_and_means(void **state)
{
	struct key_result key_results[] = { metric_at(11, 0.2), metric_at(12, 0.9),
					    silent_metric(13, 0, 5) };
	struct objective goals[] = { goal_of(1, key_results, 1), goal_of(2, key_results + 1, 1),
				     goal_of(3, key_results + 2, 1) };
	struct report_rows rows = rows_of(goals, 3);
	struct performance performance;

	(void)state;
	key_results[0].last_check_in_at = days_ago(20);
	performance = performance_of(&rows, risks_in(&rows));
	check_integer("objectives", performance.objective_count, 3);
	check_integer("key results", performance.key_result_count, 3);
	check_number("progress", performance.progress, (0.2 + 0.9 + 0) / 3);
	/* 100 − 1.25·40 = 50, 100, and 100 − 1.25·60 = 25. */
	check_number("health", performance.health, (50.0 + 100 + 25) / 3);
	check_integer("rounded", performance.health_score, 58);
	check_integer("its status", performance.status, STATUS_AT_RISK);
	check_integer("not started", performance.objectives.not_started, 1);
	check_integer("on track", performance.objectives.on_track, 1);
	check_integer("at risk", performance.objectives.at_risk, 1);
	check_integer("off track", performance.objectives.off_track, 0);
	check_number("check-in rate", performance.check_in_rate, 2.0 / 3);
	check_integer("stalled", performance.stalled_count, 1);
	check_integer("critical: the first key result and its objective",
		      performance.risks.critical, 2);
	check_integer("high", performance.risks.high, 0);
	check_integer("medium: the second key result", performance.risks.medium, 1);
}

static void status_follows_the_rounded_mean(void **state)
{
	static const struct {
		int64_t scores[2];
		word status;
	} cases[] = {
		{ { 75, 74 }, STATUS_ON_TRACK },   { { 74, 74 }, STATUS_AT_RISK },
		{ { 50, 49 }, STATUS_AT_RISK },    { { 49, 49 }, STATUS_OFF_TRACK },
		{ { 100, 100 }, STATUS_ON_TRACK },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct objective goals[] = { goal_of(1, NULL, 0), goal_of(2, NULL, 0) };
		struct report_rows rows = rows_of(goals, 2);

		goals[0].health.status = STATUS_ON_TRACK;
		goals[0].health.score = cases[i].scores[0];
		goals[1].health.score = cases[i].scores[1];
		check_integer("status", performance_of(&rows, (struct list){ NULL, 0 }).status,
			      cases[i].status);
		goals[0].health.status = goals[1].health.status = STATUS_NOT_STARTED;
		check_integer("all not started",
			      performance_of(&rows, (struct list){ NULL, 0 }).status,
			      STATUS_NOT_STARTED);
	}
}

static void teams_come_with_the_lowest_health_first_and_empty_ones_last(void **state)
{
	struct team teams[3] = { { .record = { .id = id_of(90, 1) }, .name = TEXT("Empty") },
				 { .record = { .id = id_of(90, 2) }, .name = TEXT("Well") },
				 { .record = { .id = id_of(90, 3) }, .name = TEXT("Ill") } };
	struct key_result key_results[] = { metric_at(11, 1), metric_at(12, 0.1),
					    metric_at(13, 0.5) };
	struct objective goals[] = { goal_of(1, key_results, 1), goal_of(2, key_results + 1, 1),
				     goal_of(3, key_results + 2, 1) };
	struct report_rows rows = rows_of(goals, 3);
	const struct team_performance *items;
	struct list found;

	(void)state;
	rows.teams = (struct list){ teams, 3 };
	goals[0].team_id = teams[1].record.id;
	goals[1].team_id = teams[2].record.id;
	teams_of(arena, &rows, risks_in(&rows), &found);
	items = found.items;
	check_integer("rows", (int64_t)found.count, 4);
	assert_true(text_equal(items[0].name, TEXT("Ill")));
	assert_true(id_is_none(items[1].team_id));
	assert_true(text_equal(items[2].name, TEXT("Well")));
	assert_true(text_equal(items[3].name, TEXT("Empty")));
	check_integer("risks of a team", items[0].performance.risks.critical, 2);
	check_integer("no risks of another", items[2].performance.risks.critical, 0);
	check_integer("no objectives", items[3].performance.objective_count, 0);
	check_integer("no health", items[3].performance.health_score, INTEGER_NONE);
	goals[2].team_id = teams[0].record.id;
	teams_of(arena, &rows, risks_in(&rows), &found);
	check_integer("none without a team", (int64_t)found.count, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_active_cycle_is_the_latest_then_the_shortest_then_the_first),
		cmocka_unit_test(a_cycle_is_active_on_its_first_and_its_last_day),
		cmocka_unit_test(components_are_means_of_key_results_and_objectives),
		cmocka_unit_test(check_ins_are_late_after_one_interval_and_stalled_after_two),
		cmocka_unit_test(nothing_is_expected_before_the_period_begins),
		cmocka_unit_test(the_score_is_of_what_there_is),
		cmocka_unit_test(bands_begin_at_40_60_and_80),
		cmocka_unit_test(performance_counts_and_means),
		cmocka_unit_test(status_follows_the_rounded_mean),
		cmocka_unit_test(teams_come_with_the_lowest_health_first_and_empty_ones_last),
	};

	return cmocka_run_group_tests(tests, make_arena, free_arena);
}
