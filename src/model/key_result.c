/*
 * What a key result and an entry of its history are, as tables, and how a key result looks to the
 * arithmetic in the score files. Their rules are service/key_results.c's and check_ins.c's.
 */
#include "model/key_result.h"

#include "model/directory.h"
#include "model/objective.h"
#include "model/progress.h"

#define COLUMN(member, ...) FIELD(struct key_result, member, FIELD_COLUMN, __VA_ARGS__)
#define TITLE(member, ...) FIELD(struct key_result, member, FIELD_COLUMN | FIELD_TITLE, __VA_ARGS__)

static const struct field key_result_fields[] = {
	RECORD_FIELDS(struct key_result),
	FIELD(struct key_result, home_id, FIELD_COLUMN | FIELD_ZERO, .source = SOURCE_LINK,
	      .meaning = "The row's place in the table."),
	COLUMN(objective_id, .refers = &objective_thing,
	       .meaning = "The objective that it contributes to."),
	COLUMN(owner_id, .refers = &person_thing, .meaning = "The person accountable for it."),
	FIELD(struct key_result, title, FIELD_COLUMN | FIELD_TITLE | FIELD_SEARCHED,
	      .example = "Lift signup → activation rate to 50%",
	      .meaning = "Short, descriptive title."),
	FIELD(struct key_result, description, FIELD_COLUMN | FIELD_SEARCHED, .example = "null",
	      .meaning = "What is measured, in free text."),
	TITLE(unit, .example = "%", .meaning = "Unit of the metric, e.g. % or users."),
	FIELD(struct key_result, app_id, FIELD_COLUMN | FIELD_TITLE | FIELD_EXACT | FIELD_FIXED,
	      .example = "null", .meaning = "The application whose credential made it."),
	TITLE(source, .example = "edm", .meaning = "Provenance tag."),
	FIELD(struct key_result, connector_id, FIELD_COLUMN | FIELD_TITLE | FIELD_EXACT,
	      .example = "null", .meaning = "The connector that pulls the metric."),
	COLUMN(query, .example = "null", .meaning = "Metric query expression."),
	FIELD(struct key_result, tags, FIELD_COLUMN | FIELD_TEXTS, .example = "[]",
	      .meaning = "Free-form tags."),
	FIELD(struct key_result, start_value, FIELD_COLUMN | FIELD_FILLED, .example = "32",
	      .meaning = "The metric's value at the start."),
	FIELD(struct key_result, target_value, FIELD_COLUMN | FIELD_FILLED, .example = "50",
	      .meaning = "The value to reach."),
	FIELD(struct key_result, current_value, FIELD_COLUMN | FIELD_FILLED,
	      .source = SOURCE_ROLL_UP, .example = "41", .meaning = "The newest known value."),
	FIELD(struct key_result, initial_value, FIELD_COLUMN | FIELD_FILLED,
	      .meaning = "The value at creation."),
	COLUMN(weight, .min = 0, .max = 1e15, .example = "1",
	       .meaning = "Relative importance within its objective."),
	COLUMN(metric_type, .words = metric_type_words, .example = "percentage",
	       .meaning = "What kind of number it is."),
	FIELD(struct key_result, direction, FIELD_COLUMN | FIELD_FILLED, .source = SOURCE_ROLL_UP,
	      .words = direction_words,
	      .meaning = "Whether progress is made by the metric going up or down."),
	FIELD(struct key_result, status, FIELD_COLUMN | FIELD_FILLED, .source = SOURCE_ROLL_UP,
	      .words = status_words, .example = "on_track",
	      .meaning = "What the newest check-in said."),
	FIELD(struct key_result, initial_status, FIELD_COLUMN | FIELD_FILLED, .words = status_words,
	      .meaning = "The status at creation."),
	COLUMN(data_source, .words = data_source_words, .meaning = "Where the value comes from."),
	COLUMN(source_type, .words = source_type_words, .example = "api",
	       .meaning = "Where the write came from."),
	FIELD(struct key_result, schema_version, FIELD_COLUMN | FIELD_COUNT, .example = "1",
	      .meaning = "Version of the record's schema."),
	FIELD(struct key_result, progress, FIELD_COLUMN | FIELD_SHARE, .source = SOURCE_ROLL_UP,
	      .example = "0.5", .meaning = "How far current has come from start to target."),
	FIELD(struct key_result, velocity, FIELD_COLUMN | FIELD_RATE, .source = SOURCE_ROLL_UP,
	      .meaning = "Progress a day over the newest check-ins."),
	COLUMN(trend, .source = SOURCE_ROLL_UP, .words = trend_words,
	       .meaning = "Where the newest check-ins are heading."),
	COLUMN(last_check_in_status, .source = SOURCE_ROLL_UP, .words = check_in_status_words,
	       .meaning = "What the newest check-in said, blocked included."),
	FIELD(struct key_result, check_in_count, FIELD_COLUMN | FIELD_COUNT,
	      .source = SOURCE_ROLL_UP, .meaning = "How many check-ins it has."),
	COLUMN(last_check_in_at, .source = SOURCE_ROLL_UP,
	       .meaning = "When its newest check-in holds."),
	COLUMN(last_update_at, .source = SOURCE_ROLL_UP, .meaning = "When its value was last set."),
	FIELD(struct key_result, grade, FIELD_COLUMN | FIELD_SHARE, .max = 1, .example = "0.7",
	      .meaning = "How well it went, 0–1, by those who know; progress stays beside it."),
	COLUMN(grade_proposed,
	       .meaning = "Whether the grade was proposed at the closing, from the progress."),
	COLUMN(outcome, .words = outcome_words, .example = "partial",
	       .meaning = "What came out of it."),
	COLUMN(closing_note, .example = "Activation rose, retention did not",
	       .meaning = "What there is to say in the end."),
	COLUMN(deleted_at, .example = "null", .meaning = "When it was deleted."),
	COLUMN(deleted_by, .example = "null", .meaning = "The person who deleted it."),
	FIELD(struct key_result, attainment, FIELD_FILLED, .source = SOURCE_READING,
	      .example = "0.5", .meaning = "Progress that may be over 1 or below 0."),
	FIELD(struct key_result, shown_objective_id, 0, .source = SOURCE_READING,
	      .example = "objective", .meaning = "The objective that it contributes to."),
	FIELD(struct key_result, is_deleted, 0, .source = SOURCE_READING,
	      .meaning = "Whether it is deleted."),
	FIELD(struct key_result, history, 0, .source = SOURCE_TABLE,
	      .meaning = "Ordered log of its values."),
	FIELD(struct key_result, confidence_level, 0, .source = SOURCE_READING,
	      .words = status_words, .example = "on_track",
	      .meaning = "Its status, null while it is not started."),
	FIELD(struct key_result, can, 0, .source = SOURCE_READING, .example = "null",
	      .meaning = "What you may do with it; only people are told."),
};

