/*
 * What the sample company does beside its OKRs, on every day of two years: that of its KPIs one is
 * better when lower, one overdue, one off track; and that nothing is older than what it belongs to, made
 * today or later, or of a status that its dates deny.
 */
#include "model/kpi_status.h"
#include "okrctl/sample_history.h"
#include "score_fixture.h"

enum { DAYS = 731 };

static void fail_on(struct date today, const char *what, size_t number)
{
	char day[DATE_SIZE];

	date_print(today, day);
	fail_msg("%.10s: %s (%zu)", day, what, number);
}

static void check_every_day(void (*check)(struct date today))
{
	for (int i = 0; i < DAYS; i++)
		check(date_plus(date_from_parts(2027, 1, 1), i));
}

static void check_in_order(struct date today, const char *what, size_t number,
			   struct instant before, struct instant after)
{
	if (before.ms >= after.ms)
		fail_on(today, what, number);
	if (date_of(after).days >= today.days)
		fail_on(today, "made today or later", number);
}

static struct kpi_input kpi_of(struct date today, size_t number)
{
	const struct sample_kpi_row *row = &sample_kpis[number];
	struct instant updates[SAMPLE_KPI_UPDATES];

	sample_kpi_history(number, today, updates);
	return (struct kpi_input){
		.current = row->values[SAMPLE_KPI_UPDATES - 1],
		.target = row->target,
		.direction = row->direction,
		.frequency = row->frequency,
		.last_updated_at = updates[SAMPLE_KPI_UPDATES - 1],
		.created_at = sample_kpi_made_at(number, today),
		.today = today,
	};
}

static void check_kpis(struct date today)
{
	size_t statuses[4] = { 0 }, overdue = 0, lower = 0;

	for (size_t i = 0; i < SAMPLE_KPIS; i++) {
		struct kpi_input input = kpi_of(today, i);

		statuses[kpi_status(&input)]++;
		overdue += kpi_is_overdue(&input);
		lower += input.direction == KPI_LOWER;
	}
	if (overdue != 1 || lower != 1 || statuses[STATUS_OFF_TRACK] != 1 ||
	    statuses[STATUS_NOT_STARTED] != 0)
		fail_on(today, "KPIs overdue", overdue);
	for (size_t i = STATUS_ON_TRACK; i <= STATUS_OFF_TRACK; i++)
		if (statuses[i] == 0)
			fail_on(today, "no KPI of this status", i);
}

static void of_six_KPIs_one_is_lower_better_one_overdue_one_off_track(void **state)
{
	(void)state;
	assert_int_equal(SAMPLE_KPIS, 6);
	check_every_day(check_kpis);
}

static void check_kpi_times(struct date today)
{
	for (size_t i = 0; i < SAMPLE_KPIS; i++) {
		struct instant updates[SAMPLE_KPI_UPDATES];
		struct instant last = sample_kpi_made_at(i, today);
		struct instant hired = sample_directory_made_at(sample_kpis[i].owner, today);

		check_in_order(today, "a KPI older than its owner", i, hired, last);
		sample_kpi_history(i, today, updates);
		for (size_t j = 0; j < SAMPLE_KPI_UPDATES; j++) {
			check_in_order(today, "updates out of order", i, last, updates[j]);
			last = updates[j];
		}
	}
}

static void KPIs_have_12_updates_in_order(void **state)
{
	(void)state;
	assert_int_equal(SAMPLE_KPI_UPDATES, 12);
	for (size_t i = 0; i < SAMPLE_KPIS; i++)
		for (size_t j = 0; j < SAMPLE_KPI_UPDATES; j++)
			assert_true(sample_kpis[i].values[j] > 0);
	check_every_day(check_kpi_times);
}

