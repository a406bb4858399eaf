/*
 * What an objective is, as tables. Its arithmetic stands in the score files, its rules in the
 * service room.
 */
#include "model/objective.h"

#include <math.h>

#include "model/directory.h"
#include "model/key_result.h"

#define COLUMN(member, ...) FIELD(struct objective, member, FIELD_COLUMN, __VA_ARGS__)
#define TITLE(member, ...) FIELD(struct objective, member, FIELD_COLUMN | FIELD_TITLE, __VA_ARGS__)
#define COMPUTED(member, ...) FIELD(struct objective, member, 0, __VA_ARGS__)

static const struct field fields[] = {
	RECORD_FIELDS(struct objective),
	COLUMN(parent_id, .refers = &objective_thing, .example = "null",
	       .meaning = "The objective that this one contributes to."),
	COLUMN(cycle_id, .refers = &cycle_thing, .meaning = "The cycle that it is planned for."),
	COLUMN(owner_id, .refers = &person_thing, .meaning = "The person accountable for it."),
	COLUMN(department_id, .refers = &department_thing, .example = "null",
	       .meaning = "The department it belongs to."),
	COLUMN(team_id, .refers = &team_thing, .example = "null",
	       .meaning = "The team it belongs to."),
	FIELD(struct objective, title, FIELD_COLUMN | FIELD_TITLE | FIELD_SEARCHED,
	      .example = "Improve onboarding conversion",
	      .meaning = "Short, action-oriented title."),
	FIELD(struct objective, description, FIELD_COLUMN | FIELD_SEARCHED,
	      .example = "Lift activation in the first 7 days",
	      .meaning = "The intent and context in free text."),
	TITLE(category, .example = "growth",
	      .meaning = "The strategic category that it contributes to."),
	TITLE(period, .example = "2026-Q4",
	      .meaning = "The planning period it belongs to, e.g. 2026-Q4."),
	FIELD(struct objective, app_id, FIELD_COLUMN | FIELD_TITLE | FIELD_EXACT | FIELD_FIXED,
	      .example = "null", .meaning = "The application whose credential made it."),
	TITLE(source, .example = "edm", .meaning = "Provenance tag."),
	FIELD(struct objective, tags, FIELD_COLUMN | FIELD_TEXTS, .example = "[\"growth\"]",
	      .meaning = "Free-form tags."),
	FIELD(struct objective, linked_project_ids, FIELD_COLUMN | FIELD_EXACT, .example = "[]",
	      .meaning = "Ids of projects that contribute to it."),
	FIELD(struct objective, dependencies, FIELD_COLUMN | FIELD_EXACT, .example = "[]",
	      .meaning = "External dependencies that affect it."),
	COLUMN(weight, .min = 0, .max = 1e15, .example = "1",
	       .meaning = "Relative importance within its parent."),
	COLUMN(date_start, .example = "2026-04-01",
	       .meaning = "First day, for objectives without a cycle."),
	COLUMN(date_end, .example = "2026-06-30",
	       .meaning = "Last day, for objectives without a cycle."),
	COLUMN(period_start, .source = SOURCE_PERIOD, .example = "2026-04-01",
	       .meaning = "First day of its period: its cycle's, else its own."),
	COLUMN(period_end, .source = SOURCE_PERIOD, .example = "2026-06-30",
	       .meaning = "Last day of its period."),
	COLUMN(type, .words = objective_type_words, .meaning = "The level it stands on."),
	COLUMN(visibility, .words = visibility_words, .meaning = "Whose members may read it."),
	COLUMN(lifecycle, .words = lifecycle_words, .example = "active",
	       .meaning = "Where it stands in its life."),
	COLUMN(check_in_frequency, .words = frequency_words,
	       .meaning = "How often check-ins are expected."),
	COLUMN(source_type, .words = source_type_words, .example = "api",
	       .meaning = "Where the write came from."),
	COLUMN(is_archived, .meaning = "Put away: left out of lists and roll-ups."),
	COLUMN(is_shared, .example = "true",
	       .meaning = "Whether others than those involved may read it."),
	FIELD(struct objective, schema_version, FIELD_COLUMN | FIELD_COUNT, .example = "1",
	      .meaning = "Version of the record's schema."),
	FIELD(struct objective, progress, FIELD_COLUMN | FIELD_SHARE, .source = SOURCE_ROLL_UP,
	      .example = "0.65", .meaning = "Weighted progress of its parts."),
	COLUMN(confidence_level, .source = SOURCE_ROLL_UP, .words = status_words,
	       .example = "on_track",
	       .meaning = "The worst status among its key results and child objectives."),
	COLUMN(last_check_in_at, .source = SOURCE_ROLL_UP,
	       .meaning = "The newest check-in below it."),
	FIELD(struct objective, grade, FIELD_COLUMN | FIELD_SHARE, .max = 1, .example = "0.7",
	      .meaning = "How well it went, 0–1, by those who know; progress stays beside it."),
	COLUMN(grade_proposed,
	       .meaning = "Whether the grade was proposed at the closing, from the progress."),
	COLUMN(outcome, .words = outcome_words, .example = "partial",
	       .meaning = "What came out of it."),
	COLUMN(closing_note, .example = "Activation rose, retention did not",
	       .meaning = "What there is to say in the end."),
	COLUMN(closed_at, .example = "null", .meaning = "When it was closed."),
	COLUMN(closed_by, .example = "null", .meaning = "The person who closed it."),
	COLUMN(deleted_at, .example = "null", .meaning = "When it was deleted."),
	COLUMN(deleted_by, .example = "null", .meaning = "The person who deleted it."),
	COMPUTED(owner_name, .source = SOURCE_READING, .example = "Alice Nguyen",
		 .meaning = "The owner's name."),
	COMPUTED(cycle_name, .source = SOURCE_READING, .example = "Q2 2026",
		 .meaning = "The cycle's name."),
	COMPUTED(shown_parent_id, .source = SOURCE_READING, .example = "null",
		 .meaning = "The objective that this one contributes to."),
	COMPUTED(health, .source = SOURCE_READING, .meaning = "The health score with its parts."),
	FIELD_AS("health_score", struct objective, health.score, FIELD_FILLED,
		 .source = SOURCE_READING, .example = "82",
		 .meaning = "Health from 0 to 100: pace, recency and velocity of its parts. 100 "
			    "beside not_started means that nothing has been due yet."),
	FIELD_AS("status", struct objective, health.status, FIELD_FILLED, .source = SOURCE_READING,
		 .words = status_words, .example = "on_track",
		 .meaning = "Computed from the health score."),
	COMPUTED(group_id, .source = SOURCE_READING, .example = "null",
		 .meaning = "The team or department that owns it."),
	COMPUTED(shown_period, .source = SOURCE_READING, .example = "2026-Q4",
		 .meaning = "The planning period it belongs to, e.g. 2026-Q4."),
	COMPUTED(key_result_ids, .source = SOURCE_TABLE, .refers = &key_result_thing,
		 .meaning = "The key results that contribute to it."),
	COMPUTED(is_deleted, .source = SOURCE_READING, .example = "false",
		 .meaning = "Whether it is deleted."),
	FIELD(struct objective, can, 0, .source = SOURCE_READING, .example = "null",
	      .meaning = "What you may do with it, and with any of its key results; only people "
			 "are told."),
	COMPUTED(assignee_ids, .source = SOURCE_TABLE, .refers = &person_thing, .example = "[]",
		 .meaning = "People who work on it."),
	COMPUTED(viewer_ids, .source = SOURCE_TABLE, .refers = &person_thing, .example = "[]",
		 .meaning = "People who may read it, whatever its visibility."),
	COMPUTED(open_children, .source = SOURCE_HANDLER,
		 .meaning = "In the answer to a closing: what stands directly below and is not "
			    "closed."),
	COMPUTED(key_results, .source = SOURCE_TABLE,
		 .meaning = "Its key results, in order of creation."),
};

