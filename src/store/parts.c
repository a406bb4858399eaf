/*
 * A roll-up visits every ancestor: what it reads there is one statement of three scans, each of one
 * range of a key, with the few columns that count. Adding up is service/rollup.c's.
 */
#include "store/parts.h"

#include <stdlib.h>

#include "store/statement.h"

enum kind { OWN, KEY_RESULT, CHILD };

static const char read_sql[] =
	"SELECT 0, id, parent_id, cycle_id, weight, progress, confidence_level, last_check_in_at, "
	"lifecycle, deleted_at, period_end, (SELECT phase FROM cycle WHERE cycle.organisation_id = "
	"objective.organisation_id AND cycle.id = cycle_id), outcome FROM objective "
	"WHERE organisation_id = ? AND id = ? "
	"UNION ALL SELECT 1, id, NULL, NULL, weight, progress, status, last_check_in_at, 0, NULL, "
	"NULL, NULL, NULL FROM key_result WHERE organisation_id = ? AND home_id = ? AND deleted_at IS NULL "
	"UNION ALL SELECT 2, id, NULL, NULL, weight, progress, confidence_level, "
	"last_check_in_at, 0, NULL, NULL, NULL, NULL "
	"FROM objective WHERE organisation_id = ? AND parent_id = ? AND deleted_at IS NULL "
	"AND is_archived = 0 AND lifecycle <> 3";

struct part_row {
	word kind;
	struct id id, parent_id, cycle_id;
	double weight, progress;
	word status;
	struct instant last_check_in_at;
	word lifecycle;
	struct instant deleted_at;
	struct date period_end;
	word phase;
	word outcome;
};

#define COLUMN(member, ...) FIELD(struct part_row, member, FIELD_COLUMN, __VA_ARGS__)

/* Rows of two tables: what a column can be is said again here. */
static const struct field part_fields[] = {
	COLUMN(kind),
	COLUMN(id),
	COLUMN(parent_id),
	COLUMN(cycle_id),
	COLUMN(weight, .min = 0, .max = FIELD_NUMBER_MAX),
	FIELD(struct part_row, progress, FIELD_COLUMN | FIELD_SHARE),
	COLUMN(status, .words = status_words),
	COLUMN(last_check_in_at),
	COLUMN(lifecycle, .words = lifecycle_words),
	COLUMN(deleted_at),
	COLUMN(period_end),
	COLUMN(phase, .words = cycle_phase_words),
	COLUMN(outcome, .words = outcome_words),
};
static const struct form part_form = FORM(struct part_row, part_fields);

/* Sums of doubles depend on their order. */
static int compare(const void *a_, const void *b_)
{
	const struct part_row *a = a_, *b = b_;

	return a->kind != b->kind ? a->kind - b->kind : id_compare(a->id, b->id);
}

static struct part part_of(const struct part_row *row)
{
	return (struct part){
		.weight = row->weight,
		.progress = row->progress,
		.created_at = id_time(row->id),
		.last_check_in_at = row->last_check_in_at,
		.status = row->status,
		.is_child = row->kind == CHILD,
	};
}

static void take_own(const struct part_row *row, struct id organisation_id, struct objective *out)
{
	*out = (struct objective){
		.record = { .organisation_id = organisation_id, .id = row->id },
		.parent_id = row->parent_id,
		.cycle_id = row->cycle_id,
		.progress = row->progress,
		.confidence_level = row->status,
		.last_check_in_at = row->last_check_in_at,
		.lifecycle = row->lifecycle,
		.outcome = row->outcome,
		.deleted_at = row->deleted_at,
		.period_end = row->period_end,
	};
}

/* What is to be stored of a child counts already. */
static void take_newer(struct list rows, const struct objective *newer)
{
	struct part_row *items = rows.items;

	for (size_t i = 0; newer && i < rows.count; i++) {
		if (items[i].kind != CHILD || !id_equal(items[i].id, newer->record.id))
			continue;
		items[i].progress = newer->progress;
		items[i].status = newer->confidence_level;
		items[i].last_check_in_at = newer->last_check_in_at;
	}
}

const struct error *parts_read(struct db *db, struct id organisation_id, struct id objective_id,
			       const struct objective *newer, struct objective_parts *out,
			       bool *found)
{
	struct value values[6];
	const struct part_row *items;
	const struct error *error;
	struct part *parts;
	struct list rows;

	for (size_t i = 0; i < 6; i += 2) {
		values[i] = value_id(organisation_id);
		values[i + 1] = value_id(objective_id);
	}
	error = newer ? db_rows_meanwhile(db, read_sql, values, 6, &part_form, &rows) :
			db_rows(db, read_sql, values, 6, &part_form, &rows);
	if (error)
		return error;
	take_newer(rows, newer);
	if (rows.count > 1)
		qsort(rows.items, rows.count, sizeof(struct part_row), compare);
	items = rows.items;
	*found = rows.count > 0 && items[0].kind == OWN;
	if (!*found)
		return NULL;
	parts = arena_array(db_arena(db), rows.count, sizeof(*parts));
	for (size_t i = 1; i < rows.count; i++)
		parts[i - 1] = part_of(&items[i]);
	take_own(&items[0], organisation_id, &out->objective);
	out->is_asleep = items[0].phase == PHASE_CLOSED;
	out->parts = parts;
	out->count = rows.count - 1;
	return NULL;
}
