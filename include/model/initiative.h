/*
 * An initiative: work that is meant to move a key result.
 */
#ifndef OKR_MODEL_INITIATIVE_H
#define OKR_MODEL_INITIATIVE_H

#include "model/thing.h"
#include "model/words.h"

struct initiative {
	struct record record;
	struct text title;
	struct text description;
	word status;
	word priority;
	struct date start_date, end_date;
	struct id owner_id;
	struct id objective_id; /* implied by the key result where there is one */
	struct id key_result_id;
	struct text app_id;

	/* computed when read: the links unless what they name is deleted or hidden */
	struct id shown_objective_id, shown_key_result_id;
};

extern const struct thing initiative_thing;

#endif
