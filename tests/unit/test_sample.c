/*
 * The sample company on every day of two years: that it is large enough, that its times make sense,
 * and that it shows everything the arithmetic can say. What is stored is worked out here with the
 * model's own functions, as the service room does it when the sample is loaded.
 */
#include "model/health.h"
#include "model/key_result.h"
#include "model/momentum.h"
#include "model/period.h"
#include "model/progress.h"
#include "okrctl/sample_history.h"
#include "score_fixture.h"

enum { DAYS = 731, KEY_RESULTS_MAX = 128 };

/* One day's company, worked out. */
struct company {
	struct date today;
	struct key_result key_results[KEY_RESULTS_MAX];
	struct objective objectives[SAMPLE_OBJECTIVES];
	struct health health[SAMPLE_OBJECTIVES];
	size_t check_ins, check_ins_of[SAMPLE_CYCLES];
};

static void fail_on(const struct company *company, const char *what, size_t number)
{
	char day[DATE_SIZE];

	date_print(company->today, day);
	fail_msg("%.10s: %s (%zu)", day, what, number);
}

static const struct sample_objective_row *objective_of(size_t key_result)
{
	return &sample_objectives[sample_key_results[key_result].objective];
}

/* ---- working it out -------------------------------------------------------------------------- */

static void take_check_ins(struct company *company, size_t number)
{
	struct key_result *key_result = &company->key_results[number];
	struct sample_check_in rows[SAMPLE_CHECK_INS_MAX];
	size_t count = sample_history(number, company->today, rows);
	size_t kept = count < MOMENTUM_POINTS ? count : MOMENTUM_POINTS;
	struct point points[MOMENTUM_POINTS];
	struct metric metric;
	struct momentum momentum;

	for (size_t i = 0; i < kept; i++)
		points[i] =
			(struct point){ rows[count - kept + i].at, rows[count - kept + i].value };
	if (count > 0) {
		const struct sample_check_in *last = &rows[count - 1];

		key_result->current_value = last->value;
		key_result->last_check_in_at = last->at;
		key_result->status = last->status == STATUS_BLOCKED ? STATUS_AT_RISK : last->status;
		key_result->last_check_in_status = last->status;
	}
	key_result_derive(key_result);
	metric = key_result_metric(key_result);
	momentum = momentum_of(&metric, key_result->metric_type == METRIC_BOOLEAN, points, kept,
			       sample_period(objective_of(number)->cycle, company->today),
			       id_time(key_result->record.id));
	key_result->trend = momentum.trend;
	company->check_ins += count;
	company->check_ins_of[objective_of(number)->cycle] += count;
}

static void make_key_result(struct company *company, size_t number)
{
	const struct sample_key_result_row *row = &sample_key_results[number];
	struct key_result *key_result = &company->key_results[number];

	memcpy(key_result, key_result_thing.form.blank, sizeof(*key_result));
	key_result->record.id =
		id_make_seeded(sample_key_result_made_at(number, company->today), 0, number);
	key_result->metric_type = row->metric_type;
	key_result->start_value = key_result->current_value = row->start;
	key_result->target_value = row->target;
	key_result->weight = row->weight;
	key_result->status = STATUS_NOT_STARTED;
	take_check_ins(company, number);
}

static bool counts(const struct sample_objective_row *row)
{
	return !row->is_archived && row->lifecycle != LIFECYCLE_CANCELLED;
}

static size_t collect_parts(const struct company *company, enum sample_objective number,
			    struct part *parts)
{
	size_t count = 0;

	for (size_t i = 0; i < sample_key_result_count; i++)
		if (sample_key_results[i].objective == number)
			parts[count++] = key_result_part(&company->key_results[i]);
	for (size_t i = 1; i < SAMPLE_OBJECTIVES; i++) {
		const struct objective *below = &company->objectives[i];

		if (sample_objectives[i].parent == number && counts(&sample_objectives[i]))
			parts[count++] = (struct part){
				.weight = below->weight,
				.progress = below->progress,
				.created_at = INSTANT_NONE,
				.last_check_in_at = below->last_check_in_at,
				.status = below->confidence_level,
				.trend = WORD_NONE,
				.is_child = true,
			};
	}
	return count;
}

