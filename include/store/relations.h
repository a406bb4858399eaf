/*
 * How people stand to objectives: who owns what is above one, who is assigned, and what a manager's
 * departments cover. A few statements for any number of rows; what follows from the answers is the
 * service room's to say (service/policy.h).
 */
#ifndef OKR_STORE_RELATIONS_H
#define OKR_STORE_RELATIONS_H

#include "base/id.h"
#include "store/db.h"

/* Where an objective stands, as far as rights follow from it. */
struct standing {
	struct id id;
	struct id parent_id;
	struct id owner_id;
	struct id department_id;
	struct id team_id;
	bool is_deleted;
};

/*
 * These objectives, deleted or not, and every living one above them through living ones: struct
 * standing, ordered by id. One may be there twice. A circle ends where it began.
 */
const struct error *relations_above(struct db *db, struct id organisation_id, struct ids ids,
				    struct list *out);

/* Which of these objectives the person is assigned to, in their order; and perhaps others. */
const struct error *relations_assigned(struct db *db, struct id organisation_id,
				       struct id person_id, struct ids ids, struct ids *out);

/* A department and everything below it, and the teams of all of these, each in the order of ids. */
struct covered {
	struct ids departments, teams;
};

const struct error *relations_covered(struct db *db, struct id organisation_id,
				      struct id department_id, struct covered *out);

#endif
