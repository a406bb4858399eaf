/*
 * Reading the objectives of a whole cycle, as reports do. Private to the service room.
 */
#ifndef OKR_SERVICE_OBJECTIVES_INTERNAL_H
#define OKR_SERVICE_OBJECTIVES_INTERNAL_H

#include "model/directory.h"
#include "service/work.h"

/*
 * The cycle's active objectives that the session may see, by id, filled like those of a list. The
 * number of statements does not depend on how many they are. `people`: struct person, by id.
 */
const struct error *objectives_of_cycle(struct work *work, struct cycle *cycle, struct list people,
					struct list *out);

#endif
