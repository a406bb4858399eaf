/*
 * Progress of a key result and of an objective, and what else rolls up from parts to their
 * objective (domain.md section 1, rulings.md 15 and 41). Which parts count at all is decided by
 * whoever collects them; health is made in health.c.
 */
#ifndef OKR_MODEL_PROGRESS_H
#define OKR_MODEL_PROGRESS_H

#include "model/score.h"

/* (current - start) / (target - start), not clamped; with target = start it is progress_of. */
double progress_raw(const struct metric *metric);

/* Clamped to 0–1. */
double progress_of(const struct metric *metric);

/* The direction that the values themselves show; `stored` when start equals target. */
word metric_direction(double start, double target, word stored);

/* Σ w·p / Σ w. All weights 0: all count equally. Nothing to count: 1 when completed, else 0. */
double progress_roll_up(const struct part *parts, size_t count, bool is_completed);

/* The worst status of the parts (off_track > at_risk > on_track), WORD_NONE when no part has one;
 * not_started counts as none; parts of weight 0 take no part, unless all weights are 0. */
word confidence_roll_up(const struct part *parts, size_t count);

/* The newest check-in of all parts, weight 0 included; INSTANT_NONE when there is none. */
struct instant last_check_in_roll_up(const struct part *parts, size_t count);

#endif
