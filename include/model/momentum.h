/*
 * Trend and velocity of a key result from its newest check-ins (domain.md section 3). They are
 * computed at each write and stored, so that reading needs no history; what a trend costs in
 * health is decided in health.c.
 */
#ifndef OKR_MODEL_MOMENTUM_H
#define OKR_MODEL_MOMENTUM_H

#include "model/score.h"

/*
 * `points`: the newest check-ins, oldest first: all of them, or the newest MOMENTUM_POINTS.
 * `metric` gives start, target and direction (current is not looked at). The point before the
 * first check-in is start_value at the later of the period's start and `created_at`, or at the first check-in's own time if that is earlier (rulings.md 40).
 * A boolean is always steady; its velocity is computed like any other.
 */
struct momentum momentum_of(const struct metric *metric, bool is_boolean,
			    const struct point *points, size_t count, struct period period,
			    struct instant created_at);

#endif
