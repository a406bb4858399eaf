/*
 * Reading the objectives of a whole cycle, as reports do, and what the health of one is made from.
 * Private to the service room.
 */
#ifndef OKR_SERVICE_OBJECTIVES_INTERNAL_H
#define OKR_SERVICE_OBJECTIVES_INTERNAL_H

#include "model/directory.h"
#include "model/objective.h"
#include "service/work.h"

/*
 * The cycle's active objectives that the session may see, by id, filled like those of a list. The
 * number of statements does not depend on how many they are. `people`: struct person, by id.
 */
const struct error *objectives_of_cycle(struct work *work, struct cycle *cycle, struct list people,
					struct list *out);

/* What health_of looks at: key results (struct key_result) and children (struct child_part) that
 * count, in this order. */
struct health_input objective_health_input(struct work *work, const struct objective *objective,
					   struct list key_results, struct list children);

#endif