static void make_objective(struct company *company, enum sample_objective number)
{
	const struct sample_objective_row *row = &sample_objectives[number];
	struct objective *objective = &company->objectives[number];
	struct part parts[KEY_RESULTS_MAX];
	struct health_input input = {
		.parts = parts,
		.count = collect_parts(company, number, parts),
		.period = sample_period(row->cycle, company->today),
		.today = company->today,
		.created_at = sample_objective_made_at(number, company->today),
		.frequency = row->check_in_frequency,
		.is_completed = row->lifecycle == LIFECYCLE_COMPLETED,
	};

	memset(objective, 0, sizeof(*objective));
	objective->weight = row->weight;
	objective->progress = progress_roll_up(parts, input.count, input.is_completed);
	objective->confidence_level = confidence_roll_up(parts, input.count);
	objective->last_check_in_at = last_check_in_roll_up(parts, input.count);
	company->health[number] = health_of(&input);
}

/* Children stand behind their parents in the table. */
static void make_company(struct company *company, struct date today)
{
	memset(company, 0, sizeof(*company));
	company->today = today;
	assert_true(sample_key_result_count <= KEY_RESULTS_MAX);
	for (size_t i = 0; i < sample_key_result_count; i++)
		make_key_result(company, i);
	for (unsigned i = SAMPLE_OBJECTIVES - 1; i > 0; i--)
		make_objective(company, i);
}

static void check_every_day(void (*check)(const struct company *company))
{
	static struct company company;

	for (int i = 0; i < DAYS; i++) {
		make_company(&company, date_plus(date_from_parts(2027, 1, 1), i));
		check(&company);
	}
}

/* ---- the tables ------------------------------------------------------------------------------ */

static void company_has_people_in_teams_of_departments(void **state)
{
	size_t roles[3] = { 0 }, managers[SAMPLE_TEAMS] = { 0 };

	(void)state;
	assert_true(SAMPLE_PEOPLE - 1 >= 12);
	assert_int_equal(SAMPLE_TEAMS - 1, 4);
	assert_int_equal(SAMPLE_DEPARTMENTS - 1, 2);
	for (size_t i = 1; i < SAMPLE_PEOPLE; i++) {
		assert_non_null(sample_people[i].name);
		assert_non_null(strchr(sample_people[i].email, '@'));
		roles[sample_people[i].role]++;
		if (sample_people[i].role == ROLE_MANAGER)
			managers[sample_people[i].teams[0]]++;
	}
	assert_int_equal(roles[ROLE_ADMIN], 1);
	for (size_t i = 1; i < SAMPLE_TEAMS; i++)
		assert_int_equal(managers[i], 1);
}

static void objectives_stand_in_three_levels_of_one_cycle(void **state)
{
	size_t levels[SAMPLE_OBJECTIVES] = { 0 }, deepest = 0;

	(void)state;
	assert_true(SAMPLE_OBJECTIVES - 1 >= 25);
	for (size_t i = 1; i < SAMPLE_OBJECTIVES; i++) {
		const struct sample_objective_row *row = &sample_objectives[i];

		assert_non_null(row->title);
		assert_true(row->owner != NOBODY);
		assert_true(row->parent < i);
		if (row->parent)
			assert_int_equal(row->cycle, sample_objectives[row->parent].cycle);
		if (row->team)
			assert_int_equal(row->department, sample_teams[row->team].department);
		levels[i] = row->parent ? levels[row->parent] + 1 : 1;
		deepest = levels[i] > deepest ? levels[i] : deepest;
	}
	assert_int_equal(deepest, 3);
}

static void objectives_have_every_lifecycle(void **state)
{
	size_t lifecycles[4] = { 0 }, archived = 0;

	(void)state;
	for (size_t i = 1; i < SAMPLE_OBJECTIVES; i++) {
		lifecycles[sample_objectives[i].lifecycle]++;
		archived += sample_objectives[i].is_archived;
	}
	assert_int_equal(lifecycles[LIFECYCLE_DRAFT], 1);
	assert_int_equal(lifecycles[LIFECYCLE_COMPLETED], 1);
	assert_int_equal(lifecycles[LIFECYCLE_CANCELLED], 1);
	assert_int_equal(archived, 1);
}

