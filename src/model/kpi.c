/*
 * What a KPI and a measurement are, as tables. How a KPI does is computed in kpi_status.c.
 */
#include "model/kpi.h"

#include <math.h>

#include "model/directory.h"

#define COLUMN(member, ...) FIELD(struct kpi, member, FIELD_COLUMN, __VA_ARGS__)
#define TITLE(member, ...) FIELD(struct kpi, member, FIELD_COLUMN | FIELD_TITLE, __VA_ARGS__)

static const struct field kpi_fields[] = {
	RECORD_FIELDS(struct kpi),
	FIELD(struct kpi, name, FIELD_COLUMN | FIELD_TITLE | FIELD_FILLED,
	      .example = "Weekly Active Users", .meaning = "What is measured."),
	COLUMN(description, .example = "Unique users who logged in this week",
	       .meaning = "What it means, in free text."),
	COLUMN(category, .words = kpi_category_words, .example = "retention",
	       .meaning = "What kind of number it is."),
	TITLE(group_name, .example = "North Star metrics", .meaning = "Free-text grouping label."),
	COLUMN(owner_id, .refers = &person_thing, .example = "null",
	       .meaning = "The person accountable for it."),
	COLUMN(team_id, .refers = &team_thing, .example = "null",
	       .meaning = "The team it belongs to."),
	COLUMN(initial_value, .meaning = "The value at creation."),
	COLUMN(current_value, .source = SOURCE_ROLL_UP, .example = "3721",
	       .meaning = "The newest value."),
	COLUMN(target_value, .example = "4500", .meaning = "The value to reach."),
	TITLE(unit, .example = "users", .meaning = "Unit, e.g. %, $ or users."),
	COLUMN(update_frequency, .words = kpi_frequency_words, .example = "weekly",
	       .meaning = "How often it is measured."),
	COLUMN(direction, .words = kpi_direction_words,
	       .meaning = "Whether a higher or a lower value is better."),
	COLUMN(last_updated_at, .source = SOURCE_ROLL_UP, .meaning = "When it was last measured."),
	FIELD(struct kpi, app_id, FIELD_COLUMN | FIELD_TITLE | FIELD_EXACT | FIELD_FIXED,
	      .meaning = "The application whose credential made it."),
	FIELD(struct kpi, status, FIELD_FILLED, .source = SOURCE_READING, .words = status_words,
	      .example = "on_track",
	      .meaning = "Computed from value, target and age of the value."),
	FIELD(struct kpi, is_overdue, 0, .source = SOURCE_READING,
	      .meaning = "Not measured within its frequency."),
	FIELD(struct kpi, ratio, 0, .source = SOURCE_READING, .example = "0.8269",
	      .meaning = "Current against target; 1 is reached."),
	FIELD(struct kpi, can, 0, .source = SOURCE_READING, .example = "null",
	      .meaning = "What you may do with it; check_in is recording a measurement; only "
			 "people are told."),
};

static const struct kpi blank_kpi = {
	.record = RECORD_BLANK,
	.can = INTEGER_NONE,
	.category = KPI_CUSTOM,
	.initial_value = NAN,
	.current_value = NAN,
	.target_value = NAN,
	.update_frequency = EVERY_MONTH,
	.direction = KPI_HIGHER,
	.last_updated_at = { INT64_MIN },
	.due_on = { INT32_MIN },
};

const struct thing kpi_thing = {
	.name = "KPI",
	.table = "kpi",
	.form = THING_FORM(struct kpi, kpi_fields, blank_kpi, kpi_thing),
	.app_id = offsetof(struct kpi, app_id),
	.can = offsetof(struct kpi, can),
	.deleted_at = THING_HAS_NONE,
};

static const struct field update_fields[] = {
	RECORD_FIELDS(struct kpi_update),
	FIELD(struct kpi_update, kpi_id, FIELD_COLUMN | FIELD_FIXED | FIELD_FILLED,
	      .refers = &kpi_thing, .meaning = "The KPI that was measured."),
	FIELD(struct kpi_update, previous_value, FIELD_COLUMN, .source = SOURCE_ROLL_UP,
	      .example = "3721", .meaning = "The value before."),
	FIELD(struct kpi_update, new_value, FIELD_COLUMN, .example = "3810",
	      .meaning = "The value measured; none when the value was cleared."),
	FIELD(struct kpi_update, comment, FIELD_COLUMN, .example = "Small uptick after release",
	      .meaning = "What there is to say about it."),
	FIELD(struct kpi_update, app_id, FIELD_COLUMN | FIELD_TITLE | FIELD_EXACT | FIELD_FIXED,
	      .meaning = "The application whose credential made it."),
};

static const struct kpi_update blank_update = {
	.record = RECORD_BLANK,
	.previous_value = NAN,
	.new_value = NAN,
};

const struct thing kpi_update_thing = {
	.name = "KPI update",
	.table = "kpi_update",
	.form = THING_FORM(struct kpi_update, update_fields, blank_update, kpi_update_thing),
	.app_id = offsetof(struct kpi_update, app_id),
	.deleted_at = THING_HAS_NONE,
};
