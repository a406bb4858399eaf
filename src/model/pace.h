/*
 * How a key result keeps pace with its period and with the check-ins that are expected of it: what
 * risks, insights and reports all look at. Private to the model room.
 */
#ifndef OKR_MODEL_PACE_H
#define OKR_MODEL_PACE_H

#include "model/key_result.h"
#include "model/objective.h"
#include "progress_internal.h"

struct pace {
	double expected;             /* e: the elapsed share of the objective's period */
	double gap;                  /* max(0, e − p); 0 for a boolean whose time is not over */
	int32_t days_since_check_in; /* d */
	int32_t interval;            /* T: days between check-ins that are expected */
	bool is_done;                /* p counts as 1 */
	bool is_silent;              /* d ≥ 2T, done or not */
	bool is_stalled;             /* the same, and not done */
};

struct pace pace_of(const struct objective *objective, const struct key_result *key_result,
		    struct date today);

struct period period_of(const struct objective *objective);

/* What its newest check-in counts as: 1 in time or done, a half when late, 0 when stalled. */
double pace_check_in_share(const struct pace *pace);

#endif
