/*
 * The life of a cycle beyond the verbs of every resource (product/cycles.md D): its steps from phase to
 * phase. What each phase allows is service/phases.h's to say.
 */
#ifndef OKR_SERVICE_CYCLES_H
#define OKR_SERVICE_CYCLES_H

#include "model/directory.h"
#include "service/work.h"

/*
 * Takes the cycle one step to this phase (enum cycle_phase), in a write: draft ↔ running → review →
 * closed, back from review and closed with work->reason. `note` (may be absent) is kept in the journal.
 * The phase that it is in already: nothing is written. Any other step is ERROR_CONFLICT, a missing
 * reason ERROR_INVALID on `reason`. *out becomes the cycle, filled.
 */
const struct error *cycle_step(struct work *work, struct id id, word phase, struct text note,
			       struct cycle *out);

#endif
