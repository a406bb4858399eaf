/*
 * The rules of key results: how their values fit together, what goes into their history, and what
 * a change carries up.
 */
#ifndef OKR_SERVICE_KEY_RESULTS_H
#define OKR_SERVICE_KEY_RESULTS_H

#include "service/resource.h"

/* Fills what follows from each row (struct key_result) alone, of those of an objective that is shown
 * itself: they ask nothing. */
void key_results_fill_within(struct list rows, struct id objective_id);

extern const struct resource key_result_resource;

#endif
