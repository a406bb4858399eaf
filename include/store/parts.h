/*
 * An objective and the parts that its numbers are made of, as a roll-up needs them.
 */
#ifndef OKR_STORE_PARTS_H
#define OKR_STORE_PARTS_H

#include "model/objective.h"
#include "store/db.h"

struct objective_parts {
	/* Its place in the tree, its cycle, its lifecycle and outcome, the end of its period, whether it is
	 * deleted, and what is rolled up in it; nothing else. */
	struct objective objective;
	bool is_asleep; /* its cycle is closed: what is stored of it stays (reading 155) */
	const struct part *parts; /* those that count: key results, then children, by id */
	size_t count;
};

/*
 * One question for all of it; *found false when there is no such objective. `newer` (may be NULL): a
 * child that tree_store was given in this climb and that is not sent yet; nothing else that is read here
 * may be held back.
 */
const struct error *parts_read(struct db *db, struct id organisation_id, struct id objective_id,
			       const struct objective *newer, struct objective_parts *out,
			       bool *found);

#endif
