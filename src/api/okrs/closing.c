/*
 * The okrs dialect's closing of an OKR: what its body says, and the OKR that is answered. What closing
 * means is decided by the service.
 */
#include "api/okrs/closing.h"

#include "api/exchange.h"
#include "api/input/body.h"
#include "api/input/reason.h"
#include "api/okrs/okrs.h"
#include "api/output/page.h"
#include "service/closing.h"
#include "service/objectives.h"

#include <math.h>

/* ---- the body -------------------------------------------------------------------------------- */

#define GRADE(type)                                                                                \
	FIELD(type, grade, FIELD_SHARE, .max = 1, .example = "0.7",                                \
	      .meaning = "0–1; without it progress is proposed, rounded to 0.1.")
#define NOTE(type)                                                                                 \
	FIELD(type, note, 0, .example = "Activation rose, retention did not",                      \
	      .meaning = "What there is to say in the end; without it the note there is stays.")

static const struct field part_fields[] = {
	FIELD_AS("id", struct closing_part, key_result_id, FIELD_FILLED,
		 .refers = &key_result_thing, .example = "key result",
		 .meaning = "One of the key results."),
	GRADE(struct closing_part),
	FIELD(struct closing_part, outcome, 0, .words = outcome_words, .example = "partial",
	      .meaning = "What came out of it."),
	NOTE(struct closing_part),
};

static const struct closing_part blank_part = { .record = RECORD_BLANK,
						.grade = NAN,
						.outcome = WORD_NONE };

static const struct thing part_thing = {
	.name = "key result",
	.form = { sizeof(struct closing_part), part_fields,
		  sizeof(part_fields) / sizeof(part_fields[0]), &blank_part },
	.app_id = THING_HAS_NONE,
	.deleted_at = THING_HAS_NONE,
};

#define PART(name, member, flags, ...)                                                             \
	VIEW(name, struct closing_part, member, VIEW_NEW | (flags), __VA_ARGS__)

static const struct view_field part_rows[] = {
	PART("id", key_result_id, VIEW_NEEDED),
	PART("grade", grade, 0),
	PART("outcome", outcome, 0, .words = outcome_words),
	PART("note", note, 0),
};

static const struct view part_view = {
	.name = "ClosedKeyResult",
	.thing = &part_thing,
	.size = GIVEN_SIZE(struct closing_part),
	ROWS(part_rows),
};

static const struct field closing_fields[] = {
	FIELD(struct closing, outcome, FIELD_FILLED, .words = outcome_words, .example = "partial",
	      .meaning = "What came out of it; dropped cancels the OKR, the others complete it."),
	GRADE(struct closing),
	NOTE(struct closing),
	FIELD(struct closing, key_results, 0,
	      .meaning = "What became of its key results. One that is not named gets a proposed "
			 "grade."),
};

static const struct closing blank_closing = { .record = RECORD_BLANK,
					      .outcome = WORD_NONE,
					      .grade = NAN };

static const struct thing closing_thing = {
	.name = "closing",
	.form = { sizeof(struct closing), closing_fields,
		  sizeof(closing_fields) / sizeof(closing_fields[0]), &blank_closing },
	.app_id = THING_HAS_NONE,
	.deleted_at = THING_HAS_NONE,
};

static const struct view_field closing_rows[] = {
	VIEW("outcome", struct closing, outcome, VIEW_NEW | VIEW_NEEDED, .words = outcome_words),
	VIEW("grade", struct closing, grade, VIEW_NEW),
	VIEW("note", struct closing, note, VIEW_NEW),
	VIEW("key_results", struct closing, key_results, VIEW_NEW, .view = &part_view),
};

static const struct view closing_view = {
	.name = "Closing",
	.thing = &closing_thing,
	.size = GIVEN_SIZE(struct closing),
	ROWS(closing_rows),
};

static const struct field reopening_fields[] = {
	FIELD_AS("reason", struct closing, record.reason, FIELD_FILLED, .max = 1000,
		 .example = "A late invoice changed the figures",
		 .meaning = "Why it is open again; kept in the audit log."),
};

static const struct thing reopening_thing = {
	.name = "reopening",
	.form = { sizeof(struct closing), reopening_fields, 1, &blank_closing },
	.app_id = THING_HAS_NONE,
	.deleted_at = THING_HAS_NONE,
};

static const struct view_field reopening_rows[] = {
	VIEW("reason", struct closing, record.reason, VIEW_NEW),
};

static const struct view reopening_view = {
	.name = "Reopening",
	.thing = &reopening_thing,
	.size = GIVEN_SIZE(struct closing),
	ROWS(reopening_rows),
};

/* ---- doors ----------------------------------------------------------------------------------- */

static const struct error *close_okr(struct exchange *x)
{
	struct closing closing = blank_closing;
	struct objective objective;
	struct given given;
	const struct error *error = body_read(x, true, &closing, &given);

	if (!error)
		error = work_faults(&x->work);
	if (!error)
		error = objective_close(&x->work, path_id(x), &closing, &objective);
	if (!error)
		answer_record(x, &objective);
	return error;
}

static const struct error *reopen_okr(struct exchange *x)
{
	struct closing reopening = blank_closing;
	struct objective objective;
	struct given given;
	const struct error *error = body_read(x, true, &reopening, &given);

	if (!error)
		error = reason_take_member(x, &reopening, &given);
	if (!error)
		error = work_faults(&x->work);
	if (!error)
		error = objective_reopen(&x->work, path_id(x), &objective);
	if (!error)
		answer_record(x, &objective);
	return error;
}

static const struct route routes[] = {
	{ METHOD_POST, "/okrs/:id/close", SCOPE_WRITE_OKRS, close_okr, 200, ROUTE_BODY,
	  OF(objective, okr), .takes = &closing_view, .name = "closeOkr", .title = "Close an OKR",
	  .meaning =
		  "Says what came out of an OKR and its key results: an outcome, grades (0–1) and "
		  "notes. Grades that are missing are proposed from the progress and marked "
		  "`grade_proposed`; progress itself stays. OKRs below it are not closed with it: "
		  "`open_children` lists them.",
	  .sample = "outcome grade note", .conflict = "The OKR is closed already." },
	{ METHOD_POST, "/okrs/:id/reopen", SCOPE_WRITE_OKRS, reopen_okr, 200, ROUTE_BODY,
	  OF(objective, okr), .takes = &reopening_view, .name = "reopenOkr",
	  .title = "Reopen an OKR",
	  .meaning =
		  "Takes a closing back: the OKR is active again, it and its key results have no "
		  "outcome. Grades and notes stay.",
	  .sample = "reason", .conflict = "The OKR is not closed." },
};

const struct route_group okrs_closing_routes = ROUTES("/api/v1", .nouns = okr_nouns);
