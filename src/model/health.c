/*
 * The health score of an objective and the status that follows from it (domain.md sections 3 and
 * 4, rulings.md 16 and 41). Works on parts as they are stored: their progress, trend and newest
 * check-in were computed when they were written.
 */
#include "model/health.h"

#include <assert.h>
#include <math.h>

#include "base/number.h"
#include "model/period.h"
#include "model/period_internal.h"
#include "model/progress.h"
#include "progress_internal.h"

int32_t frequency_days(word frequency)
{
	static const int32_t days[] = {
		[EVERY_WEEK] = 7,
		[EVERY_TWO_WEEKS] = 14,
		[EVERY_MONTH] = 31,
		[EVERY_QUARTER] = 92,
	};

	if (frequency == WORD_NONE)
		return days[EVERY_WEEK];
	assert(frequency < sizeof(days) / sizeof(days[0]));
	return days[frequency];
}

/* ---- one part -------------------------------------------------------------------------------- */

/* The day that recency looks at. It stops on the day after the period, so that an objective nobody
 * touches any more keeps the health that it ended with. */
static struct date stopped_clock(const struct health_input *input)
{
	struct date today = input->today;

	if (!period_is_none(input->period) && today.days > input->period.end.days + 1)
		today.days = input->period.end.days + 1;
	return today;
}

int32_t part_days_since_check_in(const struct health_input *input, const struct part *part)
{
	struct instant since = part->last_check_in_at;

	if (instant_is_none(since))
		since = measured_since(input->period, part->created_at);
	return days_since(since, stopped_clock(input));
}

static bool is_stalled(const struct health_input *input, const struct part *part)
{
	return part_days_since_check_in(input, part) >=
	       STALLED_AFTER_INTERVALS * frequency_days(input->frequency);
}

/* A yes or no has no half way: it is behind only when its time is over. */
static bool has_half_way(const struct health_input *input, const struct part *part)
{
	return !part->is_boolean || period_elapsed(input->period, input->today) >= 1;
}

static double gap_of(const struct health_input *input, const struct part *part)
{
	if (!has_half_way(input, part))
		return 0;
	return fmax(0, period_elapsed(input->period, input->today) - part->progress);
}

static double gap_penalty(const struct health_input *input, const struct part *part)
{
	double elapsed = period_elapsed(input->period, input->today);

	if (!has_half_way(input, part))
		return 0;
	return GAP_PENALTY_PER_POINT * fmax(0, 100 * (elapsed - part->progress));
}

static double recency_penalty(const struct health_input *input, const struct part *part)
{
	int32_t interval = frequency_days(input->frequency);
	int32_t late = part_days_since_check_in(input, part) - interval;

	if (is_stalled(input, part))
		return STALLED_PENALTY;
	return late > 0 ? LATE_PENALTY_MAX * late / interval : 0;
}

/* Booleans and child objectives have no trend of their own (section 3). */
static word part_trend(const struct part *part)
{
	if (part->is_child || part->is_boolean || part->trend == WORD_NONE)
		return TREND_STEADY;
	return part->trend;
}

static double velocity_penalty(const struct part *part)
{
	static const double penalties[] = {
		[TREND_STEADY] = 0,
		[TREND_FLAT] = FLAT_PENALTY,
		[TREND_DECLINING] = DECLINING_PENALTY,
		[TREND_REGRESSING] = REGRESSING_PENALTY,
	};
	word trend = part_trend(part);

	assert(trend < sizeof(penalties) / sizeof(penalties[0]));
	return penalties[trend];
}

/* All but weight and share, which hang on the other parts. */
static struct health_term term_of(const struct health_input *input, const struct part *part)
{
	struct health_term term = {
		.progress = part->progress,
		.gap = gap_of(input, part),
		.days_since_check_in = part_days_since_check_in(input, part),
	};

	if (!progress_is_done(part->progress)) {
		term.penalty_gap = gap_penalty(input, part);
		term.penalty_recency = recency_penalty(input, part);
		term.penalty_velocity = velocity_penalty(part);
	}
	term.health = fmax(0, SCORE_MAX - term.penalty_gap - term.penalty_recency -
				      term.penalty_velocity);
	return term;
}

double health_of_part(const struct health_input *input, const struct part *part)
{
	return term_of(input, part).health;
}

/* ---- all parts ------------------------------------------------------------------------------- */

/*
 * The objective as if it were one key result. Without parts this is the imaginary key result of
 * section 3: no progress (all of it when completed, rulings.md 16), created with the objective,
 * never checked in.
 */
static struct part whole_of(const struct health_input *input)
{
	return (struct part){
		.weight = WEIGHT_WHEN_MISSING,
		.progress = progress_roll_up(input->parts, input->count, input->is_completed),
		.created_at = input->created_at,
		.last_check_in_at = last_check_in_roll_up(input->parts, input->count),
		.status = STATUS_NOT_STARTED,
		.trend = TREND_STEADY,
	};
}

