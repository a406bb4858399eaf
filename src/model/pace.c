/*
 * How a key result keeps pace. The arithmetic of health decides what that costs; here it is only
 * told apart.
 */
#include "pace.h"

#include <math.h>

#include "model/health.h"
#include "model/period.h"

struct period period_of(const struct objective *objective)
{
	return (struct period){ objective->period_start, objective->period_end };
}

struct pace pace_of(const struct objective *objective, const struct key_result *key_result,
		    struct date today)
{
	struct health_input input = {
		.period = period_of(objective),
		.today = today,
		.created_at = objective->record.created_at,
		.frequency = objective->check_in_frequency,
	};
	struct part part = key_result_part(key_result);
	struct pace pace = {
		.expected = period_elapsed(input.period, today),
		.days_since_check_in = part_days_since_check_in(&input, &part),
		.interval = frequency_days(input.frequency),
		.is_done = progress_is_done(part.progress),
	};

	/* As in health: a yes or no is behind only when its time is over. */
	if (!part.is_boolean || pace.expected >= 1)
		pace.gap = as_compared(fmax(0, pace.expected - part.progress));
	pace.is_silent = pace.days_since_check_in >= STALLED_AFTER_INTERVALS * pace.interval;
	pace.is_stalled = pace.is_silent && !pace.is_done;
	return pace;
}

double pace_check_in_share(const struct pace *pace)
{
	if (pace->is_done || pace->days_since_check_in <= pace->interval)
		return 1;
	return pace->is_silent ? 0 : LATE_CHECK_IN_SHARE;
}
