/*
 * Insights: domain.md section 8.
 */
#include "model/kpi_status.h"
#include "report_fixture.h"

static struct list insights_in(const struct report_rows *rows, word severity)
{
	struct list insights;

	insights_of(arena, rows, severity, &insights);
	return insights;
}

/* The severity of the insight of this type, SEVERITY_NONE without one. */
static word severity_in(struct list insights, word type)
{
	const struct insight *items = insights.items;

	for (size_t i = 0; i < insights.count; i++)
		if (items[i].type == type)
			return items[i].severity;
	return SEVERITY_NONE;
}

static const struct insight *first_of(struct list insights, word type)
{
	const struct insight *items = insights.items;

	for (size_t i = 0; i < insights.count; i++)
		if (items[i].type == type)
			return &items[i];
	fail_msg("no %s", word_text(insight_type_words, type));
	return NULL;
}

static void check_texts(const struct insight *insight, const char *title, const char *message)
{
	assert_string_equal(arena_string(arena, insight->title), title);
	assert_string_equal(arena_string(arena, insight->message), message);
	assert_true(insight->recommendation.size > 0);
}

/* ---- key results ----------------------------------------------------------------------------- */

struct metric_case {
	const char *name;
	word type, severity;
	double progress;
	int days;
	word trend, check_in;
	word metric_type;
	bool has_no_owner;
};

static void key_results_are_told_of_by_rule(void **state)
{
	static const struct metric_case cases[] = {
		{ "13 days", INSIGHT_STALLED, SEVERITY_NONE, .progress = 0.5, .days = 13 },
		{ "14 days", INSIGHT_STALLED, SEVERITY_HIGH, .progress = 0.5, .days = 14 },
		{ "14 days, done", INSIGHT_STALLED, SEVERITY_NONE, .progress = 1, .days = 14 },
		{ "19 points", INSIGHT_BEHIND_PACE, SEVERITY_NONE, .progress = 0.41 },
		{ "20 points", INSIGHT_BEHIND_PACE, SEVERITY_MEDIUM, .progress = 0.4 },
		{ "39 points", INSIGHT_BEHIND_PACE, SEVERITY_MEDIUM, .progress = 0.21 },
		{ "40 points", INSIGHT_BEHIND_PACE, SEVERITY_HIGH, .progress = 0.2 },
		{ "a boolean before its end", INSIGHT_BEHIND_PACE, SEVERITY_NONE, .progress = 0,
		  .metric_type = METRIC_BOOLEAN },
		{ "steady", INSIGHT_DECLINING, SEVERITY_NONE, .progress = 0.5 },
		{ "declining", INSIGHT_DECLINING, SEVERITY_MEDIUM, .progress = 0.5,
		  .trend = TREND_DECLINING },
		{ "regressing", INSIGHT_REGRESSING, SEVERITY_HIGH, .progress = 0.5,
		  .trend = TREND_REGRESSING },
		{ "regressing, but done", INSIGHT_REGRESSING, SEVERITY_NONE, .progress = 1,
		  .trend = TREND_REGRESSING },
		{ "at risk", INSIGHT_BLOCKED, SEVERITY_NONE, .progress = 0.5,
		  .check_in = STATUS_AT_RISK },
		{ "blocked", INSIGHT_BLOCKED, SEVERITY_HIGH, .progress = 0.5,
		  .check_in = STATUS_BLOCKED },
		{ "misses 40 %", INSIGHT_PREDICTED_MISS, SEVERITY_NONE, .progress = 0.6 },
		{ "misses 41 %", INSIGHT_PREDICTED_MISS, SEVERITY_CRITICAL, .progress = 0.59 },
		{ "nobody", INSIGHT_NO_OWNER, SEVERITY_MEDIUM, .progress = 0.5,
		  .has_no_owner = true },
		{ "somebody", INSIGHT_NO_OWNER, SEVERITY_NONE, .progress = 0.5 },
		{ "nobody, but done", INSIGHT_NO_OWNER, SEVERITY_NONE, .progress = 1,
		  .has_no_owner = true },
		{ "19 points ahead", INSIGHT_AHEAD, SEVERITY_NONE, .progress = 0.79 },
		{ "20 points ahead", INSIGHT_AHEAD, SEVERITY_INFO, .progress = 0.8 },
		{ "done", INSIGHT_AHEAD, SEVERITY_INFO, .progress = 1 },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct key_result key_result = metric_at(11, cases[i].progress);
		struct objective goal = goal_of(1, &key_result, 1);
		struct report_rows rows = rows_of(&goal, 1);

		key_result.metric_type = cases[i].metric_type;
		key_result.trend = cases[i].trend;
		key_result.last_check_in_at = days_ago(cases[i].days ? cases[i].days : 3);
		key_result.last_check_in_status = cases[i].check_in;
		if (cases[i].has_no_owner)
			key_result.owner_id = ID_NONE;
		check_integer(cases[i].name,
			      severity_in(insights_in(&rows, WORD_NONE), cases[i].type),
			      cases[i].severity);
	}
}

