/*
 * What the goals dialect reads of objectives beyond the verbs of every resource.
 */
#ifndef OKR_SERVICE_GOALS_H
#define OKR_SERVICE_GOALS_H

#include "model/key_result.h"
#include "model/objective.h"
#include "service/resource.h"

enum { GOAL_DEPTH_MAX = 5, GOAL_CHECK_INS_MAX = 50 };

/* A goal with what stands around it, in the numbers that its session may see. */
struct goal {
	struct objective objective; /* first: views of objectives fit goals */
	struct id owner_employee_id, owner_department_id, owner_team_id; /* one of them, or none */
	struct list parent;      /* of struct goal: one, or none at the top */
	struct list key_results; /* of struct goal_key_result */
	struct list children;    /* of struct goal */
	int64_t key_result_count;
	bool has_children;
};

struct goal_key_result {
	struct key_result key_result; /* first, likewise */
	struct list check_ins; /* of struct check_in, the newest GOAL_CHECK_INS_MAX, newest first */
};

/*
 * The goal with parent, key results and check-ins, and `depth` levels of children with theirs; the
 * level below is there without key results. *out lives in the work's arena.
 */
const struct error *goal_get(struct work *work, struct id id, int depth, struct goal **out);

/* A page of goals (rows of struct goal) with their parents, and how many there are in all. */
const struct error *goal_search(struct work *work, struct query *query, struct page *out,
				int64_t *total);

/* An objective and everything above it that the session may see, the nearest first: struct
 * objective. For what a check-in has moved. */
const struct error *goal_chain(struct work *work, struct id id, struct list *out);

#endif
