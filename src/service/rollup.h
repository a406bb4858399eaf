/*
 * Carrying a change up: from a history to its key result, from parts to their objective, and from
 * there to the root. All within the transaction that made the change. Private to this room.
 */
#ifndef OKR_SERVICE_ROLLUP_H
#define OKR_SERVICE_ROLLUP_H

#include "model/key_result.h"
#include "model/objective.h"
#include "service/work.h"

/* Sets the period that counts: its cycle is looked up. */
const struct error *objective_set_period(struct work *work, struct objective *objective);

/*
 * Sets everything of a key result that follows from its history and values: current value, status,
 * progress, trend, velocity and times. check_in_count is for whoever adds or removes a check-in to
 * count; it is set as well where the history tells better. Nothing is stored.
 */
const struct error *rollup_key_result(struct work *work, struct key_result *key_result);

/* Adds the objective's parts up anew and stores the result when it changed; so on with its parent
 * until nothing changes. A missing id is fine. */
const struct error *rollup_from(struct work *work, struct id objective_id);

/* From here on rollup_from remembers what it is asked for, and rollup_postponed does it, each once: for
 * writes of many records. */
void rollup_postpone(struct work *work);

/* Likewise: the key result has a new check-in. Its value and status become what they will be. */
void rollup_postpone_entry(struct work *work, const struct check_in *entry,
			   struct key_result *key_result);
const struct error *rollup_postponed(struct work *work);

/* The parts of one objective, as the arithmetic wants them. */
const struct error *objective_parts(struct work *work, struct id objective_id, struct part **out,
				    size_t *count);

/* Momentum anew for the key results of an objective, deleted ones included: its period changed, or it
 * wakes and nobody knows what changed. */
const struct error *rollup_momentum(struct work *work, const struct objective *objective);

#endif
