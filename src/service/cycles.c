/*
 * The steps of cycles. A closed cycle sleeps: what is stored of its objectives stays, whatever becomes of
 * what they are made of; one that wakes is added up anew.
 */
#include "service/cycles.h"

#include "base/copy.h"
#include "base/json_write.h"
#include "model/objective.h"
#include "service/directory.h"
#include "service/journal.h"
#include "service/resource.h"
#include "service/rollup.h"
#include "store/query.h"
#include "store/things.h"

enum { ROWS_AT_ONCE = 500 };

/* ---- steps ----------------------------------------------------------------------------------- */

struct step {
	word from, to;
	bool needs_reason;
};

static const struct step steps[] = {
	{ PHASE_DRAFT, PHASE_RUNNING, false },  { PHASE_RUNNING, PHASE_DRAFT, false },
	{ PHASE_RUNNING, PHASE_REVIEW, false }, { PHASE_REVIEW, PHASE_CLOSED, false },
	{ PHASE_REVIEW, PHASE_RUNNING, true },  { PHASE_CLOSED, PHASE_REVIEW, true },
};

static const struct step *find_step(word from, word to)
{
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (steps[i].from == from && steps[i].to == to)
			return &steps[i];
	return NULL;
}

static const struct error *check_step(struct work *work, const struct cycle *cycle, word phase)
{
	const struct step *step = find_step(cycle->phase, phase);

	if (!step)
		return error_new(work->arena, ERROR_CONFLICT,
				 "A cycle goes one step at a time: draft, running, review, closed. "
				 "This one is %s.",
				 word_text(cycle_phase_words, cycle->phase));
	if (step->needs_reason && text_is_none(work->reason))
		error_add(&work->faults, work->arena, ERROR_NO_MEMBER, TEXT("reason"),
			  "is required: say why the cycle goes back");
	return work_faults(work);
}

/* ---- waking ---------------------------------------------------------------------------------- */

/* Nobody knows what changed around it meanwhile. Each roll-up goes on upwards by itself. */
static const struct error *wake(struct work *work, const struct cycle *cycle)
{
	struct query query = {
		.thing = &objective_thing,
		.organisation_id = work->session.organisation_id,
		.sort_column = offsetof(struct record, id),
		.limit = ROWS_AT_ONCE,
	};
	struct list rows = { NULL, ROWS_AT_ONCE };

	query_add(&query, CONDITION_EQUAL, offsetof(struct objective, cycle_id),
		  value_id(cycle->record.id));
	while (rows.count == ROWS_AT_ONCE) {
		const struct error *error = query_run(work->db, &query, &rows);
		const struct objective *items = rows.items;

		for (size_t i = 0; !error && i < rows.count; i++)
			error = rollup_from(work, items[i].record.id);
		if (error)
			return error;
		query.has_after = true;
		if (rows.count > 0)
			query.after_id = items[rows.count - 1].record.id;
	}
	return NULL;
}

/* ---- the step -------------------------------------------------------------------------------- */

static struct text context_of(struct work *work, struct text note)
{
	struct buffer text = { 0 };
	struct json_writer json = { .out = &text };
	struct text context;

	if (text_is_none(note))
		return TEXT_NONE;
	json_open_object(&json);
	json_member(&json, TEXT("note"), note);
	json_close_object(&json);
	context = arena_copy(work->arena, buffer_text(&text));
	buffer_free(&text);
	return context;
}

static const struct error *store(struct work *work, const struct cycle *before, word phase,
				 struct text note)
{
	struct journal_entry *entry = journal_open(work, &cycle_thing);
	struct cycle after = *before;
	const struct error *error;

	after.phase = phase;
	after.closed_on = phase == PHASE_CLOSED ? date_of(work->stamp) : DATE_NONE;
	after.record.version++;
	after.record.updated_at = work->stamp;
	after.record.updated_by = work->session.person_id;
	work->is_unphased = false; /* for what the same write still does */
	journal_set_context(entry, context_of(work, note));
	error = thing_update(work->db, &cycle_thing, &after);
	if (!error && before->phase == PHASE_CLOSED)
		error = wake(work, &after);
	return error ? error : journal_close(work, entry, before, &after);
}

const struct error *cycle_step(struct work *work, struct id id, word phase, struct text note,
			       struct cycle *out)
{
	struct cycle before;
	const struct error *error = work_begin(work);

	if (!error)
		error = work_need(work, &cycle_thing, id, &before);
	if (error)
		return error;
	if (before.phase == phase)
		work->is_unchanged = true;
	else
		error = check_step(work, &before, phase);
	if (!error && before.phase != phase)
		error = store(work, &before, phase, note);
	return error ? error : resource_get(work, &cycle_resource, id, NULL, out);
}
