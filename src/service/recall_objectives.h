/*
 * What is told of objectives on request alone, and of the key results that stand in them. How it is read
 * in general: recall.h.
 */
#ifndef OKR_SERVICE_RECALL_OBJECTIVES_H
#define OKR_SERVICE_RECALL_OBJECTIVES_H

#include "service/resource.h"

/* Fills it for all rows of a page: their resource's `recall`. */
const struct error *objectives_recall(struct work *work, struct list rows,
				      const struct shown *shown);

/* Adds the columns that this looks at to those that are read. */
void objectives_add_recalled(struct shown *shown);

#endif
