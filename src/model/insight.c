/*
 * Insights: first what holds of which subject, then, for the few that are shown, the words. Both
 * are told from the same rows, so a message never says what the rule did not see.
 */
#include "model/insight.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/number.h"
#include "model/health.h"
#include "model/period.h"
#include "model/period_internal.h"
#include "model/risk.h"
#include "pace.h"

/* What may hold of one key result, objective or KPI at once. */
enum { FACTS_MAX = 8 };

/* Something that holds of a subject: the key result or, where that is NULL, the objective or the
 * KPI; where all are NULL, the cycle. */
struct fact {
	word type, severity;
	const struct objective *objective;
	const struct key_result *key_result;
	const struct kpi *kpi;
};

struct search {
	struct arena *arena;
	const struct report_rows *rows;
	word severity; /* WORD_NONE: any */
	struct fact *facts;
	size_t count, max;
};

/* ---- words ----------------------------------------------------------------------------------- */

/* Without a closing NUL, as every text: print it with TEXT_PRINT. */
static struct text number_text(struct arena *arena, double number, int decimals)
{
	char *printed = arena_take(arena, NUMBER_PRINT_MAX);

	return (struct text){ printed, number_print(number_round(number, decimals), printed) };
}

/* A fraction in percent, or a distance between two in points. */
static struct text hundredths(struct arena *arena, double fraction)
{
	return number_text(arena, 100 * fraction, 1);
}

static const char *plural(int64_t count)
{
	return count == 1 ? "" : "s";
}

static struct pace fact_pace(const struct search *search, const struct fact *fact)
{
	return pace_of(fact->objective, fact->key_result, search->rows->today);
}

static struct text say_stalled(const struct search *search, const struct fact *fact)
{
	struct pace pace = fact_pace(search, fact);

	return arena_print(search->arena,
			   "No check-in for %d days, where one is expected every %d. Progress "
			   "stands at %.*s %%.",
			   (int)pace.days_since_check_in, (int)pace.interval,
			   TEXT_PRINT(hundredths(search->arena, fact->key_result->progress)));
}

static struct text say_behind_pace(const struct search *search, const struct fact *fact)
{
	struct pace pace = fact_pace(search, fact);

	return arena_print(search->arena,
			   "Progress is %.*s %%, where %.*s %% of the time has passed: %.*s "
			   "points behind.",
			   TEXT_PRINT(hundredths(search->arena, fact->key_result->progress)),
			   TEXT_PRINT(hundredths(search->arena, pace.expected)),
			   TEXT_PRINT(hundredths(search->arena, pace.gap)));
}

static struct text say_trend(const struct search *search, const struct fact *fact)
{
	double gain = fact->key_result->velocity * DAYS_A_WEEK;
	const char *what = fact->type == INSIGHT_DECLINING ? "Each of the last three check-ins "
							     "gained less than the one "
							     "before" :
							     "The last check-in went back";

	return arena_print(search->arena,
			   "%s. Progress is %.*s %%; over the last check-ins it %s %.*s points a "
			   "week.",
			   what, TEXT_PRINT(hundredths(search->arena, fact->key_result->progress)),
			   gain < 0 ? "lost" : "won",
			   TEXT_PRINT(hundredths(search->arena, fabs(gain))));
}

static struct text say_blocked(const struct search *search, const struct fact *fact)
{
	int32_t days = fact_pace(search, fact).days_since_check_in;
	struct text note = fact->key_result->blocker_note;

	return arena_print(search->arena, "Reported as blocked %d day%s ago, at %.*s %%%s%.*s",
			   (int)days, plural(days),
			   TEXT_PRINT(hundredths(search->arena, fact->key_result->progress)),
			   note.size > 0 ? ": " : ".", TEXT_PRINT(note));
}

static struct text say_predicted_miss(const struct search *search, const struct fact *fact)
{
	struct risk risk =
		risk_of_key_result(fact->objective, fact->key_result, search->rows->today);

	return arena_print(search->arena,
			   "At its present pace it stands at %.*s %% when the %lld day%s that "
			   "are left are over: %.*s points short (confidence %lld %%).",
			   TEXT_PRINT(hundredths(search->arena, risk.projected)),
			   (long long)risk.days_left, plural(risk.days_left),
			   TEXT_PRINT(hundredths(search->arena, risk.miss)),
			   (long long)risk.confidence);
}

static struct text say_no_owner(const struct search *search, const struct fact *fact)
{
	double progress = fact->key_result ? fact->key_result->progress : fact->objective->progress;

