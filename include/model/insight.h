/*
 * Insights: what deserves somebody's attention in a cycle, found by rule (domain.md section 8). The
 * same rows give the same insights, with the same ids, in the same order.
 */
#ifndef OKR_MODEL_INSIGHT_H
#define OKR_MODEL_INSIGHT_H

#include "model/report.h"

struct insight {
	struct text id; /* "stalled-" and the subject's id: the same as long as the fact lasts */
	word type;
	word severity;
	struct text title;
	struct text message; /* with the numbers in it */
	struct text recommendation;
	word subject; /* enum subject */
	/* The subject and what it is part of; the others are none. */
	struct id objective_id, key_result_id, kpi_id, cycle_id;
};

/* By severity (the worst first), then type, then subject; the first 50. `severity`: those of this
 * severity alone, or WORD_NONE. *out: a list of struct insight. */
void insights_of(struct arena *arena, const struct report_rows *rows, word severity,
		 struct list *out);

#endif
