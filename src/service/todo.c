/*
 * Collects what somebody owes: everything that could be due is read by two questions and put in
 * order; what stands beside it is read for one page alone. What is owed, and since when, is decided
 * by model/owed.c.
 */
#include "service/todo.h"

#include <math.h>
#include <stdlib.h>

#include "model/directory.h"
#include "model/progress.h"
#include "service/kpis.h"
#include "service/session.h"
#include "service/workspaces.h"
#include "store/organisations.h"
#include "store/owed.h"
#include "store/query.h"
#include "store/things.h"
#include "store/tree.h"
#include "store/values.h"

enum { A_WEEK = 7 };

const struct resource owed_resource = { .thing = &owed_thing };

/* ---- who may ask ------------------------------------------------------------------------------ */

/* Whether the session is that person, or somebody above in the chain of managers. */
static const struct error *is_above(struct work *work, struct id person_id, bool *out)
{
	struct list above;
	const struct id *ids;
	const struct error *error =
		person_managers(work->db, work->session.organisation_id, person_id, &above);

	if (error)
		return error;
	ids = above.items;
	*out = false;
	for (size_t i = 0; i < above.count; i++)
		*out = *out || id_equal(ids[i], work->session.person_id);
	return NULL;
}

const struct error *todo_permits(struct work *work, struct id person_id)
{
	const struct session *session = &work->session;
	const struct error *error = NULL;
	bool may = false;

	if (session->is_person)
		error = is_above(work, person_id, &may);
	if (error || may)
		return error;
	if (session->is_person && !session->is_admin)
		return error_new(work->arena, ERROR_FORBIDDEN,
				 "Only the person, managers of the person, and users with the "
				 "role admin may see what somebody owes.");
	return session_permits(work, SCOPE_WORKSPACE_ADMIN);
}

/* ---- everything that could be due ------------------------------------------------------------- */

/* What is being collected, and for whom. */
struct collection {
	struct work *work;
	const struct todo_question *question;
	word weekday;
	struct viewer person;
	bool person_sees_all;
	struct owed *items;
	size_t count;
};

/* Behind the place where the page begins, and not after the last day that was asked for. */
static bool is_asked_for(const struct todo_question *question, const struct owed *item)
{
	struct owed place = { .record.id = question->after_id, .due_on = question->after };

	if (item->due_on.days > question->until.days)
		return false;
	return !question->has_after || owed_compare(item, &place) > 0;
}

static struct objective objective_of(const struct owed_row *row)
{
	return (struct objective){
		.record.id = row->objective_id,
		.title = row->objective_title,
		.app_id = row->objective_app_id,
		.check_in_frequency = row->check_in_frequency,
		.period_start = row->period_start,
		.period_end = row->period_end,
	};
}

static struct key_result key_result_of(const struct owed_row *row)
{
	return (struct key_result){
		.record.id = row->id,
		.title = row->title,
		.unit = row->unit,
		.metric_type = row->metric_type,
		.direction = row->direction,
		.start_value = row->start_value,
		.target_value = row->target_value,
		.current_value = row->current_value,
		.initial_value = row->initial_value,
		.progress = row->progress,
		.last_check_in_at = row->last_check_in_at,
		.last_check_in_status = row->last_check_in_status,
	};
}

static void add_key_result(struct collection *to, const struct owed_row *row)
{
	struct objective objective = objective_of(row);
	struct key_result key_result = key_result_of(row);
	struct owed *item = &to->items[to->count];

	if (!owed_by_key_result(&objective, &key_result, to->work->today, to->weekday, item) ||
	    !is_asked_for(to->question, item))
		return;
	if (!work_sees(to->work, &objective_thing, &objective)) {
		item->subject.objective_id = ID_NONE;
		item->subject.objective_title = TEXT_NONE;
	}
	to->count++;
}

static const struct error *load_key_results(struct collection *to, struct list *out)
{
	struct work *work = to->work;
	struct owed_question question = {
		.organisation_id = work->session.organisation_id,
		.person_id = to->question->person_id,
		.today = work->today,
		.viewers = { to->person_sees_all ? NULL : &to->person, work_viewer(work) },
		.app_id = work->session.app_id,
	};

	return owed_key_results(work->db, &question, out);
}

static const struct error *load_kpis(struct collection *to, struct list *out)
{
	struct query query = { .thing = &kpi_thing,
			       .sort_column = offsetof(struct record, id),
			       .is_filtered = true,
			       .limit = INT32_MAX };
	const struct error *error;

	*out = (struct list){ NULL, 0 };
	if (!(to->work->session.scopes & SCOPE_KPIS_READ))
		return NULL;
	work_limit(to->work, &query);
	query_add(&query, CONDITION_EQUAL, offsetof(struct kpi, owner_id),
		  value_id(to->question->person_id));
	error = query_run(to->work->db, &query, out);
	return error ? error : kpi_resource.fill(to->work, *out, &READ_WHOLE);
}

static int compare(const void *a, const void *b)
{
	return owed_compare(a, b);
}

