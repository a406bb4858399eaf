/*
 * Periods and cycles against today's date (domain.md sections 1 and 2), and how days are counted
 * (rulings.md 12). Whether an objective's period is its cycle's or its own is decided elsewhere.
 */
#ifndef OKR_MODEL_PERIOD_INTERNAL_H
#define OKR_MODEL_PERIOD_INTERNAL_H

#include "model/progress_internal.h"

/* When something starts to be measured: the later of the period's start and its creation. */
struct instant measured_since(struct period period, struct instant created_at);

/* Days between two UTC dates, 0 when `until` is the earlier one. */
int32_t days_since(struct instant since, struct date until);

#endif
