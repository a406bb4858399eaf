/*
 * The health score of an objective and the status that follows from it (domain.md sections 3 and
 * 4, rulings.md 16 and 41). Works on parts as they are stored: their progress, trend and newest
 * check-in were computed when they were written.
 */
#ifndef OKR_MODEL_HEALTH_H
#define OKR_MODEL_HEALTH_H

#include "model/score.h"

struct health health_of(const struct health_input *input);

/* The score h of one part (not rounded), for risks and reports, and its days since a check-in. */
double health_of_part(const struct health_input *input, const struct part *part);
int32_t part_days_since_check_in(const struct health_input *input, const struct part *part);

/* T: the days between two check-ins that a frequency expects. */
int32_t frequency_days(word frequency);

#endif