static const struct error *collect(struct collection *to)
{
	struct list key_results, kpis;
	const struct error *error = load_key_results(to, &key_results);

	if (!error)
		error = load_kpis(to, &kpis);
	if (error)
		return error;
	to->items = arena_array(to->work->arena, key_results.count + kpis.count + 1,
				sizeof(*to->items));
	for (size_t i = 0; i < key_results.count; i++)
		add_key_result(to, (const struct owed_row *)key_results.items + i);
	for (size_t i = 0; i < kpis.count; i++) {
		owed_by_kpi((const struct kpi *)kpis.items + i, to->work->today,
			    &to->items[to->count]);
		if (is_asked_for(to->question, &to->items[to->count]))
			to->count++;
	}
	qsort(to->items, to->count, sizeof(*to->items), compare);
	return NULL;
}

/* ---- what stands beside a page ---------------------------------------------------------------- */

/* Up to 64 items of one kind, by their places. */
struct batch {
	struct id ids[VALUES_AT_ONCE];
	struct owed *items[VALUES_AT_ONCE];
	size_t count;
};

static void take_batch(struct list rows, enum owed_kind kind, size_t *from, struct batch *out)
{
	struct owed *items = rows.items;

	out->count = 0;
	for (; *from < rows.count && out->count < VALUES_AT_ONCE; ++*from) {
		if (items[*from].kind != kind)
			continue;
		out->ids[out->count] = items[*from].record.id;
		out->items[out->count++] = &items[*from];
	}
}

static struct list slice_of(struct list values, const struct owed *item)
{
	return tree_slice(values, sizeof(struct past_value), offsetof(struct past_value, of),
			  item->record.id);
}

static void set_recent(struct work *work, struct batch *batch, struct list values)
{
	for (size_t i = 0; i < batch->count; i++) {
		struct list own = slice_of(values, batch->items[i]);
		const struct past_value *past = own.items;
		struct recent_value *recent =
			arena_array(work->arena, own.count + 1, sizeof(*recent));

		for (size_t j = 0; j < own.count; j++)
			recent[j] = (struct recent_value){ date_of(past[j].at), past[j].value };
		batch->items[i]->subject.recent = (struct list){ recent, own.count };
	}
}

/* Progress by the start and the target of today. What had no entry yet had the value that it was made
 * with, from its creation on. */
static void set_week_ago(struct batch *batch, struct list values, struct instant end)
{
	for (size_t i = 0; i < batch->count; i++) {
		struct owed *item = batch->items[i];
		struct list own = slice_of(values, item);
		struct metric metric = item->initial;
		double value = own.count > 0 ? ((const struct past_value *)own.items)->value : NAN;

		if (isnan(value) && item->created_at.ms >= end.ms)
			continue;
		if (!isnan(value))
			metric.current = value;
		item->subject.progress_week_ago = progress_of(&metric);
	}
}

static const struct error *fill_key_results(struct work *work, struct list rows)
{
	struct instant end = instant_of((struct date){ work->today.days - A_WEEK + 1 });
	struct query seen = { .thing = &check_in_thing };
	struct batch batch;
	size_t from = 0;

	work_limit(work, &seen);
	for (;;) {
		struct list recent, before;
		const struct error *error;

		take_batch(rows, OWED_CHECK_IN, &from, &batch);
		if (batch.count == 0)
			return NULL;
		error = values_newest(work->db, &seen, batch.ids, batch.count, RECENT_VALUES,
				      &recent);
		if (!error)
			error = values_before(work->db, work->session.organisation_id, batch.ids,
					      batch.count, end, &before);
		if (error)
			return error;
		set_recent(work, &batch, recent);
		set_week_ago(&batch, before, end);
	}
}

static const struct error *fill_kpis(struct work *work, struct list rows)
{
	struct query seen = { .thing = &kpi_update_thing };
	struct batch batch;
	size_t from = 0;

	work_limit(work, &seen);
	for (;;) {
		struct list recent;
		const struct error *error;

		take_batch(rows, OWED_KPI_UPDATE, &from, &batch);
		if (batch.count == 0)
			return NULL;
		error = values_newest_of_kpis(work->db, &seen, batch.ids, batch.count,
					      RECENT_VALUES, &recent);
		if (error)
			return error;
		set_recent(work, &batch, recent);
	}
}

/* ---- the list --------------------------------------------------------------------------------- */

static const struct error *begin(struct work *work, const struct todo_question *question,
				 struct collection *out)
{
	struct workspace workspace;
	struct person person;
	const struct error *error = workspace_get(work, &workspace);

	if (!error)
		error = work_need(work, &person_thing, question->person_id, &person);
	if (error)
		return error;
	*out = (struct collection){
		.work = work,
		.question = question,
		.weekday = workspace.check_in_weekday,
		.person = { person.record.id, person.department_id },
		.person_sees_all = person.role == ROLE_ADMIN,
	};
	return NULL;
}

static struct page page_of(const struct collection *all)
{
	size_t limit = all->question->limit;
	struct page page = { .rows = { all->items, all->count < limit ? all->count : limit } };

	page.has_next = all->count > limit;
	if (page.rows.count > 0) {
		page.next = value_date(all->items[page.rows.count - 1].due_on);
		page.next_id = all->items[page.rows.count - 1].record.id;
	}
	return page;
}

const struct error *todo_list(struct work *work, const struct todo_question *question,
			      struct page *out)
{
	struct collection all;
	struct page page;
	const struct error *error = begin(work, question, &all);

	if (!error)
		error = collect(&all);
	if (error)
		return error;
	page = page_of(&all);
	error = fill_key_results(work, page.rows);
	if (!error)
		error = fill_kpis(work, page.rows);
	if (!error)
		*out = page;
	return error;
}
