/*
 * What an initiative is, as a table. Its rules are service/initiatives.c's.
 */
#include "model/initiative.h"

#include "model/directory.h"
#include "model/key_result.h"
#include "model/objective.h"

#define COLUMN(member, ...) FIELD(struct initiative, member, FIELD_COLUMN, __VA_ARGS__)

static const struct field fields[] = {
	RECORD_FIELDS(struct initiative),
	FIELD(struct initiative, title, FIELD_COLUMN | FIELD_TITLE | FIELD_FILLED,
	      .example = "Launch onboarding redesign", .meaning = "What is done."),
	COLUMN(description, .example = "Ship the new onboarding flow",
	       .meaning = "More about it, in free text."),
	COLUMN(status, .words = initiative_status_words, .example = "in_progress",
	       .meaning = "Where the work stands."),
	COLUMN(priority, .words = priority_words, .example = "p1",
	       .meaning = "p0 is the most urgent."),
	COLUMN(start_date, .example = "2026-04-01", .meaning = "First day."),
	COLUMN(end_date, .example = "2026-05-15", .meaning = "Last day."),
	COLUMN(owner_id, .refers = &person_thing, .meaning = "The person who does it."),
	COLUMN(objective_id, .source = SOURCE_LINK, .refers = &objective_thing,
	       .meaning = "The objective that it is about."),
	COLUMN(key_result_id, .refers = &key_result_thing,
	       .meaning = "The key result that it is meant to move."),
	FIELD(struct initiative, app_id, FIELD_COLUMN | FIELD_TITLE | FIELD_EXACT | FIELD_FIXED,
	      .meaning = "The application whose credential made it."),
	FIELD(struct initiative, is_withheld, FIELD_COLUMN | FIELD_FIXED,
	      .meaning = "Whether it hung on something that was not everybody's to see."),
	FIELD(struct initiative, shown_objective_id, 0, .source = SOURCE_READING,
	      .example = "objective", .meaning = "The objective that it is about."),
	FIELD(struct initiative, shown_key_result_id, 0, .source = SOURCE_READING,
	      .example = "key result", .meaning = "The key result that it is meant to move."),
	FIELD(struct initiative, can, 0, .source = SOURCE_READING, .example = "null",
	      .meaning = "What you may do with it; only people are told."),
};

static const struct initiative blank = {
	.record = RECORD_BLANK,
	.can = INTEGER_NONE,
	.status = INITIATIVE_TODO,
	.priority = WORD_NONE,
	.start_date = { INT32_MIN },
	.end_date = { INT32_MIN },
};

static const struct pair pairs[] = {
	{ PAIR_DATES, offsetof(struct initiative, start_date),
	  offsetof(struct initiative, end_date) },
};

const struct thing initiative_thing = {
	.name = "initiative",
	.table = "initiative",
	.form = THING_FORM(struct initiative, fields, blank, initiative_thing),
	.app_id = offsetof(struct initiative, app_id),
	.can = offsetof(struct initiative, can),
	.deleted_at = THING_HAS_NONE,
	PAIRS(pairs),
	.hiding = HIDING_INITIATIVE,
};
