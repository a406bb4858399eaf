/*
 * How a KPI stands against its target, and whether its value is too old to be believed (domain.md
 * section 5). What a KPI is, as a record, stands elsewhere.
 */
#include "model/kpi_status.h"

#include <math.h>

#include "model/health.h"
#include "model/period_internal.h"
#include "progress_internal.h"

/* How far the value is from its target on the wrong side of it; 0 when the target is met. */
static double distance_missing(const struct kpi_input *input)
{
	double distance = input->target - input->current;

	return fmax(0, input->direction == KPI_LOWER ? -distance : distance);
}

double kpi_ratio(const struct kpi_input *input)
{
	double missing;

	if (isnan(input->current) || isnan(input->target))
		return NAN;
	missing = distance_missing(input);
	if (input->target == 0)
		return missing > 0 ? 0 : 1;
	/* A quotient of negative numbers would call the worse value the better one. */
	if (input->target < 0)
		return 1 - divide_finite(missing, -input->target);
	if (input->direction != KPI_LOWER)
		return divide_finite(input->current, input->target);
	/* Nothing or less than nothing of what should be low: met, though the quotient has no
	 * meaning there. */
	if (input->current <= 0)
		return 1;
	return divide_finite(input->target, input->current);
}

bool kpi_is_overdue(const struct kpi_input *input)
{
	struct instant since = instant_is_none(input->last_updated_at) ? input->created_at :
									 input->last_updated_at;

	return days_since(since, input->today) > frequency_days(input->frequency);
}

word kpi_status(const struct kpi_input *input)
{
	double ratio = kpi_ratio(input);

	if (isnan(ratio))
		return STATUS_NOT_STARTED;
	ratio = as_compared(ratio);
	if (ratio >= KPI_ON_TRACK_RATIO_MIN)
		return kpi_is_overdue(input) ? STATUS_AT_RISK : STATUS_ON_TRACK;
	return ratio >= KPI_AT_RISK_RATIO_MIN ? STATUS_AT_RISK : STATUS_OFF_TRACK;
}
