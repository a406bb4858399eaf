/*
 * Periods and cycles against today's date (domain.md sections 1 and 2), and how days are counted
 * (rulings.md 12). Whether an objective's period is its cycle's or its own is decided elsewhere.
 */
#include "model/period.h"

#include <assert.h>

#include "model/period_internal.h"
#include "progress_internal.h"

bool period_is_none(struct period period)
{
	assert(date_is_none(period.start) == date_is_none(period.end));
	return date_is_none(period.start);
}

double period_elapsed(struct period period, struct date today)
{
	int32_t total, elapsed;

	if (period_is_none(period))
		return 0;
	total = period.end.days - period.start.days + 1;
	elapsed = today.days - period.start.days;
	if (elapsed <= 0)
		return 0;
	return elapsed < total ? (double)elapsed / total : 1;
}

int32_t period_days_left(struct period period, struct date today)
{
	if (period_is_none(period) || today.days >= period.end.days)
		return 0;
	return period.end.days - today.days;
}

word cycle_status_of(struct period period, struct date today)
{
	assert(!period_is_none(period));
	if (today.days < period.start.days)
		return CYCLE_UPCOMING;
	return today.days <= period.end.days ? CYCLE_ACTIVE : CYCLE_ENDED;
}

struct instant measured_since(struct period period, struct instant created_at)
{
	struct instant start;

	if (period_is_none(period))
		return created_at;
	start = instant_of(period.start);
	return start.ms > created_at.ms ? start : created_at;
}

int32_t days_since(struct instant since, struct date until)
{
	struct date from = date_of(since);

	assert(!date_is_none(from) && !date_is_none(until));
	return until.days > from.days ? until.days - from.days : 0;
}
