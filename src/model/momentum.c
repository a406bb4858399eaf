/*
 * Trend and velocity of a key result from its newest check-ins (domain.md section 3). They are
 * computed at each write and stored, so that reading needs no history; what a trend costs in
 * health is decided in health.c.
 */
#include "model/momentum.h"

#include <assert.h>

#include "model/period_internal.h"
#include "model/progress.h"
#include "progress_internal.h"

enum { GAINS_MAX = MOMENTUM_POINTS - 1 };

/* The last of these gains is the newest. */
struct gains {
	double weekly[GAINS_MAX];
	size_t count;
};

static double raw_at(const struct metric *metric, double value)
{
	struct metric then = *metric;

	then.current = value;
	return progress_raw(&then);
}

/* Raw progress won each day between two points. Check-ins of one day are a day apart here, so that
 * two of them neither divide by 0 nor show a week's gain in an hour. */
static double daily_gain(const struct metric *metric, struct point before, struct point now)
{
	int32_t days = days_since(before.at, date_of(now.at));

	return (raw_at(metric, now.value) - raw_at(metric, before.value)) / (days > 1 ? days : 1);
}

/* What stands before the first check-in. */
static struct point point_of_start(const struct metric *metric, struct instant since,
				   struct point first)
{
	/* A history that was entered afterwards may begin before its key result was made. */
	if (first.at.ms < since.ms)
		since = first.at;
	return (struct point){ since, metric->start };
}

/* The gains from points[0] on; rounded, so that noise in the last bits is no trend. */
static struct gains gains_of(const struct metric *metric, const struct point *points, size_t count)
{
	struct gains gains = { .count = count - 1 };

	assert(gains.count <= GAINS_MAX);
	for (size_t i = 0; i < gains.count; i++)
		gains.weekly[i] =
			as_compared(daily_gain(metric, points[i], points[i + 1]) * DAYS_A_WEEK);
	return gains;
}

static word trend_of(const struct gains *gains)
{
	const double *end = gains->weekly + gains->count;

	if (end[-1] < 0)
		return TREND_REGRESSING;
	if (gains->count >= DECLINING_GAINS && end[-3] > end[-2] && end[-2] > end[-1])
		return TREND_DECLINING;
	if (gains->count >= FLAT_GAINS && end[-2] == 0 && end[-1] == 0)
		return TREND_FLAT;
	return TREND_STEADY;
}

struct momentum momentum_of(const struct metric *metric, bool is_boolean,
			    const struct point *points, size_t count, struct period period,
			    struct instant created_at)
{
	struct point window[MOMENTUM_POINTS];
	size_t size = 0;
	struct gains gains;

	assert(count <= MOMENTUM_POINTS);
	if (count == 0)
		return (struct momentum){ TREND_STEADY, 0 };
	if (count < MOMENTUM_POINTS)
		window[size++] =
			point_of_start(metric, measured_since(period, created_at), points[0]);
	for (size_t i = 0; i < count; i++)
		window[size++] = points[i];
	gains = gains_of(metric, window, size);
	return (struct momentum){
		.trend = is_boolean ? TREND_STEADY : trend_of(&gains),
		.velocity = daily_gain(metric, window[0], window[size - 1]),
	};
}
