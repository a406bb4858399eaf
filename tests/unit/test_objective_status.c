/*
 * Status of an objective, and one that has no parts yet: domain.md section 4, rulings.md 16 and 41.
 * The borders between on_track, at_risk and off_track are tested with the score.
 */
#include "model/health.h"
#include "score_fixture.h"

static struct part untouched_key_result(int created_days_ago)
{
	struct part part = PART_BLANK;

	part.status = STATUS_NOT_STARTED;
	part.created_at = days_ago(created_days_ago);
	return part;
}

static void objective_without_parts_is_like_an_untouched_key_result(void **state)
{
	struct health_input input = objective(NULL, 0);

	(void)state;
	input.today = first_day;
	check_health("the first day", &input, 100, STATUS_NOT_STARTED);
	input.today = date_plus(first_day, 10);
	check_health("day 10: 12.5 for the gap, 6 for recency", &input, 82, STATUS_NOT_STARTED);
	input.today = date_plus(first_day, 60);
	check_health("day 60: 75 and 30", &input, 0, STATUS_NOT_STARTED);
	assert_true(health_of(&input).stalled);
	check_integer("since its creation", health_of(&input).days_since_check_in, 60);
	input.created_at = days_ago(0);
	check_health("made on day 60: 75", &input, 25, STATUS_NOT_STARTED);
	input.period = PERIOD_NONE;
	check_health("without a period", &input, 100, STATUS_NOT_STARTED);
}

static void completed_objective_without_parts_is_on_track(void **state)
{
	struct health_input input = objective(NULL, 0);

	(void)state;
	input.is_completed = true;
	check_health("on day 60", &input, 100, STATUS_ON_TRACK);
	check_number("gap", health_of(&input).gap, 0);
	assert_false(health_of(&input).stalled);
}

static void objective_is_not_started_until_a_key_result_is(void **state)
{
	struct part parts[] = { untouched_key_result(13), untouched_key_result(3) };
	struct health_input input = objective(parts, 2);

	(void)state;
	check_integer("untouched", health_of(&input).status, STATUS_NOT_STARTED);
	parts[0].created_at = days_ago(14);
	check_integer("one for 2T", health_of(&input).status, STATUS_OFF_TRACK);
	parts[0].weight = 0;
	check_integer("but it weighs nothing", health_of(&input).status, STATUS_NOT_STARTED);
	parts[1].last_check_in_at = days_ago(0);
	check_integer("a check-in", health_of(&input).status, STATUS_OFF_TRACK);
	parts[1] = untouched_key_result(3);
	parts[1].status = STATUS_ON_TRACK;
	check_integer("made with some progress", health_of(&input).status, STATUS_OFF_TRACK);
}

static void children_decide_whether_it_started_only_without_key_results(void **state)
{
	struct part parts[] = { child(0, WORD_NONE), child(0, WORD_NONE), untouched_key_result(3) };
	struct health_input input = objective(parts, 2);

	(void)state;
	check_integer("no child has begun", health_of(&input).status, STATUS_NOT_STARTED);
	parts[0] = child(0.9, STATUS_ON_TRACK);
	check_integer("one has", health_of(&input).status, STATUS_AT_RISK);
	parts[0].weight = 0;
	check_integer("but it weighs nothing", health_of(&input).status, STATUS_NOT_STARTED);
	parts[0] = child(1, WORD_NONE);
	check_integer("one is completed without parts", health_of(&input).status, STATUS_AT_RISK);
	input.count = 3;
	check_integer("its own key result has not begun", health_of(&input).status,
		      STATUS_NOT_STARTED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(objective_without_parts_is_like_an_untouched_key_result),
		cmocka_unit_test(completed_objective_without_parts_is_on_track),
		cmocka_unit_test(objective_is_not_started_until_a_key_result_is),
		cmocka_unit_test(children_decide_whether_it_started_only_without_key_results),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
