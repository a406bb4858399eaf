/*
 * An initiative: work that is meant to move a key result. It hangs on that, or on an objective, or on
 * nothing, and is visible when that is (rulings.md 8 and 53).
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
	/* What it hung on was hidden from some and is removed for good (rulings.md 53): only its
	 * owner and its creator see it, until it hangs on something again. */
	bool is_withheld;

	/* computed when read: the links unless what they name is deleted or hidden */
	struct id shown_objective_id, shown_key_result_id;
	int64_t can; /* enum can: one bit each; none unless a person asked */
};

extern const struct thing initiative_thing;

#endif