/* ---- objectives, KPIs, the cycle ------------------------------------------------------------- */

static void objectives_are_told_of_by_rule(void **state)
{
	struct key_result key_result = metric_at(11, 0.7);
	struct objective goal = goal_of(1, &key_result, 1);
	struct report_rows rows = rows_of(&goal, 1);

	(void)state;
	check_integer("all is well", (int64_t)insights_in(&rows, WORD_NONE).count, 0);
	goal.owner_id = ID_NONE;
	check_integer("no owner", severity_in(insights_in(&rows, WORD_NONE), INSIGHT_NO_OWNER),
		      SEVERITY_MEDIUM);
	goal.key_results.count = 0;
	check_integer("no key results",
		      severity_in(insights_in(&rows, WORD_NONE), INSIGHT_NEEDS_SETUP),
		      SEVERITY_MEDIUM);
	check_integer("the company's",
		      severity_in(insights_in(&rows, WORD_NONE), INSIGHT_NOT_CONNECTED),
		      SEVERITY_NONE);
	goal.type = TYPE_TEAM;
	check_integer("a team's", severity_in(insights_in(&rows, WORD_NONE), INSIGHT_NOT_CONNECTED),
		      SEVERITY_INFO);
	goal.shown_parent_id = id_of(60, 9);
	check_integer("a team's with a parent",
		      severity_in(insights_in(&rows, WORD_NONE), INSIGHT_NOT_CONNECTED),
		      SEVERITY_NONE);
}

static struct kpi kpi_of(double current, double target, int updated_days_ago)
{
	struct kpi kpi;
	struct kpi_input input = {
		.current = current,
		.target = target,
		.direction = KPI_HIGHER,
		.frequency = EVERY_MONTH,
		.last_updated_at = days_ago(updated_days_ago),
		.created_at = days_ago(90),
		.today = today(),
	};

	memcpy(&kpi, kpi_thing.form.blank, sizeof(kpi));
	kpi.record.id = id_of(90, 1);
	kpi.record.created_at = input.created_at;
	kpi.name = TEXT("Orders");
	kpi.current_value = current;
	kpi.target_value = target;
	kpi.last_updated_at = input.last_updated_at;
	kpi.ratio = kpi_ratio(&input);
	kpi.status = kpi_status(&input);
	kpi.is_overdue = kpi_is_overdue(&input);
	return kpi;
}

static void kpis_are_told_of_by_rule(void **state)
{
	static const struct {
		const char *name;
		double current, target;
		int days;
		word type, severity;
		const char *message;
	} cases[] = {
		{ "on track", 90, 100, 3, INSIGHT_KPI_OFF_TRACK, SEVERITY_NONE, NULL },
		{ "at risk", 60, 100, 3, INSIGHT_KPI_OFF_TRACK, SEVERITY_NONE, NULL },
		{ "off track", 59.5, 100, 3, INSIGHT_KPI_OFF_TRACK, SEVERITY_HIGH,
		  "It is at 59.5, against a target of 100: 59.5 %." },
		{ "31 days", 90, 100, 31, INSIGHT_KPI_OVERDUE, SEVERITY_NONE, NULL },
		{ "32 days", 90, 100, 32, INSIGHT_KPI_OVERDUE, SEVERITY_MEDIUM,
		  "Not updated for 32 days, where it is to be measured every 31." },
		{ "no target", 90, NAN, 3, INSIGHT_NEEDS_SETUP, SEVERITY_MEDIUM,
		  "It has no target that its value of 90 could be held to." },
		{ "nothing", NAN, NAN, 3, INSIGHT_NEEDS_SETUP, SEVERITY_MEDIUM,
		  "It has neither a target nor a value." },
		{ "no value", NAN, 100, 3, INSIGHT_NEEDS_SETUP, SEVERITY_NONE, NULL },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct kpi kpi = kpi_of(cases[i].current, cases[i].target, cases[i].days);
		struct report_rows rows = rows_of(NULL, 0);
		struct list insights;

		rows.kpis = (struct list){ &kpi, 1 };
		insights = insights_in(&rows, WORD_NONE);
		check_integer(cases[i].name, severity_in(insights, cases[i].type),
			      cases[i].severity);
		if (cases[i].message)
			assert_string_equal(
				arena_string(arena, first_of(insights, cases[i].type)->message),
				cases[i].message);
	}
}