static void check_initiative(struct date today, size_t number)
{
	const struct sample_initiative_row *row = &sample_initiatives[number];
	struct period period = sample_initiative_period(number, today);
	struct instant made = sample_initiative_made_at(number, today);
	size_t key_result = sample_initiative_key_result(number);
	bool has_begun = period.start.days < today.days;
	bool is_over = period.end.days < today.days;

	check_in_order(today, "an initiative older than its owner", number,
		       sample_directory_made_at(row->owner, today), made);
	if (row->objective)
		check_in_order(today, "an initiative older than its objective", number,
			       sample_objective_made_at(row->objective, today), made);
	if (key_result != SIZE_MAX && sample_key_results[key_result].objective != row->objective)
		fail_on(today, "an initiative on another objective's key result", number);
	if (key_result != SIZE_MAX)
		check_in_order(today, "an initiative older than its key result", number,
			       sample_key_result_made_at(key_result, today), made);
	if (period.start.days > period.end.days)
		fail_on(today, "an initiative that ends before it begins", number);
	if (has_begun == (row->status == INITIATIVE_TODO) ||
	    is_over != (row->status == INITIATIVE_DONE))
		fail_on(today, "an initiative whose status its dates deny", number);
}

static void check_initiatives(struct date today)
{
	for (size_t i = 0; i < SAMPLE_INITIATIVES; i++)
		check_initiative(today, i);
}

static void twelve_initiatives_have_every_status_and_priority(void **state)
{
	size_t statuses[4] = { 0 }, priorities[4] = { 0 }, alone = 0;

	(void)state;
	assert_int_equal(SAMPLE_INITIATIVES, 12);
	for (size_t i = 0; i < SAMPLE_INITIATIVES; i++) {
		statuses[sample_initiatives[i].status]++;
		priorities[sample_initiatives[i].priority]++;
		alone += sample_initiatives[i].objective == NO_OBJECTIVE;
	}
	for (size_t i = 0; i < 4; i++)
		assert_true(statuses[i] > 0 && priorities[i] > 0);
	assert_int_equal(alone, 1);
	check_every_day(check_initiatives);
}

static void check_reviews(struct date today)
{
	for (size_t i = 0; i < SAMPLE_REVIEWS; i++) {
		const struct sample_review_row *row = &sample_reviews[i];
		struct instant made = sample_review_made_at(i, today);

		check_in_order(today, "a review older than its cycle", i,
			       sample_review_cycle_made_at(row->cycle, today), made);
		check_in_order(today, "a review older than who wrote it", i,
			       sample_directory_made_at(row->author, today), made);
		if (row->is_shared)
			check_in_order(today, "a review shared before it was begun", i, made,
				       sample_review_shared_at(i, today));
	}
	if (sample_review_cycle_due(REVIEWS_PAST, today).days >= today.days ||
	    sample_review_cycle_due(REVIEWS_RUNNING, today).days < today.days)
		fail_on(today, "a due date that the status denies", 0);
}

static void reviews_are_shared_in_two_cycles_and_some_are_drafts(void **state)
{
	size_t shared[SAMPLE_REVIEW_CYCLES] = { 0 }, types[3] = { 0 }, drafts = 0;

	(void)state;
	assert_int_equal(SAMPLE_REVIEW_CYCLES, 2);
	for (size_t i = 0; i < SAMPLE_REVIEWS; i++) {
		const struct sample_review_row *row = &sample_reviews[i];

		assert_non_null(row->answers[0].answer);
		assert_int_equal(row->type == REVIEW_SELF, row->author == row->employee);
		shared[row->cycle] += row->is_shared;
		drafts += !row->is_shared;
		types[row->type]++;
	}
	assert_true(shared[REVIEWS_PAST] > 0 && shared[REVIEWS_RUNNING] > 0 && drafts > 0);
	assert_true(types[REVIEW_SELF] > 0 && types[REVIEW_MANAGER] > 0 && types[REVIEW_PEER] > 0);
	check_every_day(check_reviews);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_six_KPIs_one_is_lower_better_one_overdue_one_off_track),
		cmocka_unit_test(KPIs_have_12_updates_in_order),
		cmocka_unit_test(twelve_initiatives_have_every_status_and_priority),
		cmocka_unit_test(reviews_are_shared_in_two_cycles_and_some_are_drafts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
