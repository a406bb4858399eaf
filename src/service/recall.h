/*
 * What is told of records on request alone (VIEW_ON_REQUEST): read for a whole page, not row by row. Each
 * member is a row of a table with the function that reads it; who may see what is told elsewhere may see
 * it here, and nobody else.
 */
#ifndef OKR_SERVICE_RECALL_H
#define OKR_SERVICE_RECALL_H

#include "model/key_result.h"
#include "service/resource.h"
#include "store/values.h"

/* Up to 64 records of one thing. */
struct recall_batch {
	struct id ids[VALUES_AT_ONCE];
	void *items[VALUES_AT_ONCE];
	size_t count;
};

struct recollection {
	size_t member; /* the place of what is told */
	const struct error *(*read)(struct work *work, struct recall_batch *batch);
};

/* Reads what `wanted` names of these records (pointers to structs that begin with struct record). */
const struct error *recall(struct work *work, void **items, size_t count,
			   const struct given *wanted, const struct recollection *table,
			   size_t rows);

/* Fills what is told on request of these key results, as far as `wanted` names it. */
const struct error *key_results_recall(struct work *work, struct key_result **items, size_t count,
				       const struct given *wanted);

/* The same of all rows of a page of KPIs: their resource's `recall`. */
const struct error *kpis_recall(struct work *work, struct list rows, const struct shown *shown);

#endif
