/*
 * What a cycle's phase allows: section D of product/cycles.md with readings 154, 156 and 159. One table
 * decides, by the phase and by the kind of write; whoever writes rows without the verbs of
 * service/resource.h asks here as well. Who may edit at all was decided before (service/policy.h).
 * Private to the service room.
 */
#ifndef OKR_SERVICE_PHASES_H
#define OKR_SERVICE_PHASES_H

#include "model/directory.h"
#include "model/objective.h"
#include "service/work.h"

/* What a write changes, as far as phases tell writes apart. */
enum phase_write {
	WRITE_WORDS,     /* titles and texts, who is responsible, grades; initiatives */
	WRITE_VALUES,    /* check-ins, and direct edits of a value or a status */
	WRITE_STRUCTURE, /* all else: what there is, where it belongs, what it is measured by */
	WRITE_CYCLE,     /* the cycle itself */
};

/* Whether the session may write so in this phase; WORD_NONE, of what has no cycle: always. */
bool phase_allows(const struct work *work, word phase, enum phase_write write);

/* Whether the phase of a cycle may refuse writes of the thing. */
bool phase_binds(const struct thing *thing);

/*
 * Whether the write is allowed at both its ends: ERROR_FORBIDDEN for what is for administrators in a
 * review, ERROR_CONFLICT for everything in a closed cycle, also for a change that changes nothing. As
 * `may` of a resource; things that belong to no cycle are always allowed.
 */
const struct error *phase_permits(struct work *work, const struct thing *thing, const void *before,
				  const void *after, const struct given *given);

/* Whether texts, grades and outcome of this objective may be written. */
const struct error *phase_permits_words(struct work *work, const struct objective *objective);

/* The same of all these new check-ins (struct check_in), in a few questions. */
const struct error *phase_permits_check_ins(struct work *work, struct list check_ins);

/* An objective, and the phase of its cycle. */
struct objective_phase {
	struct id objective_id;
	word phase; /* WORD_NONE: it has no cycle */
};

/* Of each of these ids a row (struct objective_phase), by id; unknown ones are left out. */
const struct error *phases_of(struct work *work, struct ids objectives, struct list *out);

/* The phase of one among them; WORD_NONE for any other. */
word phase_find(struct list phases, struct id objective_id);

/* The day that counts for what ages: today, or the day on which the cycle (NULL: there is none) was
 * closed. */
struct date cycle_day(const struct cycle *cycle, struct date today);

/* Sets the objective's day and the phase of its cycle, which is looked up. */
const struct error *objective_set_day(struct work *work, struct objective *objective);

#endif
