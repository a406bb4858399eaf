/*
 * What a person owes, in the order in which it is due.
 */
#ifndef OKR_SERVICE_TODO_H
#define OKR_SERVICE_TODO_H

#include "model/owed.h"
#include "service/resource.h"

/* Rows of struct owed. Nothing keeps it: todo_list makes it. */
extern const struct resource owed_resource;

struct todo_question {
	struct id person_id;
	struct date until; /* what is due then or before */
	size_t limit;
	bool has_after;
	struct date after; /* with after_id: behind this place */
	struct id after_id;
};

/* Fails unless the session may know what this person owes: an administrator, the person, and who is
 * above in the chain of managers. */
const struct error *todo_permits(struct work *work, struct id person_id);

/* What the person owes, can see, and the session can see. Values of KPIs for those with the scope
 * kpis:read. */
const struct error *todo_list(struct work *work, const struct todo_question *question,
			      struct page *out);

#endif
