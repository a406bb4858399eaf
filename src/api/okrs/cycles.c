/*
 * The okrs dialect's routes for the life of a cycle. Its name and its dates are the directory's; what a
 * phase allows is decided by the service for every dialect alike.
 */
#include "api/okrs/cycles.h"

#include "api/exchange.h"
#include "api/input/body.h"
#include "api/input/reason.h"
#include "api/okrs/directory.h"
#include "api/output/page.h"
#include "service/cycles.h"
#include "service/directory.h"

enum { NOTE_CHARACTERS_MAX = 2000 };

struct step {
	struct record record; /* its reason alone */
	word phase;
	struct text note;
};

static const struct field step_fields[] = {
	FIELD_AS("reason", struct step, record.reason, 0, .max = 1000,
		 .example = "The figures of March came late",
		 .meaning = "Why the cycle goes back; kept in the audit log. Needed from review to "
			    "running, and from closed to review."),
	FIELD(struct step, phase, FIELD_FILLED, .words = cycle_phase_words, .example = "review",
	      .meaning = "The next phase, or the one before."),
	FIELD(struct step, note, 0, .max = NOTE_CHARACTERS_MAX, .example = "All grades are in",
	      .meaning = "What else there is to say, for the audit log."),
};

static const struct step blank_step = { .record = RECORD_BLANK, .phase = WORD_NONE };

static const struct thing step_thing = {
	.name = "step",
	.form = { sizeof(struct step), step_fields, sizeof(step_fields) / sizeof(step_fields[0]),
		  &blank_step },
	.app_id = THING_HAS_NONE,
	.deleted_at = THING_HAS_NONE,
};

static const struct view_field step_rows[] = {
	VIEW("phase", struct step, phase, VIEW_NEW | VIEW_NEEDED, .words = cycle_phase_words),
	VIEW("note", struct step, note, VIEW_NEW),
	VIEW("reason", struct step, record.reason, VIEW_NEW),
};

static const struct view step_view = {
	.name = "CycleStep",
	.thing = &step_thing,
	.size = GIVEN_SIZE(struct step),
	ROWS(step_rows),
};

static const struct error *set_phase(struct exchange *x)
{
	struct step step = blank_step;
	struct cycle cycle;
	struct given given;
	const struct error *error = body_read(x, true, &step, &given);

	if (!error)
		error = reason_take_member(x, &step, &given);
	if (!error)
		error = work_faults(&x->work);
	if (!error)
		error = cycle_step(&x->work, path_id(x), step.phase, step.note, &cycle);
	if (!error)
		answer_record(x, &cycle);
	return error;
}

static const struct route routes[] = {
	{ METHOD_POST, "/cycles/:id/phase", SCOPE_WORKSPACE_ADMIN, set_phase, 200, ROUTE_BODY,
	  OF(cycle, cycle), .takes = &step_view, .name = "setCyclePhase",
	  .title = "Move a cycle to another phase",
	  .meaning = "One step at a time: `draft` ↔ `running` → `review` → `closed`, and back from "
		     "`review` and `closed` with a `reason`. A draft is a plan: it names no risks, "
		     "and nothing is due. In a review people go on checking in and grade their "
		     "OKRs, while structure and targets are for administrators alone. A closed "
		     "cycle is frozen: every write on its OKRs, key results, check-ins and "
		     "initiatives is a 409, and its numbers stay as they were. The phase that the "
		     "cycle is in already is answered without a write.",
	  .sample = "phase note", .conflict = "The step leaves out a phase." },
};

const struct route_group okrs_cycles_routes = ROUTES("/api/v1");
