/*
 * The rules of KPIs. The history is in order of arrival (updates are not back-dated); each update
 * keeps the value before it, and correcting or deleting one mends the next (rulings.md 18).
 */
#include "service/kpis.h"

#include <math.h>

#include "model/kpi.h"
#include "model/kpi_status.h"
#include "service/journal.h"
#include "service/kpis_internal.h"
#include "service/policy.h"
#include "service/recall.h"
#include "service/resource.h"
#include "store/query.h"
#include "store/things.h"

#define UPDATE_AT(member) offsetof(struct kpi_update, member)

static bool same_number(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

/* ---- KPIs ------------------------------------------------------------------------------------ */

static const struct error *check_kpi(struct work *work, const struct draft *draft)
{
	struct kpi *after = draft->after;

	(void)work;
	if (!draft->before)
		after->initial_value = after->current_value;
	return NULL;
}

/* A new value given directly is an update like any other, be it that there is none any more. */
static const struct error *note_value(struct work *work, const struct kpi *before,
				      struct kpi *after)
{
	struct kpi_update update;

	memcpy(&update, kpi_update_thing.form.blank, sizeof(update));
	update.kpi_id = after->record.id;
	update.new_value = after->current_value;
	update.previous_value = before->current_value;
	return resource_add(work, &kpi_update_resource, &update);
}

static const struct error *ripple_kpi(struct work *work, const void *before_, void *after_)
{
	const struct kpi *before = before_;
	struct kpi *after = after_;

	if (!before || !after || same_number(before->current_value, after->current_value))
		return NULL;
	return note_value(work, before, after);
}

static const struct error *fill_kpis(struct work *work, struct list rows,
				     const struct reading *reading)
{
	struct kpi *items = rows.items;

	(void)reading;
	for (size_t i = 0; i < rows.count; i++) {
		struct kpi_input input = {
			.current = items[i].current_value,
			.target = items[i].target_value,
			.direction = items[i].direction,
			.frequency = items[i].update_frequency,
			.last_updated_at = items[i].last_updated_at,
			.created_at = items[i].record.created_at,
			.today = work->today,
		};

		items[i].status = kpi_status(&input);
		items[i].is_overdue = kpi_is_overdue(&input);
		items[i].ratio = kpi_ratio(&input);
	}
	return NULL;
}

/* The newest update before a place, or the oldest after it. */
static const struct error *neighbour(struct work *work, struct id kpi_id, struct id id,
				     bool is_before, struct kpi_update *out, bool *found)
{
	struct query query = {
		.thing = &kpi_update_thing,
		.organisation_id = work->session.organisation_id,
		.sort_column = offsetof(struct record, id),
		.is_descending = is_before,
		.limit = 1,
		.has_after = !id_is_none(id),
		.after_id = id,
	};
	struct list rows;
	const struct error *error;

	query_add(&query, CONDITION_EQUAL, UPDATE_AT(kpi_id), value_id(kpi_id));
	error = query_run(work->db, &query, &rows);
	if (error)
		return error;
	*found = rows.count > 0;
	if (*found)
		memcpy(out, rows.items, sizeof(*out));
	return NULL;
}

const struct error *kpi_derive(struct work *work, void *record, bool *applies)
{
	struct kpi *kpi = record;
	struct kpi_update newest;
	bool found;
	const struct error *error = neighbour(work, kpi->record.id, ID_NONE, true, &newest, &found);

	if (error)
		return error;
	*applies = true;
	kpi->current_value = found ? newest.new_value : kpi->initial_value;
	kpi->last_updated_at = found ? id_time(newest.record.id) : INSTANT_NONE;
	return NULL;
}

/* Its updates go with it, the oldest first. */
static const struct error *clear_kpi(struct work *work, const void *record)
{
	const struct kpi *kpi = record;
	bool found = true;

	while (found) {
		struct kpi_update update;
		const struct error *error =
			neighbour(work, kpi->record.id, ID_NONE, false, &update, &found);

		if (!error && found)
			error = thing_remove(work->db, &kpi_update_thing,
					     update.record.organisation_id, update.record.id);
		if (!error && found)
			error = journal_note(work, &kpi_update_thing, &update, NULL);
		if (error)
			return error;
	}
	return NULL;
}

const struct resource kpi_resource = {
	.thing = &kpi_thing,
	.check = check_kpi,
	.ripple = ripple_kpi,
	.fill = fill_kpis,
	.recall = kpis_recall,
	.may = kpi_may,
	.tell = kpis_tell,
	.clear = clear_kpi,
};

/* ---- updates --------------------------------------------------------------------------------- */

static const struct error *check_update(struct work *work, const struct draft *draft)
{
	struct kpi_update *after = draft->after;
	struct kpi kpi;
	const struct error *error;

	/* With a fault in the body nobody has looked for the KPI yet, and nobody will. */
	if (draft->before || work->faults.count > 0)
		return NULL;
	error = work_need(work, &kpi_thing, after->kpi_id, &kpi);
	if (!error)
		after->previous_value = kpi.current_value;
	return error;
}

/* An update begins where the one before it ended. */
static const struct error *value_before(struct work *work, const struct kpi *kpi, struct id update,
					double *out)
{
	struct kpi_update last;
	bool found;
	const struct error *error = neighbour(work, kpi->record.id, update, true, &last, &found);

	if (!error)
		*out = found ? last.new_value : kpi->initial_value;
	return error;
}

const struct error *kpi_update_derive(struct work *work, void *record, bool *applies)
{
	struct kpi_update *update = record;
	struct kpi kpi;
	const struct error *error = thing_get(work->db, &kpi_thing, update->record.organisation_id,
					      update->kpi_id, &kpi, applies);

	if (error || !*applies)
		return error;
	return value_before(work, &kpi, update->record.id, &update->previous_value);
}

/* The update behind a changed or removed one begins where the one before it ended. */
static const struct error *mend_next(struct work *work, const struct kpi *kpi, struct id place)
{
	struct kpi_update next;
	bool has_next;
	const struct error *error = neighbour(work, kpi->record.id, place, false, &next, &has_next);
	double value;

	if (error || !has_next)
		return error;
	error = value_before(work, kpi, next.record.id, &value);
	if (error)
		return error;
	if (same_number(value, next.previous_value))
		return NULL;
	next.previous_value = value;
	next.record.version++;
	next.record.updated_at = work->stamp;
	return thing_update(work->db, &kpi_update_thing, &next);
}

static const struct error *ripple_update(struct work *work, const void *before, void *after)
{
	const struct record *changed = before;
	const struct kpi_update *update = before;
	struct kpi kpi;
	bool applies;
	const struct error *error;

	if (after)
		update = after;
	error = work_need(work, &kpi_thing, update->kpi_id, &kpi);

	if (!error && before)
		error = mend_next(work, &kpi, changed->id);
	if (!error)
		error = kpi_derive(work, &kpi, &applies);
	if (error)
		return error;
	kpi.record.version++;
	kpi.record.updated_at = work->stamp;
	kpi.record.updated_by = work->session.person_id;
	return thing_update(work->db, &kpi_thing, &kpi);
}

const struct resource kpi_update_resource = {
	.thing = &kpi_update_thing,
	.check = check_update,
	.ripple = ripple_update,
	.may = kpi_update_may,
};
