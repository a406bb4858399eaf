/*
 * What key results and KPIs were before, what was said of them, and when they are due. Of objectives:
 * recall_objectives.c.
 */
#include "service/recall.h"

#include <math.h>

#include "model/directory.h"
#include "model/kpi.h"
#include "model/objective.h"
#include "model/owed.h"
#include "model/progress.h"
#include "service/linked.h"
#include "service/phases.h"
#include "service/workspaces.h"
#include "store/tree.h"

enum { A_WEEK = 7, CHECK_INS = 12 };

#define LENGTH(table) (sizeof(table) / sizeof((table)[0]))

/* ---- the mechanism ----------------------------------------------------------------------------- */

static void take_batch(void **items, size_t count, struct recall_batch *out)
{
	out->count = count < VALUES_AT_ONCE ? count : VALUES_AT_ONCE;
	for (size_t i = 0; i < out->count; i++) {
		out->items[i] = items[i];
		out->ids[i] = ((const struct record *)items[i])->id;
	}
}

const struct error *recall(struct work *work, void **items, size_t count,
			   const struct given *wanted, const struct recollection *table,
			   size_t rows)
{
	const struct error *error = NULL;
	struct recall_batch batch;

	for (size_t from = 0; !error && from < count; from += batch.count) {
		take_batch(items + from, count - from, &batch);
		for (size_t i = 0; !error && i < rows; i++)
			if (given_at(wanted, table[i].member))
				error = table[i].read(work, &batch);
	}
	return error;
}

static struct list slice_of(struct list values, struct id id)
{
	return tree_slice(values, sizeof(struct past_value), offsetof(struct past_value, of), id);
}

/* Of a key result or an entry that has at most one. */
static double value_in(struct list own)
{
	return own.count > 0 ? ((const struct past_value *)own.items)->value : NAN;
}

static struct list recent_of(struct work *work, struct list values, struct id id)
{
	struct list own = slice_of(values, id);
	const struct past_value *past = own.items;
	struct recent_value *recent = arena_array(work->arena, own.count + 1, sizeof(*recent));

	for (size_t i = 0; i < own.count; i++)
		recent[i] = (struct recent_value){ date_of(past[i].at), past[i].value };
	return (struct list){ recent, own.count };
}

/* ---- key results ------------------------------------------------------------------------------- */

#define KEY_RESULT(member) offsetof(struct key_result, member)

static const struct error *read_recent(struct work *work, struct recall_batch *batch)
{
	struct query seen = { .thing = &check_in_thing };
	struct list values;
	const struct error *error;

	work_limit(work, &seen);
	error = values_newest(work->db, &seen, batch->ids, batch->count, RECENT_VALUES, &values);
	for (size_t i = 0; !error && i < batch->count; i++) {
		struct key_result *one = batch->items[i];

		one->recent = recent_of(work, values, batch->ids[i]);
	}
	return error;
}

/* The end of the day seven days ago. */
static struct instant week_ago(const struct work *work)
{
	return instant_of((struct date){ work->today.days - A_WEEK + 1 });
}

/* By start and target of today. What had no entry yet had the value that it was made with. */
static void set_week_ago(struct key_result *key_result, struct list own, struct instant end)
{
	struct metric metric = key_result_metric(key_result);
	double value = value_in(own);

	key_result->progress_week_ago = NAN;
	if (isnan(value) && id_time(key_result->record.id).ms >= end.ms)
		return;
	metric.current = isnan(value) ? key_result->initial_value : value;
	key_result->progress_week_ago = progress_of(&metric);
}

static const struct error *read_week_ago(struct work *work, struct recall_batch *batch)
{
	struct list values;
	const struct error *error = values_before(work->db, work->session.organisation_id,
						  batch->ids, batch->count, week_ago(work),
						  &values);

	for (size_t i = 0; !error && i < batch->count; i++)
		set_week_ago(batch->items[i], slice_of(values, batch->ids[i]), week_ago(work));
	return error;
}

