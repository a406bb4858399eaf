/*
 * Other ways to name an objective's place, as the objectives dialect has them: a group, a period by
 * its name, a list of key results (rulings.md 4 and 10). Private to the service room.
 */
#ifndef OKR_SERVICE_LINKS_INTERNAL_H
#define OKR_SERVICE_LINKS_INTERNAL_H

#include "model/objective.h"
#include "service/work.h"

/* Turns a given group_id into team, department and type, and a given period into a cycle. */
const struct error *objective_resolve_links(struct work *work, struct objective *after,
					    const struct given *given);

/* Of a change: whether key_result_ids are others than the objective has; to be asked before that. */
const struct error *objective_has_new_key_results(struct work *work, const struct objective *after,
						  const struct given *given, bool *out);

/* A key result gets another objective: what is linked to it follows. */
const struct error *initiatives_follow(struct work *work, struct id key_result_id,
				       struct id objective_id);

/* Links exactly the key results of key_result_ids; those left out lose their objective. What they
 * leave is added up anew; the objective itself is the caller's to add up. */
const struct error *objective_link_key_results(struct work *work, const struct objective *after);

#endif
