/*
 * Reads the records that a query asks for (model/query.h), counts them, or tells what they refer to.
 */
#ifndef OKR_STORE_QUERY_H
#define OKR_STORE_QUERY_H

#include "model/query.h"
#include "store/db.h"

const struct error *query_run(struct db *db, const struct query *query, struct list *out);
const struct error *query_count(struct db *db, const struct query *query, int64_t *out);

/* The distinct ids that the member has in the records of a query, in their order. */
const struct error *query_distinct(struct db *db, const struct query *query, size_t member,
				   struct ids *out);

/* The SQL of a query, for the test that explains every list. */
struct text query_text(struct arena *arena, const struct query *query);

#endif
