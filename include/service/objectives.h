/*
 * What the objectives dialect reads beyond the verbs of every resource.
 */
#ifndef OKR_SERVICE_OBJECTIVES_H
#define OKR_SERVICE_OBJECTIVES_H

#include "model/key_result.h"
#include "model/objective.h"
#include "service/resource.h"
#include "service/work.h"

/* Fills assignee_ids and viewer_ids of all rows (struct objective). */
const struct error *objective_load_people(struct work *work, struct list rows);

/* What is not closed any more has no outcome, and nobody who closed it; its grade stays. */
void objective_unclose(struct objective *objective);

extern const struct resource objective_resource;

#endif
