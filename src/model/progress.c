/*
 * Progress of a key result and of an objective, and what else rolls up from parts to their
 * objective (domain.md section 1, rulings.md 15 and 41). Which parts count at all is decided by
 * whoever collects them; health is made in health.c.
 */
#include "model/progress.h"

#include <assert.h>
#include <math.h>

#include "base/number.h"
#include "progress_internal.h"

#define RATIO_MAX 1e300

double as_compared(double number)
{
	return number_round(number, COMPARED_DECIMALS);
}

bool progress_is_done(double progress)
{
	return as_compared(progress) >= 1;
}

double divide_finite(double a, double b)
{
	return fmin(fmax(a / b, -RATIO_MAX), RATIO_MAX);
}

/* ---- a key result ---------------------------------------------------------------------------- */

word metric_direction(double start, double target, word stored)
{
	if (target > start)
		return DIRECTION_INCREASE;
	if (target < start)
		return DIRECTION_DECREASE;
	return stored == WORD_NONE ? DIRECTION_INCREASE : stored;
}

static bool has_reached_target(const struct metric *metric)
{
	if (metric_direction(metric->start, metric->target, metric->direction) ==
	    DIRECTION_DECREASE)
		return metric->current <= metric->target;
	return metric->current >= metric->target;
}

double progress_raw(const struct metric *metric)
{
	assert(isfinite(metric->start) && isfinite(metric->target) && isfinite(metric->current));
	if (metric->target == metric->start)
		return has_reached_target(metric) ? 1 : 0;
	return divide_finite(metric->current - metric->start, metric->target - metric->start);
}

double progress_of(const struct metric *metric)
{
	double raw = progress_raw(metric);

	/* Not fmax: a decreasing metric at its start has a raw progress of -0, stored as 0. */
	return raw > 0 ? fmin(raw, 1) : 0;
}

/* ---- an objective ---------------------------------------------------------------------------- */

static double given_weight(const struct part *part)
{
	return isnan(part->weight) ? WEIGHT_WHEN_MISSING : part->weight;
}

bool parts_are_weightless(const struct part *parts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (given_weight(&parts[i]) > 0)
			return false;
	}
	return true;
}

double part_weight(const struct part *part, bool is_weightless)
{
	return is_weightless ? 1 : given_weight(part);
}

double progress_roll_up(const struct part *parts, size_t count, bool is_completed)
{
	bool is_weightless = parts_are_weightless(parts, count);
	double sum = 0, weights = 0;

	if (count == 0)
		return is_completed ? 1 : 0;
	for (size_t i = 0; i < count; i++) {
		double weight = part_weight(&parts[i], is_weightless);

		sum += weight * parts[i].progress;
		weights += weight;
	}
	return sum / weights;
}

word worst_status(const struct part *parts, size_t count, bool key_results_only)
{
	bool is_weightless = parts_are_weightless(parts, count);
	word worst = WORD_NONE;

	for (size_t i = 0; i < count; i++) {
		const struct part *part = &parts[i];

		if (part->status == WORD_NONE || part->status == STATUS_NOT_STARTED ||
		    part_weight(part, is_weightless) == 0 || (key_results_only && part->is_child))
			continue;
		if (worst == WORD_NONE || part->status > worst)
			worst = part->status;
	}
	return worst;
}

word confidence_roll_up(const struct part *parts, size_t count)
{
	return worst_status(parts, count, false);
}

struct instant last_check_in_roll_up(const struct part *parts, size_t count)
{
	struct instant newest = INSTANT_NONE;

	for (size_t i = 0; i < count; i++) {
		/* INSTANT_NONE is the earliest instant of all. */
		if (parts[i].last_check_in_at.ms > newest.ms)
			newest = parts[i].last_check_in_at;
	}
	return newest;
}