	return arena_print(search->arena, "Nobody is accountable for it. Progress is %.*s %%.",
			   TEXT_PRINT(hundredths(search->arena, progress)));
}

static struct text say_needs_setup(const struct search *search, const struct fact *fact)
{
	int32_t days = period_days_left((struct period){ search->rows->cycle->start_date,
							 search->rows->cycle->end_date },
					search->rows->today);

	if (fact->kpi && isnan(fact->kpi->current_value))
		return TEXT("It has neither a target nor a value.");
	if (fact->kpi)
		return arena_print(
			search->arena, "It has no target that its value of %.*s could be held to.",
			TEXT_PRINT(number_text(search->arena, fact->kpi->current_value, 9)));
	return arena_print(search->arena,
			   "It has 0 key results, so nothing says whether it is reached; %d day%s "
			   "are left.",
			   (int)days, plural(days));
}

static struct text say_not_connected(const struct search *search, const struct fact *fact)
{
	return arena_print(search->arena,
			   "It contributes to no other objective: its progress of %.*s %% counts "
			   "nowhere else.",
			   TEXT_PRINT(hundredths(search->arena, fact->objective->progress)));
}

static struct text say_kpi_overdue(const struct search *search, const struct fact *fact)
{
	const struct kpi *kpi = fact->kpi;
	struct instant since = instant_is_none(kpi->last_updated_at) ? kpi->record.created_at :
								       kpi->last_updated_at;

	return arena_print(search->arena,
			   "Not updated for %d days, where it is to be measured every %d.",
			   (int)days_since(since, search->rows->today),
			   (int)frequency_days(kpi->update_frequency));
}

static struct text say_kpi_off_track(const struct search *search, const struct fact *fact)
{
	struct arena *arena = search->arena;

	return arena_print(arena, "It is at %.*s, against a target of %.*s: %.*s %%.",
			   TEXT_PRINT(number_text(arena, fact->kpi->current_value, 9)),
			   TEXT_PRINT(number_text(arena, fact->kpi->target_value, 9)),
			   TEXT_PRINT(hundredths(arena, fact->kpi->ratio)));
}

static size_t count_not_on_track(struct list objectives)
{
	const struct objective *items = objectives.items;
	size_t count = 0;

	for (size_t i = 0; i < objectives.count; i++)
		count += items[i].health.status == STATUS_ON_TRACK ? 0 : 1;
	return count;
}

static struct text say_cycle_ending(const struct search *search, const struct fact *fact)
{
	const struct report_rows *rows = search->rows;
	int32_t days = period_days_left(
		(struct period){ rows->cycle->start_date, rows->cycle->end_date }, rows->today);

	(void)fact;
	return arena_print(search->arena, "%d day%s left, and %zu of %zu objective%s not on track.",
			   (int)days, plural(days), count_not_on_track(rows->objectives),
			   rows->objectives.count, rows->objectives.count == 1 ? " is" : "s are");
}

static struct text say_ahead(const struct search *search, const struct fact *fact)
{
	struct pace pace = fact_pace(search, fact);

	return arena_print(search->arena,
			   "Progress is %.*s %%%s, where %.*s %% of the time has "
			   "passed.",
			   TEXT_PRINT(hundredths(search->arena, fact->key_result->progress)),
			   pace.is_done ? ", which is all of it" : "",
			   TEXT_PRINT(hundredths(search->arena, pace.expected)));
}