static void a_cycle_ends_in_14_days_with_something_not_on_track(void **state)
{
	static const struct {
		const char *name;
		int day;
		word status, severity;
	} cases[] = {
		{ "15 days left", 84, STATUS_AT_RISK, SEVERITY_NONE },
		{ "14 days left", 85, STATUS_AT_RISK, SEVERITY_HIGH },
		{ "14 days left, on track", 85, STATUS_ON_TRACK, SEVERITY_NONE },
		{ "its last day", 99, STATUS_NOT_STARTED, SEVERITY_HIGH },
		{ "over", 100, STATUS_OFF_TRACK, SEVERITY_NONE },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct objective goal = goal_of(1, NULL, 0);
		struct report_rows rows = rows_of(&goal, 1);

		goal.health.status = cases[i].status;
		rows.today = date_plus(first_day, cases[i].day);
		check_integer(cases[i].name,
			      severity_in(insights_in(&rows, WORD_NONE), INSIGHT_CYCLE_ENDING),
			      cases[i].severity);
	}
}

/* ---- words ----------------------------------------------------------------------------------- */

static void messages_have_the_numbers_in_them(void **state)
{
	struct key_result key_results[] = { metric_at(11, 0.123456), metric_at(12, 0.5),
					    metric_at(13, 0.5), metric_at(14, 1) };
	struct objective goal = goal_of(1, key_results, 4);
	struct report_rows rows = rows_of(&goal, 1);
	struct list insights;

	(void)state;
	key_results[0].last_check_in_at = days_ago(20);
	key_results[0].velocity = 0.001;
	key_results[1].last_check_in_status = STATUS_BLOCKED;
	key_results[1].blocker_note = TEXT("no budget");
	key_results[1].last_check_in_at = days_ago(1);
	key_results[2].trend = TREND_REGRESSING;
	key_results[2].velocity = -0.01;
	insights = insights_in(&rows, WORD_NONE);
	check_texts(first_of(insights, INSIGHT_STALLED), "Stalled: A metric",
		    "No check-in for 20 days, where one is expected every 7. Progress stands at "
		    "12.3 %.");
	check_texts(first_of(insights, INSIGHT_BEHIND_PACE), "Behind pace: A metric",
		    "Progress is 12.3 %, where 60 % of the time has passed: 47.7 points behind.");
	check_texts(first_of(insights, INSIGHT_BLOCKED), "Blocked: A metric",
		    "Reported as blocked 1 day ago, at 50 %: no budget");
	check_texts(first_of(insights, INSIGHT_REGRESSING), "Going backwards: A metric",
		    "The last check-in went back. Progress is 50 %; over the last check-ins it "
		    "lost 7 points a week.");
	check_texts(first_of(insights, INSIGHT_AHEAD), "Ahead: A metric",
		    "Progress is 100 %, which is all of it, where 60 % of the time has passed.");
	check_texts(first_of(insights, INSIGHT_PREDICTED_MISS), "Will miss its target: A metric",
		    "At its present pace it stands at 16.2 % when the 39 days that are left are "
		    "over: 83.8 points short (confidence 13 %).");
}

