/*
 * Who has to check in: key results whose objective is running, of one person.
 */
#ifndef OKR_STORE_OWED_H
#define OKR_STORE_OWED_H

#include "model/query.h"
#include "store/db.h"

struct owed_question {
	struct id organisation_id;
	struct id person_id;
	struct date today;
	/* Whose eyes have to see the key result: the person's and the asker's. NULL: all do. */
	const struct viewer *viewers[2];
	struct text app_id; /* absent: of every application */
};

/* A key result and what its due date hangs on. */
struct owed_row {
	struct id id;
	struct text title;
	struct text unit;
	word metric_type;
	word direction;
	double start_value, target_value, current_value, initial_value, progress;
	struct instant last_check_in_at;
	word last_check_in_status;
	struct id objective_id;
	struct text objective_title;
	struct text objective_app_id;
	word check_in_frequency;
	struct date period_start, period_end;
};

/*
 * One question: rows of struct owed_row, those of which the person is the owner, and those without an
 * owner whose objective is the person's; of objectives that are active, not archived, whose period has
 * begun and is not over, and whose cycle runs.
 */
const struct error *owed_key_results(struct db *db, const struct owed_question *question,
				     struct list *out);

#endif