static const struct key_result blank_key_result = {
	.record = RECORD_BLANK,
	.can = INTEGER_NONE,
	.title = { "", 0 }, /* one dialect makes records without a title */
	.start_value = NAN,
	.target_value = NAN,
	.current_value = NAN,
	.initial_value = NAN,
	.weight = 1,
	.metric_type = METRIC_NUMBER,
	.direction = WORD_NONE,
	.status = WORD_NONE,
	.initial_status = WORD_NONE,
	.data_source = DATA_MANUAL,
	.source = { "edm", 3 },
	.source_type = SOURCE_API,
	.schema_version = 1,
	.trend = TREND_STEADY,
	.last_check_in_status = WORD_NONE,
	.last_check_in_at = { INT64_MIN },
	.last_update_at = { INT64_MIN },
	.grade = NAN,
	.outcome = WORD_NONE,
	.deleted_at = { INT64_MIN },
	.confidence_level = WORD_NONE,
	.due_on = { INT32_MIN },
};

static const struct pair key_result_pairs[] = {
	{ PAIR_COPY, offsetof(struct key_result, objective_id),
	  offsetof(struct key_result, home_id) },
	{ PAIR_SINCE, offsetof(struct key_result, record.id),
	  offsetof(struct key_result, deleted_at) },
};

const struct thing key_result_thing = {
	.name = "key result",
	.table = "key_result",
	.id_key = "key_result_id",
	.form = THING_FORM(struct key_result, key_result_fields, blank_key_result,
			   key_result_thing),
	.app_id = offsetof(struct key_result, app_id),
	.deleted_at = offsetof(struct key_result, deleted_at),
	.deleted_by = offsetof(struct key_result, deleted_by),
	.can = offsetof(struct key_result, can),
	.hiding = HIDING_BY_OBJECTIVE,
	PAIRS(key_result_pairs),
};

#undef COLUMN
#define COLUMN(member, ...) FIELD(struct check_in, member, FIELD_COLUMN, __VA_ARGS__)