static void every_insight_names_its_subject(void **state)
{
	struct key_result key_result = metric_at(11, 0.8);
	struct objective goals[] = { goal_of(1, &key_result, 1), goal_of(2, NULL, 0) };
	struct kpi kpi = kpi_of(1, NAN, 3);
	struct report_rows rows = rows_of(goals, 2);
	const struct insight *insight;
	struct list insights;

	(void)state;
	rows.kpis = (struct list){ &kpi, 1 };
	rows.today = date_plus(first_day, 95);
	insights = insights_in(&rows, WORD_NONE);
	insight = first_of(insights, INSIGHT_STALLED);
	check_integer("a key result", insight->subject, SUBJECT_KEY_RESULT);
	assert_true(id_equal(insight->key_result_id, key_result.record.id));
	assert_true(id_equal(insight->objective_id, goals[0].record.id));
	insight = first_of(insights, INSIGHT_CYCLE_ENDING);
	check_integer("the cycle", insight->subject, SUBJECT_CYCLE);
	assert_true(id_equal(insight->cycle_id, rows.cycle->record.id));
	assert_true(id_is_none(insight->objective_id));
	check_texts(insight, "Cycle ending: Q9",
		    "4 days left, and 1 of 2 objectives are not on "
		    "track.");
	insight = first_of(insights, INSIGHT_NEEDS_SETUP); /* the KPI is the older one */
	check_integer("a KPI", insight->subject, SUBJECT_KPI);
	assert_true(id_equal(insight->kpi_id, kpi.record.id));
	insight++;
	check_integer("an objective", insight->subject, SUBJECT_OBJECTIVE);
	assert_true(id_equal(insight->objective_id, goals[1].record.id));
	assert_true(id_is_none(insight->key_result_id));
}

static void ids_are_stable_and_none_is_given_twice(void **state)
{
	struct key_result key_results[] = { silent_metric(11, 0, 60), silent_metric(12, 0, 60) };
	struct objective goal = goal_of(1, key_results, 2);
	struct report_rows rows = rows_of(&goal, 1);
	const struct insight *a, *b;
	struct list first, second;

	(void)state;
	first = insights_in(&rows, WORD_NONE);
	key_results[0].progress = 0.1; /* other numbers, the same fact */
	second = insights_in(&rows, WORD_NONE);
	a = first.items;
	b = second.items;
	assert_true(first.count > 4 && first.count == second.count);
	for (size_t i = 0; i < first.count; i++) {
		assert_true(text_equal(a[i].id, b[i].id));
		for (size_t j = 0; j < i; j++)
			assert_false(text_equal(a[i].id, a[j].id));
	}
	assert_true(text_starts_with(a[0].id, TEXT("predicted_miss-")));
}

/* ---- the list -------------------------------------------------------------------------------- */

static bool is_ordered(const struct insight *a, const struct insight *b)
{
	if (a->severity != b->severity)
		return a->severity > b->severity;
	if (a->type != b->type)
		return a->type < b->type;
	return id_compare(a->key_result_id, b->key_result_id) < 0;
}

static void order_is_severity_then_type_then_subject_and_50_are_the_max(void **state)
{
	struct key_result key_results[15];
	struct objective goal;
	struct report_rows rows = rows_of(&goal, 1);
	const struct insight *items;
	struct list insights;

	(void)state;
	for (unsigned i = 0; i < LENGTH(key_results); i++) {
		key_results[i] = metric_at(40 - i, 0);
		key_results[i].last_check_in_at = days_ago(30);
		key_results[i].owner_id = ID_NONE;
		key_results[i].trend = TREND_DECLINING;
	}
	goal = goal_of(1, key_results, LENGTH(key_results));
	insights = insights_in(&rows, WORD_NONE);
	items = insights.items;
	check_integer("at most", (int64_t)insights.count, 50);
	for (size_t i = 1; i < insights.count; i++)
		assert_true(is_ordered(&items[i - 1], &items[i]));
	insights = insights_in(&rows, SEVERITY_MEDIUM);
	items = insights.items;
	check_integer("of one severity", (int64_t)insights.count, 30);
	for (size_t i = 0; i < insights.count; i++)
		check_integer("that one", items[i].severity, SEVERITY_MEDIUM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(key_results_are_told_of_by_rule),
		cmocka_unit_test(objectives_are_told_of_by_rule),
		cmocka_unit_test(kpis_are_told_of_by_rule),
		cmocka_unit_test(a_cycle_ends_in_14_days_with_something_not_on_track),
		cmocka_unit_test(messages_have_the_numbers_in_them),
		cmocka_unit_test(every_insight_names_its_subject),
		cmocka_unit_test(ids_are_stable_and_none_is_given_twice),
		cmocka_unit_test(order_is_severity_then_type_then_subject_and_50_are_the_max),
	};

	return cmocka_run_group_tests(tests, make_arena, free_arena);
}
