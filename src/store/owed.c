/*
 * Two scans, each of one range of a key by the owner, joined by the leading columns of another. What
 * of that is due is decided by model/owed.c.
 */
#include "store/owed.h"

#include "model/words.h"
#include "store/seen.h"
#include "store/statement.h"

#define COLUMN(member, ...) FIELD(struct owed_row, member, FIELD_COLUMN, __VA_ARGS__)
#define METRIC(member) COLUMN(member, .min = -FIELD_NUMBER_MAX, .max = FIELD_NUMBER_MAX)

/* Rows of two tables: what a column can be is said again here. */
static const struct field owed_fields[] = {
	COLUMN(id),
	COLUMN(title),
	COLUMN(unit),
	FIELD(struct owed_row, metric_type, FIELD_COLUMN | FIELD_FILLED,
	      .words = metric_type_words),
	FIELD(struct owed_row, direction, FIELD_COLUMN | FIELD_FILLED, .words = direction_words),
	METRIC(start_value),
	METRIC(target_value),
	METRIC(current_value),
	METRIC(initial_value),
	FIELD(struct owed_row, progress, FIELD_COLUMN | FIELD_SHARE),
	COLUMN(last_check_in_at),
	COLUMN(last_check_in_status, .words = history_status_words),
	COLUMN(objective_id),
	COLUMN(objective_title),
	COLUMN(objective_app_id),
	FIELD(struct owed_row, check_in_frequency, FIELD_COLUMN | FIELD_FILLED,
	      .words = frequency_words),
	COLUMN(period_start),
	COLUMN(period_end),
};
static const struct form owed_form = FORM(struct owed_row, owed_fields);

#define COLUMNS                                                                                    \
	"SELECT key_result.id, key_result.title, key_result.unit, metric_type, direction, "        \
	"start_value, target_value, current_value, initial_value, key_result.progress, "           \
	"key_result.last_check_in_at, last_check_in_status, objective.id, objective.title, "       \
	"objective.app_id, check_in_frequency, period_start, period_end "

static const char own_sql[] = COLUMNS
	"FROM key_result JOIN objective "
	"ON objective.organisation_id = key_result.organisation_id "
	"AND objective.id = key_result.objective_id "
	"WHERE key_result.organisation_id = ? AND key_result.owner_id = ?";

static const char by_objective_sql[] =
	" UNION ALL " COLUMNS
	"FROM objective JOIN key_result "
	"ON key_result.organisation_id = objective.organisation_id "
	"AND key_result.home_id = objective.id AND key_result.owner_id IS NULL "
	"WHERE objective.organisation_id = ? AND objective.owner_id = ?";

static const char running_sql[] =
	" AND key_result.deleted_at IS NULL AND objective.deleted_at IS NULL "
	"AND objective.is_archived = 0 AND objective.lifecycle = 1 "
	"AND period_start <= ? AND period_end >= ? AND (objective.cycle_id IS NULL OR EXISTS "
	"(SELECT 1 FROM cycle WHERE cycle.organisation_id = objective.organisation_id "
	"AND cycle.id = objective.cycle_id AND phase = 0))";

static void compose_branch(struct composition *to, const char *sql,
			   const struct owed_question *question)
{
	buffer_print(&to->sql, "%s", sql);
	compose_value(to, value_id(question->organisation_id));
	compose_value(to, value_id(question->person_id));
	buffer_print(&to->sql, "%s", running_sql);
	compose_value(to, value_date(question->today));
	compose_value(to, value_date(question->today));
	if (!text_is_none(question->app_id)) {
		buffer_print(&to->sql, " AND key_result.app_id = ");
		compose_exact(to, value_text(question->app_id));
	}
	for (size_t i = 0; i < 2; i++) {
		if (!question->viewers[i])
			continue;
		buffer_print(&to->sql, " AND ");
		compose_seen_objective(to, question->viewers[i], "objective");
	}
}

const struct error *owed_key_results(struct db *db, const struct owed_question *question,
				     struct list *out)
{
	struct composition composed = { .arena = db_arena(db) };
	const struct error *error;

	compose_branch(&composed, own_sql, question);
	compose_branch(&composed, by_objective_sql, question);
	buffer_add_byte(&composed.sql, '\0');
	error = db_rows(db, composed.sql.data, composed.values, composed.count, &owed_form, out);
	buffer_free(&composed.sql);
	return error;
}