static const struct objective blank = {
	.record = RECORD_BLANK,
	.can = INTEGER_NONE,
	.title = { "", 0 }, /* one dialect makes records without a title */
	.weight = 1,
	.date_start = { INT32_MIN },
	.date_end = { INT32_MIN },
	.type = TYPE_ORGANISATION,
	.visibility = VISIBLE_ORGANISATION,
	.lifecycle = LIFECYCLE_ACTIVE,
	.check_in_frequency = EVERY_WEEK,
	.source = { "edm", 3 },
	.source_type = SOURCE_API,
	.is_shared = true,
	.schema_version = 1,
	.confidence_level = WORD_NONE,
	.last_check_in_at = { INT64_MIN },
	.grade = NAN,
	.outcome = WORD_NONE,
	.closed_at = { INT64_MIN },
	.deleted_at = { INT64_MIN },
	.period_start = { INT32_MIN },
	.period_end = { INT32_MIN },
	.due_on = { INT32_MIN },
};

static const struct pair pairs[] = {
	{ PAIR_DATES, offsetof(struct objective, date_start),
	  offsetof(struct objective, date_end) },
	{ PAIR_PERIOD, offsetof(struct objective, period_start),
	  offsetof(struct objective, period_end) },
	{ PAIR_SINCE, offsetof(struct objective, record.id),
	  offsetof(struct objective, deleted_at) },
};

const struct thing objective_thing = {
	.name = "objective",
	.table = "objective",
	.form = THING_FORM(struct objective, fields, blank, objective_thing),
	.app_id = offsetof(struct objective, app_id),
	.deleted_at = offsetof(struct objective, deleted_at),
	.deleted_by = offsetof(struct objective, deleted_by),
	.can = offsetof(struct objective, can),
	.hiding = HIDING_OBJECTIVE,
	PAIRS(pairs),
};

struct period objective_period(const struct objective *objective, struct date cycle_start,
			       struct date cycle_end)
{
	if (!date_is_none(cycle_start))
		return (struct period){ cycle_start, cycle_end };
	if (date_is_none(objective->date_start) || date_is_none(objective->date_end))
		return PERIOD_NONE;
	return (struct period){ objective->date_start, objective->date_end };
}

bool objective_is_done(const struct objective *objective)
{
	return objective->lifecycle == LIFECYCLE_COMPLETED &&
	       (objective->outcome == WORD_NONE || objective->outcome == OUTCOME_ACHIEVED);
}
