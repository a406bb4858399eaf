/*
 * What the tests of risks, insights and reports share: objectives with key results as they are
 * read, in the period of score_fixture.h. Today is its day 60: e is 0.6, and 39 days are left.
 */
#ifndef OKR_TESTS_REPORT_FIXTURE_H
#define OKR_TESTS_REPORT_FIXTURE_H

#include "model/insight.h"
#include "model/progress.h"
#include "model/report.h"
#include "model/risk.h"
#include "score_fixture.h"

enum { ELAPSED_DAYS = 60, DAYS_LEFT = 39 };

static struct arena *arena;

static int make_arena(void **state)
{
	(void)state;
	arena = arena_new(0);
	return 0;
}

static int free_arena(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static inline struct date today(void)
{
	return date_plus(first_day, ELAPSED_DAYS);
}

/* Of a record made so many days ago; of one day, ids are in the order of the numbers. */
static inline struct id id_of(int made_days_ago, unsigned number)
{
	return id_make_seeded(days_ago(made_days_ago), number, number);
}

/* Checked in three days ago, once, on track, with an owner. */
static inline struct key_result metric_at(unsigned number, double progress)
{
	struct key_result key_result;

	memcpy(&key_result, key_result_thing.form.blank, sizeof(key_result));
	key_result.record.id = id_of(ELAPSED_DAYS, number);
	key_result.owner_id = id_of(90, 1);
	key_result.owner_name = TEXT("Ana");
	key_result.title = TEXT("A metric");
	key_result.progress = progress;
	key_result.status = STATUS_ON_TRACK;
	key_result.last_check_in_status = STATUS_ON_TRACK;
	key_result.last_check_in_at = days_ago(3);
	key_result.check_in_count = 1;
	return key_result;
}

/* The same without a check-in, made so many days ago. */
static inline struct key_result silent_metric(unsigned number, double progress, int made_days_ago)
{
	struct key_result key_result = metric_at(number, progress);

	key_result.record.id = id_of(made_days_ago, number);
	key_result.status = STATUS_NOT_STARTED;
	key_result.last_check_in_status = WORD_NONE;
	key_result.last_check_in_at = INSTANT_NONE;
	key_result.check_in_count = 0;
	return key_result;
}

/* A company objective with an owner; its progress and health follow from the key results. */
static inline struct objective goal_of(unsigned number, struct key_result *key_results,
				       size_t count)
{
	struct objective goal;
	struct part parts[16] = { { 0 } };
	struct health_input input = objective(parts, count);

	assert_true(count <= LENGTH(parts));
	memcpy(&goal, objective_thing.form.blank, sizeof(goal));
	goal.record.id = id_of(ELAPSED_DAYS, number);
	goal.title = TEXT("A goal");
	goal.owner_id = id_of(90, 2);
	goal.owner_name = TEXT("Ben");
	goal.period_start = first_day;
	goal.period_end = date_plus(first_day, 99);
	goal.key_results = (struct list){ key_results, count };
	for (size_t i = 0; i < count; i++)
		parts[i] = key_result_part(&key_results[i]);
	goal.progress = progress_roll_up(parts, count, false);
	goal.health = health_of(&input);
	return goal;
}

/* Of this many objectives of a cycle with that period. */
static inline struct report_rows rows_of(struct objective *goals, size_t count)
{
	static struct cycle cycle;

	memcpy(&cycle, cycle_thing.form.blank, sizeof(cycle));
	cycle.record.id = id_of(80, 1);
	cycle.name = TEXT("Q9");
	cycle.start_date = first_day;
	cycle.end_date = date_plus(first_day, 99);
	return (struct report_rows){
		.cycle = &cycle,
		.today = today(),
		.objectives = { goals, count },
	};
}

#endif