static const struct error *read_owners(struct work *work, struct recall_batch *batch)
{
	struct key_result **items = (struct key_result **)batch->items;
	struct id owners[VALUES_AT_ONCE];
	struct list people;
	const struct error *error;

	for (size_t i = 0; i < batch->count; i++)
		owners[i] = items[i]->owner_id;
	error = linked_load(work, &person_thing,
			    linked_ids(work, (struct list){ owners, batch->count },
				       sizeof(struct id), 0),
			    &people);
	for (size_t i = 0; !error && i < batch->count; i++) {
		const struct person *owner = linked_find(&person_thing, people, owners[i]);

		items[i]->owner_name = owner ? owner->name : TEXT_NONE;
	}
	return error;
}

/* ---- … and when they are due ------------------------------------------------------------------- */

static bool is_running(const struct objective *objective, word phase, struct date today)
{
	return (phase == WORD_NONE || phase == PHASE_RUNNING) &&
	       instant_is_none(objective->deleted_at) && !objective->is_archived &&
	       objective->lifecycle == LIFECYCLE_ACTIVE && !date_is_none(objective->period_start) &&
	       objective->period_start.days <= today.days &&
	       objective->period_end.days >= today.days;
}

static struct date due_of(const struct work *work, const struct objective *objective, word phase,
			  const struct key_result *key_result, word weekday)
{
	struct owed owed;

	if (!objective || !is_running(objective, phase, work->today) ||
	    !owed_by_key_result(objective, key_result, work->today, weekday, &owed))
		return DATE_NONE;
	return owed.due_on;
}

static const struct error *read_due(struct work *work, struct recall_batch *batch)
{
	struct key_result **items = (struct key_result **)batch->items;
	struct id objectives[VALUES_AT_ONCE];
	struct workspace workspace;
	struct list above = { NULL, 0 }, phases = { NULL, 0 };
	const struct error *error = workspace_get(work, &workspace);

	for (size_t i = 0; i < batch->count; i++)
		objectives[i] = items[i]->objective_id;
	if (!error)
		error = linked_load(work, &objective_thing,
				    linked_ids(work, (struct list){ objectives, batch->count },
					       sizeof(struct id), 0),
				    &above);
	if (!error)
		error = phases_of(work,
				  linked_ids(work, above, sizeof(struct objective),
					     offsetof(struct objective, record.id)),
				  &phases);
	for (size_t i = 0; !error && i < batch->count; i++)
		items[i]->due_on = due_of(work, linked_find(&objective_thing, above, objectives[i]),
					  phase_find(phases, objectives[i]), items[i],
					  workspace.check_in_weekday);
	return error;
}

/* ---- … and what was said of them --------------------------------------------------------------- */

/* What is put together: the places of the check-ins, and what stands in them. */
struct said {
	struct list places; /* struct past_value, by key result, oldest first */
	struct list check_ins, people, objectives;
};

static struct list newest_first(struct work *work, const struct said *said,
				const struct key_result *key_result)
{
	struct list own = slice_of(said->places, key_result->record.id);
	const struct past_value *places = own.items;
	struct check_in *items = arena_array(work->arena, own.count + 1, sizeof(*items));
	const struct objective *objective =
		linked_find(&objective_thing, said->objectives, key_result->objective_id);
	size_t count = 0;

	for (size_t i = own.count; i-- > 0;) {
		const struct check_in *one =
			linked_find(&check_in_thing, said->check_ins, places[i].entry);
		const struct person *author =
			one ? linked_find(&person_thing, said->people, one->person_id) : NULL;

		if (!one)
			continue;
		items[count] = *one;
		items[count].author_name = author ? author->name : TEXT_NONE;
		items[count].objective_id = key_result->shown_objective_id;
		items[count].is_late = objective && !id_is_none(objective->cycle_id) &&
				       date_of(one->checked_in_at).days >
					       objective->period_end.days;
		if (isnan(one->previous_value))
			items[count].previous_value = key_result->initial_value;
		count++;
	}
	return (struct list){ items, count };
}

