/*
 * Closing objectives and taking that back (product/cycles.md D, readings 160–162): outcome, grades and
 * notes of an objective and its key results, in one write. Progress stays what it is.
 */
#ifndef OKR_SERVICE_CLOSING_H
#define OKR_SERVICE_CLOSING_H

#include "model/key_result.h"
#include "model/objective.h"
#include "service/work.h"

/* What is said of a key result. */
struct closing_part {
	struct record record;
	struct id key_result_id;
	double grade;     /* NaN: it keeps the one that somebody gave, else one is proposed */
	word outcome;     /* WORD_NONE: none */
	struct text note; /* absent: what there is stays */
};

struct closing {
	struct record record;
	word outcome; /* enum outcome; dropped cancels the objective, the others complete it */
	double grade; /* as above */
	struct text note;
	struct list key_results; /* of struct closing_part; what is not named gets a proposed grade */
};

/* Faults of a part are noted under the list `key_results`. One that is closed already, or stands in a
 * closed cycle, is ERROR_CONFLICT. *out becomes the objective, filled, with its open children. */
const struct error *objective_close(struct work *work, struct id id, const struct closing *closing,
				    struct objective *out);

/* Needs work->reason (ERROR_INVALID on `reason`) and a closed objective (ERROR_CONFLICT). Grades and notes
 * stay. */
const struct error *objective_reopen(struct work *work, struct id id, struct objective *out);

#endif
