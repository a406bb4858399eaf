/*
 * Reports: sums and shares over the objectives of a cycle. What is at risk is decided in risk.c.
 */
#include "model/report.h"

#include <math.h>
#include <stdlib.h>

#include "base/number.h"
#include "model/period.h"
#include "model/risk.h"
#include "pace.h"

/* ---- the cycle ------------------------------------------------------------------------------- */

static bool is_preferred(const struct cycle *cycle, const struct cycle *other)
{
	if (cycle->start_date.days != other->start_date.days)
		return cycle->start_date.days > other->start_date.days;
	if (cycle->end_date.days != other->end_date.days)
		return cycle->end_date.days < other->end_date.days;
	return id_compare(cycle->record.id, other->record.id) < 0;
}

const struct cycle *cycle_current(struct list cycles, struct date today)
{
	const struct cycle *items = cycles.items, *best = NULL;

	for (size_t i = 0; i < cycles.count; i++) {
		struct period period = { items[i].start_date, items[i].end_date };

		if (cycle_status_of(period, today) == CYCLE_ACTIVE &&
		    (!best || is_preferred(&items[i], best)))
			best = &items[i];
	}
	return best;
}

/* ---- means ----------------------------------------------------------------------------------- */

struct mean {
	double sum;
	int64_t count;
};

static void mean_add(struct mean *mean, double value)
{
	mean->sum += value;
	mean->count++;
}

static double mean_of(const struct mean *mean)
{
	return mean->count > 0 ? mean->sum / (double)mean->count : NAN;
}

/* ---- health of the workspace ----------------------------------------------------------------- */

const struct workspace_health workspace_health_none = {
	.score = INTEGER_NONE,
	.band = WORD_NONE,
	.pace = NAN,
	.check_ins = NAN,
	.connection = NAN,
	.ownership = NAN,
	.objective_part = NAN,
	.kpi_part = NAN,
};

struct components {
	struct mean pace, check_ins, connection, ownership;
};

static void add_key_results(struct components *components, const struct objective *objective,
			    struct date today)
{
	const struct key_result *items = objective->key_results.items;

	for (size_t i = 0; i < objective->key_results.count; i++) {
		struct pace pace = pace_of(objective, &items[i], today);

		mean_add(&components->pace,
			 pace.expected > 0 ? fmin(1, items[i].progress / pace.expected) : 1);
		mean_add(&components->check_ins, pace_check_in_share(&pace));
		mean_add(&components->ownership, id_is_none(items[i].owner_id) ? 0 : 1);
	}
}

static struct components components_of(const struct report_rows *rows)
{
	const struct objective *items = rows->objectives.items;
	struct components components = { 0 };

	for (size_t i = 0; i < rows->objectives.count; i++) {
		add_key_results(&components, &items[i], rows->today);
		if (items[i].type != TYPE_ORGANISATION)
			mean_add(&components.connection,
				 id_is_none(items[i].shown_parent_id) ? 0 : 1);
	}
	return components;
}

static double kpi_part_of(struct list kpis)
{
	const struct kpi *items = kpis.items;
	struct mean ratio = { 0 };

	for (size_t i = 0; i < kpis.count; i++)
		if (!isnan(items[i].ratio))
			mean_add(&ratio, fmin(fmax(items[i].ratio, 0), 1));
	return 100 * mean_of(&ratio);
}

static int64_t score_of(double objective_part, double kpi_part)
{
	double score = OBJECTIVE_SHARE * objective_part + KPI_SHARE * kpi_part;

	if (isnan(objective_part))
		score = kpi_part;
	else if (isnan(kpi_part))
		score = objective_part;
	return isnan(score) ? INTEGER_NONE : (int64_t)number_round(score, 0);
}

static word band_of(int64_t score)
{
	if (score == INTEGER_NONE)
		return WORD_NONE;
	if (score >= STRONG_SCORE_MIN)
		return BAND_STRONG;
	if (score >= GOOD_SCORE_MIN)
		return BAND_GOOD;
	return score >= NEEDS_ATTENTION_SCORE_MIN ? BAND_NEEDS_ATTENTION : BAND_AT_RISK;
}

struct workspace_health workspace_health_of(const struct report_rows *rows)
{
	struct components components = components_of(rows);
	struct workspace_health health = {
		.pace = mean_of(&components.pace),
		.check_ins = mean_of(&components.check_ins),
		.connection = components.connection.count > 0 ? mean_of(&components.connection) : 1,
		.ownership = mean_of(&components.ownership),
		.kpi_part = kpi_part_of(rows->kpis),
	};

	/* NaN without key results, like the shares that it is made of. */
	health.objective_part =
		100 * (PACE_SHARE * health.pace + CHECK_INS_SHARE * health.check_ins +
		       CONNECTION_SHARE * health.connection + OWNERSHIP_SHARE * health.ownership);
	health.score = score_of(health.objective_part, health.kpi_part);
	health.band = band_of(health.score);
	return health;
}

/* ---- performance ----------------------------------------------------------------------------- */

