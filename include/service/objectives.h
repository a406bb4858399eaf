/*
 * What the objectives dialect reads beyond the verbs of every resource.
 */
#ifndef OKR_SERVICE_OBJECTIVES_H
#define OKR_SERVICE_OBJECTIVES_H

#include "model/key_result.h"
#include "model/objective.h"
#include "service/work.h"

/* The cycle with exactly this name (whatever its case), or ID_NONE. */
const struct error *cycle_find_named(struct work *work, struct text name, struct id *out);

/* Fills `history` of every row (struct key_result). */
const struct error *key_result_load_history(struct work *work, struct list rows);

#endif