static double mean_health(const struct health_input *input)
{
	bool is_weightless = parts_are_weightless(input->parts, input->count);
	double sum = 0, weights = 0;

	for (size_t i = 0; i < input->count; i++) {
		double weight = part_weight(&input->parts[i], is_weightless);

		sum += weight * health_of_part(input, &input->parts[i]);
		weights += weight;
	}
	return sum / weights;
}

void health_terms(const struct health_input *input, struct health_term *out)
{
	bool is_weightless = parts_are_weightless(input->parts, input->count);
	double weights = 0;

	for (size_t i = 0; i < input->count; i++)
		weights += part_weight(&input->parts[i], is_weightless);
	for (size_t i = 0; i < input->count; i++) {
		out[i] = term_of(input, &input->parts[i]);
		out[i].weight = part_weight(&input->parts[i], false);
		out[i].share = part_weight(&input->parts[i], is_weightless) / weights;
	}
}

static int64_t score_max_of(word status)
{
	switch (status) {
	case STATUS_OFF_TRACK:
		return AT_RISK_SCORE_MIN - 1;
	case STATUS_AT_RISK:
		return ON_TRACK_SCORE_MIN - 1;
	default:
		return SCORE_MAX;
	}
}

static int64_t score_uncapped(const struct health_input *input, const struct part *whole)
{
	double mean = input->count > 0 ? mean_health(input) : health_of_part(input, whole);

	return (int64_t)number_round(mean, 0);
}

/* What somebody said of an own key result outweighs the figures, even when it is done. A child's
 * confidence does not: it has already lowered the child's own score. */
static word said_status(const struct health_input *input)
{
	return worst_status(input->parts, input->count, true);
}

word health_cap(const struct health_input *input)
{
	struct part whole = whole_of(input);
	word status = said_status(input);

	return score_uncapped(input, &whole) > score_max_of(status) ? status : WORD_NONE;
}

static int64_t score_of(const struct health_input *input, const struct part *whole)
{
	int64_t score = score_uncapped(input, whole);
	int64_t max = score_max_of(said_status(input));

	return score < max ? score : max;
}

static word worst_trend(const struct health_input *input)
{
	bool is_weightless = parts_are_weightless(input->parts, input->count);
	word worst = TREND_STEADY;

	for (size_t i = 0; i < input->count; i++) {
		word trend = part_trend(&input->parts[i]);

		if (part_weight(&input->parts[i], is_weightless) > 0 && trend > worst)
			worst = trend;
	}
	return worst;
}

/* ---- status ---------------------------------------------------------------------------------- */

static bool part_is_started(const struct health_input *input, const struct part *part)
{
	bool is_silent = part->status == WORD_NONE || part->status == STATUS_NOT_STARTED;

	/* A child is known by its roll-up alone; a completed one without parts has no confidence,
	 * yet is on_track and not waiting to start. */
	if (part->is_child)
		return !is_silent || progress_is_done(part->progress);
	return !is_silent || !instant_is_none(part->last_check_in_at) || is_stalled(input, part);
}

/* Section 4 asks the key results; children are asked only where there are none (rulings.md 41). */
static bool is_started(const struct health_input *input)
{
	bool is_weightless = parts_are_weightless(input->parts, input->count);
	bool has_key_results = false, key_results_started = false, children_started = false;

	if (input->count == 0)
		return input->is_completed;
	for (size_t i = 0; i < input->count; i++) {
		const struct part *part = &input->parts[i];

		if (part_weight(part, is_weightless) == 0)
			continue;
		if (part->is_child) {
			children_started |= part_is_started(input, part);
		} else {
			has_key_results = true;
			key_results_started |= part_is_started(input, part);
		}
	}
	return has_key_results ? key_results_started : children_started;
}

static word status_of(const struct health_input *input, int64_t score)
{
	if (!is_started(input))
		return STATUS_NOT_STARTED;
	if (score >= ON_TRACK_SCORE_MIN)
		return STATUS_ON_TRACK;
	return score >= AT_RISK_SCORE_MIN ? STATUS_AT_RISK : STATUS_OFF_TRACK;
}

struct health health_of(const struct health_input *input)
{
	struct part whole = whole_of(input);
	double elapsed = period_elapsed(input->period, input->today);
	int64_t score = score_of(input, &whole);

	return (struct health){
		.score = score,
		.expected_progress = elapsed,
		.gap = fmax(0, elapsed - whole.progress),
		.days_since_check_in = part_days_since_check_in(input, &whole),
		.stalled = is_stalled(input, &whole) && !progress_is_done(whole.progress),
		.trend = worst_trend(input),
		.status = status_of(input, score),
	};
}
