/*
 * The due rule of product/reminders.md F1, and what answering takes. A key result keeps pace as it does
 * in health (pace.h), so what is suggested here is what health will say.
 */
#include "model/owed.h"

#include <math.h>

#include "model/health.h"
#include "model/period.h"
#include "model/period_internal.h"
#include "model/progress.h"
#include "pace.h"
#include "progress_internal.h"

const struct word_name owed_kind_words[] = {
	{ "check_in", OWED_CHECK_IN },
	{ "kpi_update", OWED_KPI_UPDATE },
	{ NULL, 0 },
};

static const struct field owed_fields[] = {
	FIELD_AS("id", struct owed, record.id, FIELD_COLUMN | FIELD_FILLED,
		 .meaning = "The id of what it is about."),
	FIELD(struct owed, kind, 0, .words = owed_kind_words, .meaning = "What is owed."),
	FIELD(struct owed, due_on, FIELD_COLUMN | FIELD_FILLED, .example = "2026-04-17",
	      .meaning = "The day (UTC) on which it is due."),
};

static const struct owed blank_owed = { .record = RECORD_BLANK };

const struct thing owed_thing = {
	.name = "owed item",
	.form = THING_FORM(struct owed, owed_fields, blank_owed, owed_thing),
	.app_id = THING_HAS_NONE,
	.deleted_at = THING_HAS_NONE,
};

/* ---- when ------------------------------------------------------------------------------------- */

/* Day 0 was a Thursday. */
static int32_t weekday_of(struct date date)
{
	enum { THURSDAY = 3 };
	int32_t weekday = (date.days + THURSDAY) % DAYS_A_WEEK;

	return weekday < 0 ? weekday + DAYS_A_WEEK : weekday;
}

struct date due_on(struct instant since, int32_t interval, word weekday, struct date last)
{
	struct date due = { date_of(since).days + interval };

	if (weekday != WORD_NONE && interval >= DAYS_A_WEEK)
		due.days += weekday - weekday_of(due);
	return !date_is_none(last) && due.days > last.days ? last : due;
}

static int64_t days_late(struct date due, struct date today)
{
	return today.days > due.days ? today.days - due.days : 0;
}

int owed_compare(const struct owed *a, const struct owed *b)
{
	if (a->due_on.days != b->due_on.days)
		return a->due_on.days < b->due_on.days ? -1 : 1;
	return id_compare(a->record.id, b->record.id);
}

/* ---- check-ins -------------------------------------------------------------------------------- */

/* A yes or no has no half way, and where start and target are one, no value is on the way. */
static double expected_value(const struct key_result *key_result, double expected)
{
	double start = key_result->start_value, target = key_result->target_value;

	if (key_result->metric_type == METRIC_BOOLEAN || start == target)
		return NAN;
	return start + expected * (target - start);
}

static word suggested_status(const struct key_result *key_result, const struct pace *pace)
{
	if (key_result->last_check_in_status == STATUS_BLOCKED)
		return STATUS_BLOCKED;
	if (pace->gap <= SUGGESTED_ON_TRACK_GAP_MAX)
		return STATUS_ON_TRACK;
	return pace->gap <= SUGGESTED_AT_RISK_GAP_MAX ? STATUS_AT_RISK : STATUS_OFF_TRACK;
}

static struct owed_subject subject_of(const struct objective *objective,
				      const struct key_result *key_result)
{
	return (struct owed_subject){
		.type = SUBJECT_KEY_RESULT,
		.id = key_result->record.id,
		.title = key_result->title,
		.objective_id = objective->record.id,
		.objective_title = objective->title,
		.metric_type = key_result->metric_type,
		.unit = key_result->unit,
		.start_value = key_result->start_value,
		.target_value = key_result->target_value,
		.progress_week_ago = NAN,
	};
}

bool owed_by_key_result(const struct objective *objective, const struct key_result *key_result,
			struct date today, word weekday, struct owed *out)
{
	struct pace pace = pace_of(objective, key_result, today);
	struct instant created_at = id_time(key_result->record.id);
	struct instant since = key_result->last_check_in_at;
	struct date due;

	if (pace.is_done)
		return false;
	if (instant_is_none(since))
		since = measured_since(period_of(objective), created_at);
	due = due_on(since, pace.interval, weekday, objective->period_end);
	*out = (struct owed){
		.record = key_result->record,
		.kind = OWED_CHECK_IN,
		.due_on = due,
		.days_late = days_late(due, today),
		.subject = subject_of(objective, key_result),
		.last = { key_result->current_value, key_result->last_check_in_status,
			  key_result->last_check_in_at },
		.expected_value = expected_value(key_result, pace.expected),
		.suggested_status = suggested_status(key_result, &pace),
		.initial = { key_result->start_value, key_result->target_value,
			     key_result->initial_value, key_result->direction },
		.created_at = created_at,
	};
	return true;
}

/* ---- values of KPIs --------------------------------------------------------------------------- */

void owed_by_kpi(const struct kpi *kpi, struct date today, struct owed *out)
{
	struct instant created_at = id_time(kpi->record.id), since = kpi->last_updated_at;
	struct date due;

	if (instant_is_none(since))
		since = created_at;
	due = due_on(since, frequency_days(kpi->update_frequency), WORD_NONE, DATE_NONE);
	*out = (struct owed){
		.record = kpi->record,
		.kind = OWED_KPI_UPDATE,
		.due_on = due,
		.days_late = days_late(due, today),
		.subject = { .type = SUBJECT_KPI,
			     .id = kpi->record.id,
			     .title = kpi->name,
			     .metric_type = WORD_NONE,
			     .unit = kpi->unit,
			     .start_value = NAN,
			     .target_value = kpi->target_value,
			     .progress_week_ago = NAN },
		.last = { kpi->current_value, kpi->status, kpi->last_updated_at },
		.expected_value = NAN,
		.suggested_status = WORD_NONE,
		.created_at = created_at,
	};
}
