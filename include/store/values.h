/*
 * Values of the past: what key results and KPIs were, and when. One or two questions for up to 64 of
 * them, which look at hardly more entries than they tell, however long the histories are.
 */
#ifndef OKR_STORE_VALUES_H
#define OKR_STORE_VALUES_H

#include "model/query.h"
#include "store/db.h"

enum { VALUES_AT_ONCE = 64 };

/* One entry of a history that says a value. */
struct past_value {
	struct id of; /* the key result or the KPI */
	struct instant at;
	double value;
	struct id entry; /* of those that are the newest */
};

/* Up to `limit` newest values of each key result, by key result, oldest first: of those entries that
 * the session may see. `seen`: a query of check-ins, limited to that. */
const struct error *values_newest(struct db *db, const struct query *seen, const struct id *ids,
				  size_t count, size_t limit, struct list *out);

/* The same of KPIs; `seen`: a query of KPI updates. */
const struct error *values_newest_of_kpis(struct db *db, const struct query *seen,
					  const struct id *ids, size_t count, size_t limit,
					  struct list *out);

/* Up to `limit` newest check-ins of each key result, edits left out: by key result, oldest first. */
const struct error *values_newest_check_ins(struct db *db, const struct query *seen,
					    const struct id *ids, size_t count, size_t limit,
					    struct list *out);

/* The value of the entry before each of these entries, whoever may see it: `of` is the entry's id, in
 * order; NaN where there is none before it. */
const struct error *values_previous(struct db *db, struct id organisation_id, const struct id *ids,
				    size_t count, struct list *out);

/* Of each key result the last value before an instant, by key result, whoever may see the entry that
 * says it; those without one have the value NaN. */
const struct error *values_before(struct db *db, struct id organisation_id, const struct id *ids,
				  size_t count, struct instant before, struct list *out);

#endif