/* NaN where no entry stands before it. */
static const struct error *read_previous(struct work *work, struct list check_ins)
{
	struct check_in *items = check_ins.items;

	for (size_t from = 0; from < check_ins.count; from += VALUES_AT_ONCE) {
		size_t left = check_ins.count - from;
		size_t count = left < VALUES_AT_ONCE ? left : VALUES_AT_ONCE;
		struct id ids[VALUES_AT_ONCE];
		struct list values;
		const struct error *error;

		for (size_t i = 0; i < count; i++)
			ids[i] = items[from + i].record.id;
		error = values_previous(work->db, work->session.organisation_id, ids, count,
					&values);
		if (error)
			return error;
		for (size_t i = 0; i < count; i++)
			items[from + i].previous_value = value_in(slice_of(values, ids[i]));
	}
	return NULL;
}

static const struct error *load_said(struct work *work, struct recall_batch *batch,
				     struct said *out)
{
	struct query seen = { .thing = &check_in_thing };
	struct id objectives[VALUES_AT_ONCE];
	const struct error *error;
	struct ids ids;

	work_limit(work, &seen);
	error = values_newest_check_ins(work->db, &seen, batch->ids, batch->count, CHECK_INS,
					&out->places);
	if (error)
		return error;
	ids = linked_ids(work, out->places, sizeof(struct past_value),
			 offsetof(struct past_value, entry));
	error = linked_load(work, &check_in_thing, ids, &out->check_ins);
	if (!error)
		error = read_previous(work, out->check_ins);
	if (error)
		return error;
	ids = linked_ids(work, out->check_ins, sizeof(struct check_in),
			 offsetof(struct check_in, person_id));
	error = linked_load(work, &person_thing, ids, &out->people);
	for (size_t i = 0; i < batch->count; i++)
		objectives[i] = ((const struct key_result *)batch->items[i])->objective_id;
	ids = linked_ids(work, (struct list){ objectives, batch->count }, sizeof(struct id), 0);
	return error ? error : linked_load(work, &objective_thing, ids, &out->objectives);
}

static const struct error *read_check_ins(struct work *work, struct recall_batch *batch)
{
	struct said said;
	const struct error *error = load_said(work, batch, &said);

	for (size_t i = 0; !error && i < batch->count; i++) {
		struct key_result *one = batch->items[i];

		one->check_ins = newest_first(work, &said, one);
	}
	return error;
}

static const struct recollection of_key_results[] = {
	{ KEY_RESULT(recent), read_recent },       { KEY_RESULT(progress_week_ago), read_week_ago },
	{ KEY_RESULT(owner_name), read_owners },   { KEY_RESULT(due_on), read_due },
	{ KEY_RESULT(check_ins), read_check_ins },
};

const struct error *key_results_recall(struct work *work, struct key_result **items, size_t count,
				       const struct given *wanted)
{
	return recall(work, (void **)items, count, wanted, of_key_results, LENGTH(of_key_results));
}

/* ---- KPIs -------------------------------------------------------------------------------------- */

static const struct error *read_kpi_recent(struct work *work, struct recall_batch *batch)
{
	struct query seen = { .thing = &kpi_update_thing };
	struct list values;
	const struct error *error;

	work_limit(work, &seen);
	error = values_newest_of_kpis(work->db, &seen, batch->ids, batch->count, RECENT_VALUES,
				      &values);
	for (size_t i = 0; !error && i < batch->count; i++) {
		struct kpi *one = batch->items[i];

		one->recent = recent_of(work, values, batch->ids[i]);
	}
	return error;
}

static const struct error *read_kpi_due(struct work *work, struct recall_batch *batch)
{
	for (size_t i = 0; i < batch->count; i++) {
		struct kpi *one = batch->items[i];
		struct owed owed;

		owed_by_kpi(one, work->today, &owed);
		one->due_on = owed.due_on;
	}
	return NULL;
}

static const struct recollection of_kpis[] = {
	{ offsetof(struct kpi, recent), read_kpi_recent },
	{ offsetof(struct kpi, due_on), read_kpi_due },
};

const struct error *kpis_recall(struct work *work, struct list rows, const struct shown *shown)
{
	struct kpi *items = rows.items;
	void **all = arena_array(work->arena, rows.count + 1, sizeof(void *));

	for (size_t i = 0; i < rows.count; i++)
		all[i] = &items[i];
	return recall(work, all, rows.count, &shown->record, of_kpis, LENGTH(of_kpis));
}
