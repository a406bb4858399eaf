/*
 * Reviews: what people write about each other's work in a review cycle. Drafts are read by nobody
 * but those who write them.
 */
#ifndef OKR_MODEL_REVIEW_H
#define OKR_MODEL_REVIEW_H

#include "model/thing.h"
#include "model/words.h"

struct review_cycle {
	struct record record;
	struct text name;
	word status;
	struct date due_date;
	int64_t reviewee_count; /* computed: distinct people reviewed */
};

struct review {
	struct record record;
	struct id review_cycle_id;
	struct id employee_id; /* who is reviewed */
	word type;
	word status;
	struct instant shared_at;
	struct list answers; /* of struct review_answer, kept in a table of its own */

	/* computed when read */
	struct text employee_name;
	struct text review_cycle_name;
};

struct review_answer {
	struct text question;
	struct text answer;
};

extern const struct thing review_cycle_thing;
extern const struct thing review_thing;
extern const struct thing review_answer_thing; /* without a table of records: its form alone */

#endif
