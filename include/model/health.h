/*
 * The health score of an objective and the status that follows from it (domain.md sections 3 and
 * 4, rulings.md 16 and 41). Works on parts as they are stored: their progress, trend and newest
 * check-in were computed when they were written.
 */
#ifndef OKR_MODEL_HEALTH_H
#define OKR_MODEL_HEALTH_H

#include "model/score.h"

struct health health_of(const struct health_input *input);

/* What one part adds to the score: `share` of its health, which is 100 less the penalties, and never
 * below 0. A part that is done has no penalties. */
struct health_term {
	double weight; /* as it counts where one is missing */
	double share;  /* 0–1: of all weights; equal shares when all of them are 0 */
	double progress;
	double gap; /* max(0, e − p); 0 for a boolean whose time is not over */
	int64_t days_since_check_in;
	double penalty_gap, penalty_recency, penalty_velocity; /* points */
	double health;                                         /* 0–100, not rounded */
};

/* One for each part, in their order. */
void health_terms(const struct health_input *input, struct health_term *out);

/* The status of a key result that keeps the score below the sum of the terms; WORD_NONE when none
 * does. */
word health_cap(const struct health_input *input);

/* The score h of one part (not rounded), for risks and reports, and its days since a check-in. */
double health_of_part(const struct health_input *input, const struct part *part);
int32_t part_days_since_check_in(const struct health_input *input, const struct part *part);

/* T: the days between two check-ins that a frequency expects. */
int32_t frequency_days(word frequency);

#endif