static const struct {
	const char *title;
	struct text (*say)(const struct search *search, const struct fact *fact);
	const char *recommendation;
} kinds[] = {
	[INSIGHT_STALLED] = { "Stalled", say_stalled,
			      "Ask the owner for a check-in, or say that it is not pursued any "
			      "more." },
	[INSIGHT_BEHIND_PACE] = { "Behind pace", say_behind_pace,
				  "Look for what holds it up, and add an initiative that moves "
				  "it." },
	[INSIGHT_DECLINING] = { "Slowing down", say_trend,
				"Find out what has changed before it comes to a stop." },
	[INSIGHT_REGRESSING] = { "Going backwards", say_trend,
				 "Talk it over with the owner now: what was won is being lost." },
	[INSIGHT_BLOCKED] = { "Blocked", say_blocked,
			      "Find somebody who can remove what is in the way." },
	[INSIGHT_PREDICTED_MISS] = { "Will miss its target", say_predicted_miss,
				     "Decide whether to put more into it or to adjust the "
				     "target." },
	[INSIGHT_NO_OWNER] = { "No owner", say_no_owner,
			       "Name a person who is accountable for it." },
	[INSIGHT_NEEDS_SETUP] = { "Needs setup", say_needs_setup,
				  "Say how success is measured: add a key result, or a target." },
	[INSIGHT_NOT_CONNECTED] = { "Not connected", say_not_connected,
				    "Link it to the objective that it contributes to." },
	[INSIGHT_KPI_OVERDUE] = { "KPI overdue", say_kpi_overdue, "Record its present value." },
	[INSIGHT_KPI_OFF_TRACK] = { "KPI off track", say_kpi_off_track,
				    "Look into what drives it, and whether an objective should "
				    "take it up." },
	[INSIGHT_CYCLE_ENDING] = { "Cycle ending", say_cycle_ending,
				   "Decide what can still be reached, and what moves to the next "
				   "cycle." },
	[INSIGHT_AHEAD] = { "Ahead", say_ahead, "Share what works, and consider a bolder target." },
};

/* ---- rules ----------------------------------------------------------------------------------- */

static void add(struct search *search, word type, word severity, struct fact fact)
{
	if (search->severity != WORD_NONE && search->severity != severity)
		return;
	assert(search->count < search->max);
	fact.type = type;
	fact.severity = severity;
	search->facts[search->count++] = fact;
}

static void look_at_trend(struct search *search, struct fact fact)
{
	if (fact.key_result->trend == TREND_DECLINING)
		add(search, INSIGHT_DECLINING, SEVERITY_MEDIUM, fact);
	if (fact.key_result->trend == TREND_REGRESSING)
		add(search, INSIGHT_REGRESSING, SEVERITY_HIGH, fact);
}

static bool is_ahead(const struct key_result *key_result, const struct pace *pace)
{
	return pace->is_done || as_compared(key_result->progress - pace->expected) >= AHEAD_MIN;
}

static void look_at_key_result(struct search *search, struct fact fact)
{
	const struct key_result *key_result = fact.key_result;
	struct pace pace = fact_pace(search, &fact);
	struct risk risk = risk_of_key_result(fact.objective, key_result, search->rows->today);

	if (is_ahead(key_result, &pace))
		add(search, INSIGHT_AHEAD, SEVERITY_INFO, fact);
	if (pace.is_done)
		return;
	if (pace.is_stalled)
		add(search, INSIGHT_STALLED, SEVERITY_HIGH, fact);
	if (pace.gap >= BEHIND_GAP_MIN)
		add(search, INSIGHT_BEHIND_PACE,
		    pace.gap >= FAR_BEHIND_GAP_MIN ? SEVERITY_HIGH : SEVERITY_MEDIUM, fact);
	look_at_trend(search, fact);
	if (key_result->last_check_in_status == STATUS_BLOCKED)
		add(search, INSIGHT_BLOCKED, SEVERITY_HIGH, fact);
	if (risk.severity == SEVERITY_CRITICAL)
		add(search, INSIGHT_PREDICTED_MISS, SEVERITY_CRITICAL, fact);
	if (id_is_none(key_result->owner_id))
		add(search, INSIGHT_NO_OWNER, SEVERITY_MEDIUM, fact);
}

static void look_at_objective(struct search *search, const struct objective *objective)
{
	const struct key_result *items = objective->key_results.items;
	struct fact fact = { .objective = objective };

	if (id_is_none(objective->owner_id))
		add(search, INSIGHT_NO_OWNER, SEVERITY_MEDIUM, fact);
	if (objective->key_results.count == 0)
		add(search, INSIGHT_NEEDS_SETUP, SEVERITY_MEDIUM, fact);
	if (objective->type != TYPE_ORGANISATION && id_is_none(objective->shown_parent_id))
		add(search, INSIGHT_NOT_CONNECTED, SEVERITY_INFO, fact);
	for (size_t i = 0; i < objective->key_results.count; i++) {
		fact.key_result = &items[i];
		look_at_key_result(search, fact);
	}
}

static void look_at_kpi(struct search *search, const struct kpi *kpi)
{
	struct fact fact = { .kpi = kpi };

	if (isnan(kpi->target_value))
		add(search, INSIGHT_NEEDS_SETUP, SEVERITY_MEDIUM, fact);
	if (kpi->is_overdue)
		add(search, INSIGHT_KPI_OVERDUE, SEVERITY_MEDIUM, fact);
	if (kpi->status == STATUS_OFF_TRACK)
		add(search, INSIGHT_KPI_OFF_TRACK, SEVERITY_HIGH, fact);
}