static void key_results_are_of_every_metric_type_and_direction(void **state)
{
	size_t types[4] = { 0 }, directions[2] = { 0 };

	(void)state;
	assert_true(sample_key_result_count >= 70);
	for (size_t i = 0; i < sample_key_result_count; i++) {
		const struct sample_key_result_row *row = &sample_key_results[i];

		assert_true(row->start != row->target);
		assert_true(i == 0 || row->objective >= sample_key_results[i - 1].objective);
		types[row->metric_type]++;
		directions[metric_direction(row->start, row->target, WORD_NONE)]++;
		if (row->opinion == SAYS_BLOCKED)
			assert_non_null(row->last);
	}
	for (size_t i = 0; i < LENGTH(types); i++)
		assert_true(types[i] > 0);
	assert_true(directions[DIRECTION_INCREASE] > 0 && directions[DIRECTION_DECREASE] > 0);
}

static void seed_has_its_sample(void **state)
{
	static struct company company;
	size_t i = 0;

	(void)state;
	while (sample_key_results[i].objective != A_ONBOARDING)
		i++;
	assert_string_equal(sample_objectives[A_ONBOARDING].title, "Improve onboarding conversion");
	assert_string_equal(sample_key_results[i].title, "Lift signup → activation rate to 50%");
	for (int day = 0; day < DAYS; day++) {
		make_company(&company, date_plus(date_from_parts(2027, 1, 1), day));
		check_number("current", company.key_results[i].current_value, 41);
		check_number("progress", company.key_results[i].progress, 0.5);
		check_integer("status", company.key_results[i].status, STATUS_ON_TRACK);
	}
}

/* ---- every day ------------------------------------------------------------------------------- */

static void check_cycles(const struct company *company)
{
	static const word statuses[] = {
		[ENDED] = CYCLE_ENDED, [ACTIVE] = CYCLE_ACTIVE, [UPCOMING] = CYCLE_UPCOMING
	};
	int32_t next = sample_period(ENDED, company->today).start.days;

	for (unsigned i = 0; i < SAMPLE_CYCLES; i++) {
		struct period period = sample_period(i, company->today);

		if (cycle_status_of(period, company->today) != statuses[i])
			fail_on(company, "status of a cycle", i);
		if (period.start.days != next)
			fail_on(company, "a gap between cycles", i);
		next = period.end.days + 1;
	}
}

static void one_cycle_ended_one_is_on_one_is_to_come(void **state)
{
	char name[SAMPLE_CYCLE_NAME_SIZE];

	(void)state;
	check_every_day(check_cycles);
	sample_cycle_name(sample_period(UPCOMING, date_from_parts(2026, 11, 23)), name);
	assert_string_equal(name, "Q1 2027");
	sample_cycle_name(sample_period(ENDED, date_from_parts(2027, 1, 1)), name);
	assert_string_equal(name, "Q4 2026");
}

static void check_history(const struct company *company, size_t number)
{
	struct sample_check_in rows[SAMPLE_CHECK_INS_MAX];
	size_t count = sample_history(number, company->today, rows);
	struct instant before = sample_key_result_made_at(number, company->today);

	for (size_t i = 0; i < count; i++) {
		if (rows[i].at.ms <= before.ms)
			fail_on(company, "check-ins out of order", number);
		before = rows[i].at;
		if (sample_key_results[number].metric_type == METRIC_BOOLEAN &&
		    rows[i].value != 0 && rows[i].value != 1)
			fail_on(company, "a yes or no that is neither", number);
		if ((rows[i].status == STATUS_BLOCKED) != (rows[i].blocker_note != NULL))
			fail_on(company, "a blocker without its note", number);
	}
	if (date_of(before).days >= company->today.days)
		fail_on(company, "made today or later", number);
}

