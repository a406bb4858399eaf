/*
 * How a KPI stands against its target, and whether its value is too old to be believed (domain.md
 * section 5). What a KPI is, as a record, stands elsewhere.
 */
#ifndef OKR_MODEL_KPI_STATUS_H
#define OKR_MODEL_KPI_STATUS_H

#include "model/score.h"

/* NaN when current or target is missing. Not clamped: may exceed 1, or be below 0. */
double kpi_ratio(const struct kpi_input *input);
bool kpi_is_overdue(const struct kpi_input *input);
word kpi_status(const struct kpi_input *input);

#endif