/* A performance while it is added up. */
struct account {
	struct performance done;
	struct mean progress, health, check_ins;
};

static void count_status(struct status_counts *counts, word status)
{
	int64_t *const places[] = {
		[STATUS_NOT_STARTED] = &counts->not_started,
		[STATUS_ON_TRACK] = &counts->on_track,
		[STATUS_AT_RISK] = &counts->at_risk,
		[STATUS_OFF_TRACK] = &counts->off_track,
	};

	++*places[status];
}

static void account_add(struct account *account, const struct objective *objective,
			struct date today)
{
	const struct key_result *items = objective->key_results.items;

	account->done.objective_count++;
	mean_add(&account->progress, objective->progress);
	mean_add(&account->health, (double)objective->health.score);
	count_status(&account->done.objectives, objective->health.status);
	for (size_t i = 0; i < objective->key_results.count; i++) {
		struct pace pace = pace_of(objective, &items[i], today);

		account->done.key_result_count++;
		account->done.stalled_count += pace.is_stalled ? 1 : 0;
		mean_add(&account->check_ins, pace_check_in_share(&pace));
	}
}

static void account_add_risk(struct account *account, const struct risk *risk)
{
	struct severity_counts *counts = &account->done.risks;

	if (risk->severity == SEVERITY_CRITICAL)
		counts->critical++;
	else if (risk->severity == SEVERITY_HIGH)
		counts->high++;
	else
		counts->medium++;
}

static word status_of(const struct performance *performance)
{
	if (performance->objectives.not_started == performance->objective_count)
		return STATUS_NOT_STARTED;
	if (performance->health_score >= ON_TRACK_SCORE_MIN)
		return STATUS_ON_TRACK;
	return performance->health_score >= AT_RISK_SCORE_MIN ? STATUS_AT_RISK : STATUS_OFF_TRACK;
}

static struct performance account_close(const struct account *account)
{
	struct performance performance = account->done;

	performance.progress = mean_of(&account->progress);
	performance.health = mean_of(&account->health);
	performance.check_in_rate = mean_of(&account->check_ins);
	performance.health_score = account->health.count > 0 ?
					   (int64_t)number_round(performance.health, 0) :
					   INTEGER_NONE;
	performance.status = status_of(&performance);
	return performance;
}

struct performance performance_of(const struct report_rows *rows, struct list risks)
{
	const struct objective *objectives = rows->objectives.items;
	const struct risk *items = risks.items;
	struct account account = { 0 };

	for (size_t i = 0; i < rows->objectives.count; i++)
		account_add(&account, &objectives[i], rows->today);
	for (size_t i = 0; i < risks.count; i++)
		account_add_risk(&account, &items[i]);
	return account_close(&account);
}

/* ---- teams ----------------------------------------------------------------------------------- */

static int compare_team(const void *key, const void *team)
{
	return id_compare(*(const struct id *)key, ((const struct team *)team)->record.id);
}

/* The place of a team; behind the last for no team. */
static size_t place_of(struct list teams, struct id id)
{
	const struct team *found = teams.count > 0 ? bsearch(&id, teams.items, teams.count,
							     sizeof(*found), compare_team) :
						     NULL;

	return found ? (size_t)(found - (const struct team *)teams.items) : teams.count;
}

/* The lowest health first. Without objectives there is none, and no health is below another. */
static int compare_performances(const void *a_, const void *b_)
{
	const struct team_performance *a = a_, *b = b_;
	double health_a = a->performance.objective_count > 0 ? a->performance.health : INFINITY;
	double health_b = b->performance.objective_count > 0 ? b->performance.health : INFINITY;

	if (health_a < health_b || health_a > health_b)
		return health_a < health_b ? -1 : 1;
	return id_compare(a->team_id, b->team_id);
}

void teams_of(struct arena *arena, const struct report_rows *rows, struct list risks,
	      struct list *out)
{
	size_t count = rows->teams.count + 1;
	struct account *accounts = arena_array(arena, count, sizeof(*accounts));
	struct team_performance *teams = arena_array(arena, count, sizeof(*teams));
	const struct objective *objectives = rows->objectives.items;
	const struct risk *risk = risks.items;

	for (size_t i = 0; i < rows->objectives.count; i++)
		account_add(&accounts[place_of(rows->teams, objectives[i].team_id)], &objectives[i],
			    rows->today);
	for (size_t i = 0; i < risks.count; i++)
		account_add_risk(&accounts[place_of(rows->teams, risk[i].team_id)], &risk[i]);
	for (size_t i = 0; i < rows->teams.count; i++) {
		const struct team *team = (const struct team *)rows->teams.items + i;

		teams[i].team_id = team->record.id;
		teams[i].name = team->name;
	}
	for (size_t i = 0; i < count; i++)
		teams[i].performance = account_close(&accounts[i]);
	if (teams[count - 1].performance.objective_count == 0)
		count--;
	qsort(teams, count, sizeof(*teams), compare_performances);
	*out = (struct list){ teams, count };
}
