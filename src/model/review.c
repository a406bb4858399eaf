/*
 * What review cycles, reviews and answers are, as tables. Who may read which review is the
 * service's.
 */
#include "model/review.h"

#include "model/directory.h"

static const struct field review_cycle_fields[] = {
	RECORD_FIELDS(struct review_cycle),
	FIELD(struct review_cycle, name, FIELD_COLUMN | FIELD_TITLE | FIELD_FILLED,
	      .example = "Q2 2026 Mid-Year Review", .meaning = "The review cycle's name."),
	FIELD(struct review_cycle, status, FIELD_COLUMN, .words = review_cycle_status_words,
	      .example = "active", .meaning = "draft, active or closed."),
	FIELD(struct review_cycle, due_date, FIELD_COLUMN, .example = "2026-05-03",
	      .meaning = "When reviews are due."),
	FIELD(struct review_cycle, reviewee_count, FIELD_FILLED, .source = SOURCE_READING,
	      .example = "2", .meaning = "How many people are reviewed."),
};

static const struct review_cycle blank_review_cycle = {
	.record = RECORD_BLANK,
	.status = REVIEW_CYCLE_DRAFT,
	.due_date = { INT32_MIN },
};

const struct thing review_cycle_thing = {
	.name = "review cycle",
	.table = "review_cycle",
	.form = THING_FORM(struct review_cycle, review_cycle_fields, blank_review_cycle,
			   review_cycle_thing),
	.app_id = THING_HAS_NONE,
	.deleted_at = THING_HAS_NONE,
};

static const struct field review_fields[] = {
	RECORD_FIELDS(struct review),
	FIELD(struct review, review_cycle_id, FIELD_COLUMN | FIELD_FILLED,
	      .refers = &review_cycle_thing, .meaning = "The review cycle that it belongs to."),
	FIELD(struct review, employee_id, FIELD_COLUMN | FIELD_FILLED, .refers = &person_thing,
	      .meaning = "Who is reviewed."),
	FIELD(struct review, type, FIELD_COLUMN | FIELD_FILLED, .words = review_type_words,
	      .meaning = "self, manager or peer."),
	FIELD(struct review, status, FIELD_COLUMN, .words = review_status_words,
	      .example = "shared", .meaning = "draft until it is shared."),
	FIELD(struct review, shared_at, FIELD_COLUMN, .meaning = "When it was shared."),
	FIELD(struct review, answers, 0, .source = SOURCE_TABLE,
	      .meaning = "Questions and answers, in their order."),
	FIELD(struct review, employee_name, FIELD_FILLED, .source = SOURCE_READING,
	      .example = "Sarah Chen", .meaning = "The name of who is reviewed."),
	FIELD(struct review, review_cycle_name, FIELD_FILLED, .source = SOURCE_READING,
	      .example = "Q2 2026 Mid-Year Review", .meaning = "The review cycle's name."),
};

static const struct review blank_review = {
	.record = RECORD_BLANK,
	.type = WORD_NONE,
	.status = REVIEW_DRAFT,
	.shared_at = { INT64_MIN },
};

const struct thing review_thing = {
	.name = "review",
	.table = "review",
	.form = THING_FORM(struct review, review_fields, blank_review, review_thing),
	.app_id = THING_HAS_NONE,
	.deleted_at = THING_HAS_NONE,
};

static const struct field answer_fields[] = {
	FIELD(struct review_answer, question, FIELD_COLUMN | FIELD_FILLED,
	      .example = "What went well this cycle?", .meaning = "What was asked."),
	FIELD(struct review_answer, answer, FIELD_COLUMN,
	      .example = "Shipped the onboarding redesign on time",
	      .meaning = "What was answered."),
};

static const struct review_answer blank_answer;

const struct thing review_answer_thing = {
	.name = "answer",
	.form = THING_FORM(struct review_answer, answer_fields, blank_answer, review_answer_thing),
	.app_id = THING_HAS_NONE,
	.deleted_at = THING_HAS_NONE,
};