static void check_times(const struct company *company)
{
	for (size_t i = 0; i < sample_key_result_count; i++) {
		struct instant made = sample_key_result_made_at(i, company->today);
		struct instant objective_made =
			sample_objective_made_at(sample_key_results[i].objective, company->today);

		if (made.ms <= objective_made.ms)
			fail_on(company, "a key result older than its objective", i);
		check_history(company, i);
	}
	for (unsigned i = 1; i < SAMPLE_OBJECTIVES; i++) {
		const struct sample_objective_row *row = &sample_objectives[i];
		int64_t made = sample_objective_made_at(i, company->today).ms;
		int64_t parent_made = sample_objective_made_at(row->parent, company->today).ms;

		if (made < sample_directory_made_at(row->owner, company->today).ms ||
		    made < sample_cycle_made_at(row->cycle, company->today).ms ||
		    (row->parent && made <= parent_made))
			fail_on(company, "an objective older than what it belongs to", i);
	}
}

static void nothing_is_older_than_what_it_belongs_to_or_made_today(void **state)
{
	(void)state;
	check_every_day(check_times);
}

static void check_counts(const struct company *company)
{
	if (company->check_ins < 400)
		fail_on(company, "check-ins", company->check_ins);
	if (company->check_ins_of[ENDED] < 300)
		fail_on(company, "check-ins of the quarter that ended",
			company->check_ins_of[ENDED]);
	if (company->check_ins_of[UPCOMING] > 0)
		fail_on(company, "check-ins before their time", company->check_ins_of[UPCOMING]);
}

static void there_are_400_check_ins_every_day(void **state)
{
	(void)state;
	check_every_day(check_counts);
}

static void need_all(const struct company *company, const char *what, const size_t *seen,
		     size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (seen[i] == 0)
			fail_on(company, what, i);
}

static void check_key_results(const struct company *company)
{
	size_t statuses[4] = { 0 }, trends[4] = { 0 }, said[STATUS_BLOCKED + 1] = { 0 };

	for (size_t i = 0; i < sample_key_result_count; i++) {
		statuses[company->key_results[i].status]++;
		trends[company->key_results[i].trend]++;
		if (company->key_results[i].last_check_in_status != WORD_NONE)
			said[company->key_results[i].last_check_in_status]++;
	}
	need_all(company, "no key result of this status", statuses, LENGTH(statuses));
	need_all(company, "no key result of this trend", trends, LENGTH(trends));
	need_all(company, "no newest check-in that says this", said + STATUS_ON_TRACK,
		 STATUS_BLOCKED - STATUS_ON_TRACK + 1);
}

static void key_results_show_every_status_and_trend(void **state)
{
	(void)state;
	check_every_day(check_key_results);
}

/* Bands: the statuses of section 4, and those of section 7 as well. */
static size_t band_of(int64_t score)
{
	static const int64_t min[] = { 80, 60, 40, 0 };
	size_t band = 0;

	while (score < min[band])
		band++;
	return band;
}

static void check_objectives(const struct company *company)
{
	size_t statuses[4] = { 0 }, trends[4] = { 0 }, bands[4] = { 0 }, stalled = 0;

	for (size_t i = 1; i < SAMPLE_OBJECTIVES; i++) {
		statuses[company->health[i].status]++;
		trends[company->health[i].trend]++;
		bands[band_of(company->health[i].score)]++;
		stalled += company->health[i].stalled;
	}
	need_all(company, "no objective of this status", statuses, LENGTH(statuses));
	need_all(company, "no objective of this trend", trends, LENGTH(trends));
	need_all(company, "no objective of this health band", bands, LENGTH(bands));
	need_all(company, "no stalled objective", &stalled, 1);
}

static void objectives_show_every_status_trend_and_health_band(void **state)
{
	(void)state;
	check_every_day(check_objectives);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(company_has_people_in_teams_of_departments),
		cmocka_unit_test(objectives_stand_in_three_levels_of_one_cycle),
		cmocka_unit_test(objectives_have_every_lifecycle),
		cmocka_unit_test(key_results_are_of_every_metric_type_and_direction),
		cmocka_unit_test(seed_has_its_sample),
		cmocka_unit_test(one_cycle_ended_one_is_on_one_is_to_come),
		cmocka_unit_test(nothing_is_older_than_what_it_belongs_to_or_made_today),
		cmocka_unit_test(there_are_400_check_ins_every_day),
		cmocka_unit_test(key_results_show_every_status_and_trend),
		cmocka_unit_test(objectives_show_every_status_trend_and_health_band),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
