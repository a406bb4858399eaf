/*
 * What reviews keep in tables of their own, and what is counted over them.
 */
#ifndef OKR_STORE_REVIEWS_H
#define OKR_STORE_REVIEWS_H

#include "model/review.h"
#include "store/db.h"

struct review_count {
	struct id review_cycle_id;
	int64_t people; /* distinct */
};

/* For every review cycle that has reviews. */
const struct error *review_count_people(struct db *db, struct id organisation_id, struct list *out);

/* Fills `answers`. */
const struct error *review_load_answers(struct db *db, struct review *review);

/* Puts the review's answers in the place of those that are stored. */
const struct error *review_store_answers(struct db *db, const struct review *review);

#endif