static const struct field check_in_fields[] = {
	RECORD_FIELDS(struct check_in),
	FIELD(struct check_in, key_result_id, FIELD_COLUMN | FIELD_FIXED | FIELD_FILLED,
	      .refers = &key_result_thing, .meaning = "The key result that it is about."),
	FIELD(struct check_in, checked_in_at, FIELD_COLUMN | FIELD_FILLED,
	      .meaning = "When the value holds."),
	FIELD(struct check_in, kind, FIELD_COLUMN | FIELD_FIXED, .words = entry_kind_words,
	      .meaning = "A check-in or a direct edit."),
	FIELD(struct check_in, value, FIELD_COLUMN | FIELD_FILLED, .example = "70",
	      .meaning = "The metric's value."),
	FIELD(struct check_in, status, FIELD_COLUMN | FIELD_FILLED, .words = history_status_words,
	      .meaning = "What its author thinks of it."),
	COLUMN(comment, .example = "New flow shipped", .meaning = "What there is to say about it."),
	COLUMN(blocker_note, .example = "null",
	       .meaning = "What blocks it; required with status blocked."),
	COLUMN(person_id, .refers = &person_thing, .meaning = "Its author."),
	FIELD(struct check_in, assign_to, FIELD_COLUMN | FIELD_TEXTS, .example = "[]",
	      .meaning = "Ids of people who should act on it."),
	FIELD(struct check_in, visible_to, FIELD_COLUMN | FIELD_TEXTS, .example = "[]",
	      .meaning = "Ids of people who may read it; empty: everyone."),
	FIELD(struct check_in, app_id, FIELD_COLUMN | FIELD_TITLE | FIELD_EXACT | FIELD_FIXED,
	      .meaning = "The application whose credential made it."),
	FIELD(struct check_in, objective_id, 0, .source = SOURCE_READING, .example = "objective",
	      .meaning = "The key result's objective."),
	FIELD(struct check_in, previous_value, 0, .source = SOURCE_READING, .example = "41",
	      .meaning = "The value before it."),
	FIELD_AS("late", struct check_in, is_late, FIELD_FILLED, .source = SOURCE_READING,
		 .example = "false",
		 .meaning = "Whether its day (UTC) is after the end of its cycle."),
	FIELD(struct check_in, acl, FIELD_FILLED, .source = SOURCE_READING, .example = "everyone",
	      .meaning = "everyone or restricted, by visible_to."),
	FIELD(struct check_in, author_name, 0, .source = SOURCE_READING, .example = "Alice Nguyen",
	      .meaning = "Its author's name."),
};

static const struct check_in blank_check_in = {
	.record = RECORD_BLANK,
	.checked_in_at = { INT64_MIN },
	.kind = ENTRY_CHECK_IN,
	.value = NAN,
	.status = WORD_NONE,
	.previous_value = NAN,
};

static const struct pair check_in_pairs[] = {
	{ PAIR_CHECK_IN, offsetof(struct check_in, kind), offsetof(struct check_in, value) },
	{ PAIR_CHECK_IN, offsetof(struct check_in, kind), offsetof(struct check_in, status) },
};

const struct thing check_in_thing = {
	.name = "check-in",
	.table = "check_in",
	.form = THING_FORM(struct check_in, check_in_fields, blank_check_in, check_in_thing),
	.app_id = offsetof(struct check_in, app_id),
	.deleted_at = THING_HAS_NONE,
	.hiding = HIDING_CHECK_IN,
	PAIRS(check_in_pairs),
};

struct metric key_result_metric(const struct key_result *key_result)
{
	return (struct metric){
		.start = key_result->start_value,
		.target = key_result->target_value,
		.current = key_result->current_value,
		.direction = key_result->direction,
	};
}

struct part key_result_part(const struct key_result *key_result)
{
	return (struct part){
		.weight = key_result->weight,
		.progress = key_result->progress,
		.created_at = id_time(key_result->record.id),
		.last_check_in_at = key_result->last_check_in_at,
		.status = key_result->status,
		.trend = key_result->trend,
		.is_boolean = key_result->metric_type == METRIC_BOOLEAN,
	};
}

void key_result_derive(struct key_result *key_result)
{
	struct metric metric;

	if (key_result->direction == WORD_NONE)
		key_result->direction = DIRECTION_INCREASE;
	key_result->direction = metric_direction(key_result->start_value, key_result->target_value,
						 key_result->direction);
	metric = key_result_metric(key_result);
	key_result->progress = progress_of(&metric);
}
