/*
 * Why an objective has the progress and the health that it has (product/console.md A3, readings 150 and
 * 151): the terms that were summed.
 */
#ifndef OKR_SERVICE_EXPLAIN_H
#define OKR_SERVICE_EXPLAIN_H

#include "model/health.h"
#include "model/objective.h"
#include "service/work.h"

/* A part: a key result, a child, or all those that the session may not see as one without a name, of
 * which type, id, title, penalties, gap and days are absent. */
struct explained_part {
	word type; /* enum subject */
	struct id id;
	struct text title;
	struct health_term term;
};

struct explanation {
	double progress;
	int64_t health;
	word cap; /* of enum status: what somebody said lowered the score to; or WORD_NONE */
	double expected_progress;
	struct list parts; /* of struct explained_part; the unnamed one is the last */
};

/* The sums are the same for everybody who may see the objective. */
const struct error *objective_explain(struct work *work, struct id id, struct explanation *out);

#endif