static void look_at_cycle(struct search *search)
{
	const struct report_rows *rows = search->rows;
	struct period period = { rows->cycle->start_date, rows->cycle->end_date };

	if (cycle_status_of(period, rows->today) == CYCLE_ACTIVE &&
	    period_days_left(period, rows->today) <= ENDING_DAYS_MAX &&
	    count_not_on_track(rows->objectives) > 0)
		add(search, INSIGHT_CYCLE_ENDING, SEVERITY_HIGH, (struct fact){ 0 });
}

static size_t max_facts(const struct report_rows *rows)
{
	const struct objective *items = rows->objectives.items;
	size_t subjects = 1 + rows->objectives.count + rows->kpis.count;

	for (size_t i = 0; i < rows->objectives.count; i++)
		subjects += items[i].key_results.count;
	return FACTS_MAX * subjects;
}

static void look_at_all(struct search *search)
{
	const struct report_rows *rows = search->rows;
	const struct objective *objectives = rows->objectives.items;
	const struct kpi *kpis = rows->kpis.items;

	search->max = max_facts(rows);
	search->facts = arena_array(search->arena, search->max, sizeof(*search->facts));
	for (size_t i = 0; i < rows->objectives.count; i++)
		look_at_objective(search, &objectives[i]);
	for (size_t i = 0; i < rows->kpis.count; i++)
		look_at_kpi(search, &kpis[i]);
	look_at_cycle(search);
}

/* ---- the list -------------------------------------------------------------------------------- */

static struct id subject_id(const struct fact *fact)
{
	if (fact->key_result)
		return fact->key_result->record.id;
	if (fact->objective)
		return fact->objective->record.id;
	return fact->kpi ? fact->kpi->record.id : ID_NONE;
}

static int compare_facts(const void *a_, const void *b_)
{
	const struct fact *a = a_, *b = b_;

	if (a->severity != b->severity)
		return a->severity > b->severity ? -1 : 1;
	if (a->type != b->type)
		return a->type < b->type ? -1 : 1;
	return id_compare(subject_id(a), subject_id(b));
}

/* Says what the insight is about; returns that one's title. */
static struct text set_subject(struct insight *insight, const struct fact *fact,
			       const struct cycle *cycle)
{
	if (fact->kpi) {
		insight->subject = SUBJECT_KPI;
		insight->kpi_id = fact->kpi->record.id;
		return fact->kpi->name;
	}
	if (!fact->objective) {
		insight->subject = SUBJECT_CYCLE;
		insight->cycle_id = cycle->record.id;
		return cycle->name;
	}
	insight->objective_id = fact->objective->record.id;
	if (!fact->key_result) {
		insight->subject = SUBJECT_OBJECTIVE;
		return fact->objective->title;
	}
	insight->subject = SUBJECT_KEY_RESULT;
	insight->key_result_id = fact->key_result->record.id;
	return fact->key_result->title;
}

static struct insight tell(const struct search *search, const struct fact *fact)
{
	const struct cycle *cycle = search->rows->cycle;
	struct insight insight = { .type = fact->type, .severity = fact->severity };
	struct text title = set_subject(&insight, fact, cycle);
	struct id subject = fact->objective || fact->kpi ? subject_id(fact) : cycle->record.id;
	char id[ID_UUID_SIZE];

	id_print_uuid(subject, id);
	insight.id = arena_print(search->arena, "%s-%.*s",
				 word_text(insight_type_words, fact->type), (int)sizeof(id), id);
	insight.title =
		arena_print(search->arena, "%s: %.*s", kinds[fact->type].title, TEXT_PRINT(title));
	insight.message = kinds[fact->type].say(search, fact);
	insight.recommendation = text_from(kinds[fact->type].recommendation);
	return insight;
}

void insights_of(struct arena *arena, const struct report_rows *rows, word severity,
		 struct list *out)
{
	struct search search = { .arena = arena, .rows = rows, .severity = severity };
	struct insight *insights = arena_array(arena, INSIGHTS_MAX, sizeof(*insights));
	size_t count = 0;

	look_at_all(&search);
	qsort(search.facts, search.count, sizeof(*search.facts), compare_facts);
	while (count < search.count && count < INSIGHTS_MAX) {
		insights[count] = tell(&search, &search.facts[count]);
		count++;
	}
	*out = (struct list){ insights, count };
}
