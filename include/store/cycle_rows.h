/*
 * What belongs to the active objectives of a cycle (neither deleted nor archived), each kind of row
 * in one statement however many there are. Who may see which of it is for the caller to say, but for
 * the texts of check-ins.
 */
#ifndef OKR_STORE_CYCLE_ROWS_H
#define OKR_STORE_CYCLE_ROWS_H

#include "model/grades.h"
#include "model/query.h"
#include "store/db.h"

/* Their key results, like tree_key_results, and children of whatever cycle, like tree_children. */
const struct error *cycle_key_results(struct db *db, struct id organisation_id, struct id cycle_id,
				      struct list *out);
const struct error *cycle_children(struct db *db, struct id organisation_id, struct id cycle_id,
				   struct list *out);

/* The grades (struct graded_key_result) of the key results of all its objectives, whatever became of them
 * but for archived ones, by objective. */
const struct error *cycle_key_result_grades(struct db *db, struct id organisation_id,
					    struct id cycle_id, struct list *out);

/* The newest check-ins (struct check_in) of key results that are blocked, by key result; of several
 * at one time all, the one that counts last. `seen`: a query of check-ins whose viewer alone counts:
 * those that this person may see. */
const struct error *cycle_blockers(struct db *db, const struct query *seen, struct id cycle_id,
				   struct list *out);

#endif
