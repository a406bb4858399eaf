/*
 * Periods and cycles against today's date (domain.md sections 1 and 2), and how days are counted
 * (rulings.md 12). Whether an objective's period is its cycle's or its own is decided elsewhere.
 */
#ifndef OKR_MODEL_PERIOD_H
#define OKR_MODEL_PERIOD_H

#include "model/score.h"

bool period_is_none(struct period period);

/* The elapsed share e, 0–1; 0 without a period. */
double period_elapsed(struct period period, struct date today);

/* end − today, never below 0 (rulings.md 40); 0 without a period. */
int32_t period_days_left(struct period period, struct date today);

word cycle_status_of(struct period period, struct date today);

#endif
