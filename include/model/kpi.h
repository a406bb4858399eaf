/*
 * A KPI: a number that is watched over time, beside OKRs, and its measurements.
 */
#ifndef OKR_MODEL_KPI_H
#define OKR_MODEL_KPI_H

#include "model/score.h"
#include "model/thing.h"

struct kpi {
	struct record record;
	struct text name;
	struct text description;
	word category;
	struct text group_name;
	struct id owner_id;
	struct id team_id;
	double initial_value; /* at creation: what is left when all updates are deleted */
	double current_value;
	double target_value;
	struct text unit;
	word update_frequency;
	word direction;
	struct instant last_updated_at; /* of the newest update; none before the first */
	struct text app_id;

	/* computed when read */
	word status;
	bool is_overdue;
	double ratio; /* of current to target, in the KPI's direction */
	int64_t can;  /* enum can: one bit each; none unless a person asked */

	/* on request alone */
	struct list recent; /* of struct recent_value (owed.h): the newest, oldest first */
	struct date due_on; /* of the next update */
};

struct kpi_update {
	struct record record;
	struct id kpi_id;
	double previous_value; /* of the update before it, in the end the initial value */
	double new_value;
	struct text comment;
	struct text app_id;
};

extern const struct thing kpi_thing;
extern const struct thing kpi_update_thing;

#endif
