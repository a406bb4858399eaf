/*
 * Recomputing what is stored. Progress and times must be equal to the last bit: both sides run the
 * same functions on the same rows.
 */
#include "service/verify.h"

#include "base/number.h"
#include "model/progress.h"
#include "service/rollup.h"
#include "store/history.h"
#include "store/things.h"
#include "store/tree.h"

enum { ROWS_AT_ONCE = 500 };

/* ---- findings -------------------------------------------------------------------------------- */

static struct text shown(struct arena *arena, const struct field *field, const void *record)
{
	struct value value = value_of(field, record);
	char printed[NUMBER_PRINT_MOST];

	if (field_is_none(value.kind, &value.as))
		return TEXT("none");
	switch (value.kind) {
	case FIELD_NUMBER:
		return arena_copy(arena,
				  (struct text){ printed, number_print(value.as.number, printed) });
	case FIELD_WORD:
		return text_from(word_text(field->words, value.as.word));
	case FIELD_DATE:
		return arena_print(arena, "day %ld", (long)value.as.date.days);
	case FIELD_INSTANT:
		return arena_print(arena, "%lld ms", (long long)value.as.instant.ms);
	default:
		return arena_print(arena, "%lld", (long long)value.as.integer);
	}
}

static void tell(struct work *work, struct verify_report *report, const struct thing *thing,
		 const struct field *field, const void *stored, const void *computed)
{
	struct verify_finding finding = { thing->name, ((const struct record *)stored)->id,
					  field->name, shown(work->arena, field, stored),
					  shown(work->arena, field, computed) };

	report->findings++;
	if (report->found)
		report->found(report->context, &finding);
}

/* Tells which fields from this source differ; says whether any does. */
static bool compare(struct work *work, struct verify_report *report, const struct thing *thing,
		    const void *stored, const void *computed, enum field_source source)
{
	bool differs = false;

	for (size_t i = 0; i < thing->form.count; i++) {
		const struct field *field = &thing->form.fields[i];

		if (field->source != source ||
		    field_equal(field->kind, (const char *)stored + field->offset,
				(const char *)computed + field->offset))
			continue;
		differs = true;
		tell(work, report, thing, field, stored, computed);
	}
	return differs;
}

static void tell_shape(struct verify_report *report, struct id id, const char *field,
		       struct text stored, struct text computed)
{
	struct verify_finding finding = { "objective", id, field, stored, computed };

	report->findings++;
	if (report->found)
		report->found(report->context, &finding);
}

/* ---- key results ----------------------------------------------------------------------------- */

static const struct error *verify_key_result(struct work *work, const void *row, bool repair,
					     struct verify_report *report)
{
	const struct key_result *stored = row;
	struct key_result computed = *stored;
	const struct error *error = history_count(work->db, stored->record.organisation_id,
						  stored->record.id, &computed.check_in_count);

	if (!error)
		error = rollup_key_result(work, &computed);
	if (error)
		return error;
	report->key_results++;
	if (compare(work, report, &key_result_thing, stored, &computed, SOURCE_ROLL_UP) && repair)
		return thing_update(work->db, &key_result_thing, &computed);
	return NULL;
}

/* ---- objectives ------------------------------------------------------------------------------ */

/* Before the key results: the period tells where their history begins. */
static const struct error *verify_period(struct work *work, const void *row, bool repair,
					 struct verify_report *report)
{
	struct objective computed = *(const struct objective *)row;
	const struct error *error = objective_set_period(work, &computed);

	if (!error && compare(work, report, &objective_thing, row, &computed, SOURCE_PERIOD) &&
	    repair)
		return thing_update(work->db, &objective_thing, &computed);
	return error;
}

static const struct error *verify_shape(struct work *work, const struct objective *objective,
					struct verify_report *report)
{
	struct list above;
	const struct error *error = tree_ancestors(work->db, objective->record.organisation_id,
						   objective->record.id, &above);

	if (!error && above.count > OBJECTIVE_DEPTH_MOST)
		tell_shape(report, objective->record.id, "parent_id",
			   TEXT("a circle, or a chain of more than 32"), TEXT("a tree"));
	return error;
}

static const struct error *verify_objective(struct work *work, const void *row, bool repair,
					    struct verify_report *report)
{
	const struct objective *stored = row;
	struct objective computed = *stored;
	struct part *parts;
	size_t count;
	const struct error *error = verify_shape(work, stored, report);

	report->objectives++;
	if (!error && !instant_is_none(stored->deleted_at))
		return NULL;
	if (!error)
		error = objective_parts(work, stored->record.id, &parts, &count);
	if (error)
		return error;
	computed.progress =
		progress_roll_up(parts, count, stored->lifecycle == LIFECYCLE_COMPLETED);
	computed.confidence_level = confidence_roll_up(parts, count);
	computed.last_check_in_at = last_check_in_roll_up(parts, count);
	if (compare(work, report, &objective_thing, stored, &computed, SOURCE_ROLL_UP) && repair)
		return rollup_from(work, stored->record.id);
	return NULL;
}

/* ---- all of it ------------------------------------------------------------------------------- */

typedef const struct error *(*verify_row)(struct work *work, const void *row, bool repair,
					  struct verify_report *report);

/* Page by page; the work's arena grows with the workspace and is the caller's. */
static const struct error *verify_things(struct work *work, const struct thing *thing,
					 verify_row verify, bool repair,
					 struct verify_report *report)
{
	struct query query = {
		.thing = thing,
		.organisation_id = work->session.organisation_id,
		.sort_column = offsetof(struct record, id),
		.is_descending = true,
		.limit = ROWS_AT_ONCE,
	};
	struct arena *arena = work->arena, *own = arena_new(1 << 20);
	const struct error *error = NULL;
	struct list rows = { NULL, ROWS_AT_ONCE };

	while (!error && rows.count == ROWS_AT_ONCE) {
		arena_reset(own);
		work->arena = own;
		db_use(work->db, own);
		error = query_run(work->db, &query, &rows);
		for (size_t i = 0; !error && i < rows.count; i++) {
			const char *row = (const char *)rows.items + i * thing->form.size;

			error = verify(work, row, repair, report);
			query.after_id = ((const struct record *)(const void *)row)->id;
		}
		query.has_after = true;
		if (report->looked)
			report->looked(report);
	}
	work->arena = arena;
	db_use(work->db, arena);
	if (error)
		error = error_copy(arena, error);
	arena_free(own);
	return error;
}

const struct error *verify_rows(struct work *work, bool repair, struct verify_report *report)
{
	const struct error *error =
		verify_things(work, &objective_thing, verify_period, repair, report);

	if (!error)
		error = verify_things(work, &key_result_thing, verify_key_result, repair, report);

	if (!error)
		error = verify_things(work, &objective_thing, verify_objective, repair, report);
	return error;
}

const struct error *verify_workspace(struct work *work, bool repair, struct verify_report *report)
{
	const struct error *error = repair ? work_begin(work) : NULL;

	if (!error)
		error = verify_rows(work, repair, report);
	if (!error && repair)
		return work_commit(work);
	work_end(work);
	return error;
}
