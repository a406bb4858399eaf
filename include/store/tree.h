/*
 * The tree of objectives as roll-ups and lists need it: parts, ancestors, and what lies below a
 * page of objectives, in one range scan per kind of row.
 */
#ifndef OKR_STORE_TREE_H
#define OKR_STORE_TREE_H

#include "model/key_result.h"
#include "model/objective.h"
#include "store/db.h"

/* A child objective that counts (not deleted, archived or cancelled), as a part of its parent. */
struct child_part {
	struct id parent_id;
	struct id id;
	double weight;
	double progress;
	word confidence_level;
	struct instant last_check_in_at;
};

struct part child_part_as_part(const struct child_part *child);

/* Which objectives: all ids from the smallest to the greatest of the list when `is_dense` (a page
 * of the whole workspace), else exactly the listed ones, asked in steps. */
struct tree_range {
	struct id organisation_id;
	const struct id *ids;
	size_t count;
	bool is_dense;
	const struct form *form; /* what is read of key results; NULL: all of it */
};

/* Rows of struct key_result (not deleted), ordered by objective, then by creation. */
const struct error *tree_key_results(struct db *db, const struct tree_range *range,
				     struct list *out);

/* Rows of struct child_part, ordered by parent. */
const struct error *tree_children(struct db *db, const struct tree_range *range, struct list *out);

/* The slice of an ordered list that belongs to `id`; `size` of a row, `place` of the id in it. */
struct list tree_slice(struct list rows, size_t size, size_t place, struct id id);

/* Stores what an objective's parts add up to, with the next question or the commit. */
void tree_store(struct db *db, const struct objective *objective);

/* How many objectives lie on the longest chain from this one down to a leaf, itself and deleted
 * ones included (at most OBJECTIVE_DEPTH_MAX + 1 are counted); 0 when it does not exist. */
const struct error *tree_height(struct db *db, struct id organisation_id, struct id id,
				int64_t *out);

/* The ids (struct id, side by side) of an objective and of everything above it, deleted ones
 * included, the root last; at most OBJECTIVE_DEPTH_MAX + 1 of them. */
const struct error *tree_ancestors(struct db *db, struct id organisation_id, struct id id,
				   struct list *out);

/* Who is assigned to an objective, and who may read it beside: all of these are people's ids. */
const struct error *tree_load_people(struct db *db, const struct tree_range *range,
				     struct list objectives);
const struct error *tree_store_people(struct db *db, const struct objective *objective);

/* A key result has moved: initiatives that are linked to it follow. */
const struct error *tree_move_initiatives(struct db *db, struct id organisation_id,
					  struct id key_result_id, struct id objective_id);

/* Soft-deletes or restores the key results of an objective: those not deleted, and those deleted
 * at exactly `deleted_at`. */
const struct error *tree_delete_key_results(struct db *db, const struct objective *objective);
const struct error *tree_restore_key_results(struct db *db, const struct objective *objective,
					     struct instant deleted_at);

#endif
