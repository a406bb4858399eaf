/*
 * What key results were before, for those who ask for it: read for a whole page, not row by row.
 */
#ifndef OKR_SERVICE_RECALL_H
#define OKR_SERVICE_RECALL_H

#include "model/key_result.h"
#include "service/work.h"

/* Fills `recent` and progress_week_ago of these key results as far as `wanted` names them: a few
 * questions for each 64 of them. */
const struct error *key_results_recall(struct work *work, struct key_result **items, size_t count,
				       const struct given *wanted);

#endif
