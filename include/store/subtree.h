/*
 * An objective and everything below it that counts, as it is linked now, with all values of the past.
 */
#ifndef OKR_STORE_SUBTREE_H
#define OKR_STORE_SUBTREE_H

#include "model/score.h"
#include "store/db.h"

/* An objective of the subtree. */
struct subtree_node {
	struct id parent_id;
	struct id id;
	double weight;
	word lifecycle;
};

/* A key result of one of them. */
struct subtree_key_result {
	struct id home_id;
	struct id id;
	double weight;
	double start_value, target_value, initial_value;
	word direction;
};

struct subtree {
	struct list nodes;       /* struct subtree_node, by parent, then by id */
	struct list key_results; /* struct subtree_key_result, by objective, then by id */
	struct list values;      /* struct past_value, by key result, oldest first */
};

/* Three questions, however large it is. */
const struct error *subtree_read(struct db *db, struct id organisation_id, struct id objective_id,
				 struct subtree *out);

/* The subtrees of up to SUBTREES_AT_ONCE objectives together, each node and key result once, without
 * values. Two questions. */
enum { SUBTREES_AT_ONCE = 64 };

const struct error *subtree_read_parts(struct db *db, struct id organisation_id,
				       const struct id *ids, size_t count, struct subtree *out);

#endif
