/*
 * What the files behind model/score.h and the reports share: every constant of domain.md, and the
 * few helpers that more than one of those files needs. Rooms above know the public headers alone.
 */
#ifndef OKR_MODEL_PROGRESS_INTERNAL_H
#define OKR_MODEL_PROGRESS_INTERNAL_H

#include "model/score.h"

/* ---- constants ------------------------------------------------------------------------------- */

/* Section 1. */
#define WEIGHT_WHEN_MISSING 1.0

/* Section 3: what is taken off 100. */
#define GAP_PENALTY_PER_POINT 1.25
#define LATE_PENALTY_MAX 14.0 /* grows from 0 just after T to this just before 2T */
#define STALLED_PENALTY 30.0
#define FLAT_PENALTY 5.0
#define DECLINING_PENALTY 10.0
#define REGRESSING_PENALTY 15.0

enum {
	DAYS_A_WEEK = 7,
	STALLED_AFTER_INTERVALS = 2, /* stalled from 2T on */

	/* How many gains it takes to see a trend. */
	FLAT_GAINS = 2,
	DECLINING_GAINS = 3,

	/* Section 4: the least score of each status; one point less is the cap that a key result's
	 * stored status puts on its objective. */
	SCORE_MAX = 100,
	ON_TRACK_SCORE_MIN = 75,
	AT_RISK_SCORE_MIN = 50,

	/* Comparisons at borders are made after rounding to so many places (rulings.md 40). */
	COMPARED_DECIMALS = 9,
};

/* Section 5. */
#define KPI_ON_TRACK_RATIO_MIN 0.80
#define KPI_AT_RISK_RATIO_MIN 0.60

/* Section 6: what is missed at the present pace. */
#define CRITICAL_MISS_ABOVE 0.40
#define HIGH_MISS_MIN 0.20

enum {
	SURE_AFTER_CHECK_INS = 8, /* confidence is full */

	/* Section 7: the least score of each band. */
	STRONG_SCORE_MIN = 80,
	GOOD_SCORE_MIN = 60,
	NEEDS_ATTENTION_SCORE_MIN = 40,

	/* Section 8. */
	INSIGHTS_MAX = 50,
	ENDING_DAYS_MAX = 14,
};

#define LATE_CHECK_IN_SHARE 0.5 /* what one between T and 2T counts as */
#define PACE_SHARE 0.40
#define CHECK_INS_SHARE 0.30
#define CONNECTION_SHARE 0.15
#define OWNERSHIP_SHARE 0.15
#define OBJECTIVE_SHARE 0.70
#define KPI_SHARE 0.30

/* product/reminders.md F1: how far behind what is expected a status may be suggested. */
#define SUGGESTED_ON_TRACK_GAP_MAX 0.10
#define SUGGESTED_AT_RISK_GAP_MAX 0.25

/* ---- grades (product/cycles.md D): from here on middle, and high ---- */
#define GRADE_MIDDLE_MIN 0.3
#define GRADE_HIGH_MIN 0.7

#define BEHIND_GAP_MIN 0.20
#define FAR_BEHIND_GAP_MIN 0.40
#define AHEAD_MIN 0.20

/* ---- helpers --------------------------------------------------------------------------------- */

/* A number as comparisons at borders see it. */
double as_compared(double number);

/* Whether progress counts as 1. Rounded, because a mean of ones may fall an ulp short. */
bool progress_is_done(double progress);

/*
 * a / b, kept within ±1e300. Values are at most 1e15, so only a divisor near the smallest double
 * gets that far; infinity could neither be printed as JSON nor subtracted from itself.
 */
double divide_finite(double a, double b);

/* Whether every weight is 0: then all parts count equally (section 1). */
bool parts_are_weightless(const struct part *parts, size_t count);

/* The weight that a part counts with; `is_weightless` is what parts_are_weightless said. */
double part_weight(const struct part *part, bool is_weightless);

/* The worst status of the counted parts, or of the key results among them. */
word worst_status(const struct part *parts, size_t count, bool key_results_only);

#endif
