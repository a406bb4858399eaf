/*
 * What is told of objectives on request alone: what stands above and below them, names, what they
 * were a week ago; and what is told of their key results, which are read together for all of the
 * page. How a page is read in batches is recall.c's.
 */
#include "service/recall_objectives.h"

#include <math.h>

#include "model/directory.h"
#include "model/initiative.h"
#include "model/objective.h"
#include "service/initiatives.h"
#include "service/linked.h"
#include "service/objectives.h"
#include "service/past.h"
#include "service/recall.h"
#include "store/query.h"
#include "store/things.h"
#include "store/tree.h"

enum { A_WEEK = 7 };

#define AT(member) offsetof(struct objective, member)
#define WITHIN(member) offsetof(struct key_result, member)
#define LENGTH(table) (sizeof(table) / sizeof((table)[0]))

/* ---- names ------------------------------------------------------------------------------------- */

/* The names of what the ids at one place lead to, put at another. `name` is their place in the thing. */
static const struct error *read_names(struct work *work, struct recall_batch *batch,
				      const struct thing *thing, size_t link, size_t name,
				      size_t to)
{
	struct id ids[VALUES_AT_ONCE];
	struct list linked;
	const struct error *error;

	for (size_t i = 0; i < batch->count; i++)
		memcpy(&ids[i], (const char *)batch->items[i] + link, sizeof(ids[i]));
	error = linked_load(work, thing,
			    linked_ids(work, (struct list){ ids, batch->count }, sizeof(struct id),
				       0),
			    &linked);
	for (size_t i = 0; !error && i < batch->count; i++) {
		const char *found = linked_find(thing, linked, ids[i]);

		if (found)
			memcpy((char *)batch->items[i] + to, found + name, sizeof(struct text));
	}
	return error;
}

static const struct error *read_team(struct work *work, struct recall_batch *batch)
{
	return read_names(work, batch, &team_thing, AT(team_id), offsetof(struct team, name),
			  AT(team_name));
}

static const struct error *read_department(struct work *work, struct recall_batch *batch)
{
	return read_names(work, batch, &department_thing, AT(department_id),
			  offsetof(struct department, name), AT(department_name));
}

/* ---- above ------------------------------------------------------------------------------------- */

/* The way up of one objective, from its parent on. */
struct ascent {
	struct id next;
	struct objective *above[OBJECTIVE_DEPTH_MAX];
	size_t count;
};

/* One level of all of them. A way ends below what the session may not see. */
static const struct error *ascend(struct work *work, struct ascent *ways, size_t count,
				  bool *goes_on)
{
	struct ids ids = linked_ids(work, (struct list){ ways, count }, sizeof(*ways),
				    offsetof(struct ascent, next));
	struct list found;
	struct ids seen;
	const struct error *error = linked_load(work, &objective_thing, ids, &found);

	if (!error)
		error = linked_seen(work, &objective_thing, ids, &seen);
	*goes_on = false;
	for (size_t i = 0; !error && i < count; i++) {
		struct list one =
			tree_slice(found, sizeof(struct objective), AT(record.id), ways[i].next);
		bool is_shown = one.count > 0 && linked_has(seen, ways[i].next) &&
				ways[i].count < OBJECTIVE_DEPTH_MAX;

		ways[i].next = ID_NONE;
		if (!is_shown)
			continue;
		ways[i].above[ways[i].count++] = one.items;
		ways[i].next = ((const struct objective *)one.items)->parent_id;
		*goes_on = *goes_on || !id_is_none(ways[i].next);
	}
	return error;
}

static struct list top_first(struct work *work, const struct ascent *way)
{
	struct objective *items = arena_array(work->arena, way->count + 1, sizeof(*items));

	for (size_t i = 0; i < way->count; i++)
		items[i] = *way->above[way->count - 1 - i];
	return (struct list){ items, way->count };
}

static const struct error *read_parents(struct work *work, struct recall_batch *batch)
{
	struct objective **items = (struct objective **)batch->items;
	struct ascent *ways = arena_array(work->arena, batch->count, sizeof(*ways));
	const struct error *error = NULL;
	bool goes_on = true;

	for (size_t i = 0; i < batch->count; i++) {
		ways[i].next = items[i]->parent_id;
		ways[i].count = 0;
	}
	while (!error && goes_on)
		error = ascend(work, ways, batch->count, &goes_on);
	for (size_t i = 0; !error && i < batch->count; i++)
		items[i]->parents = top_first(work, &ways[i]);
	return error;
}

/* ---- below ------------------------------------------------------------------------------------- */

/* Rows that name one of the batch at `link`, ordered by it, so that those of each stand side by side. */
static const struct error *read_linked(struct work *work, struct recall_batch *batch,
				       const struct resource *resource, struct query *query,
				       size_t link, struct list *out)
{
	struct value ids[VALUES_AT_ONCE];
	const struct error *error;

	for (size_t i = 0; i < batch->count; i++)
		ids[i] = value_id(batch->ids[i]);
	query->thing = resource->thing;
	query->sort_column = link;
	query->is_filtered = true;
	query->limit = INT32_MAX;
	work_limit(work, query);
	query_add_any_of(query, link, ids, batch->count);
	error = query_run(work->db, query, out);
	return error || out->count == 0 ? error : resource->fill(work, *out, &READ_WHOLE);
}

static const struct error *read_children(struct work *work, struct recall_batch *batch)
{
	struct objective **items = (struct objective **)batch->items;
	struct query query = { 0 };
	struct list all;
	const struct error *error;

	query_add(&query, CONDITION_IS_NULL, AT(deleted_at),
		  (struct value){ .kind = FIELD_INSTANT });
	query_add(&query, CONDITION_EQUAL, AT(is_archived), value_flag(false));
	error = read_linked(work, batch, &objective_resource, &query, AT(parent_id), &all);
	for (size_t i = 0; !error && i < batch->count; i++)
		items[i]->children =
			tree_slice(all, sizeof(struct objective), AT(parent_id), batch->ids[i]);
	return error;
}

static const struct error *read_initiatives(struct work *work, struct recall_batch *batch)
{
	struct objective **items = (struct objective **)batch->items;
	struct query query = { 0 };
	struct list all;
	const struct error *error = read_linked(work, batch, &initiative_resource, &query,
						offsetof(struct initiative, objective_id), &all);

	for (size_t i = 0; !error && i < batch->count; i++)
		items[i]->initiatives = tree_slice(all, sizeof(struct initiative),
						   offsetof(struct initiative, objective_id),
						   batch->ids[i]);
	return error;
}

/* ---- before ------------------------------------------------------------------------------------ */

/* As its history begins (service/past.c): with its period or its creation. */
static bool was_there(const struct objective *objective, struct date day)
{
	return date_of(objective->record.created_at).days <= day.days ||
	       (!date_is_none(objective->period_start) && objective->period_start.days <= day.days);
}

static const struct error *read_week_ago(struct work *work, struct recall_batch *batch)
{
	struct date day = { work->today.days - A_WEEK };
	struct objective **items = (struct objective **)batch->items;
	double progress[VALUES_AT_ONCE];
	const struct error *error = past_progress_of(work, batch->ids, batch->count, day, progress);

	for (size_t i = 0; !error && i < batch->count; i++)
		items[i]->progress_week_ago = was_there(items[i], day) ? progress[i] : NAN;
	return error;
}

/* ---- their key results ------------------------------------------------------------------------- */

static void sum_up(struct objective *objective)
{
	const struct key_result *own = objective->key_results.items;

	objective->check_in_count = 0;
	objective->due_on = DATE_NONE;
	for (size_t i = 0; i < objective->key_results.count; i++) {
		objective->check_in_count += own[i].check_in_count;
		if (!date_is_none(own[i].due_on) && (date_is_none(objective->due_on) ||
						     own[i].due_on.days < objective->due_on.days))
			objective->due_on = own[i].due_on;
	}
}

/* All of the page, side by side. */
static const struct error *recall_within(struct work *work, struct list rows,
					 const struct given *wanted)
{
	struct objective *items = rows.items;
	struct key_result **all;
	size_t count = 0;

	for (size_t i = 0; i < rows.count; i++)
		count += items[i].key_results.count;
	all = arena_array(work->arena, count + 1, sizeof(struct key_result *));
	count = 0;
	for (size_t i = 0; i < rows.count; i++)
		for (size_t j = 0; j < items[i].key_results.count; j++)
			all[count++] = (struct key_result *)items[i].key_results.items + j;
	return key_results_recall(work, all, count, wanted);
}

static const struct recollection table[] = {
	{ AT(team_name), read_team },          { AT(department_name), read_department },
	{ AT(parents), read_parents },         { AT(children), read_children },
	{ AT(initiatives), read_initiatives }, { AT(progress_week_ago), read_week_ago },
};

const struct error *objectives_recall(struct work *work, struct list rows,
				      const struct shown *shown)
{
	struct objective *items = rows.items;
	struct given within = shown->within;
	void **all = arena_array(work->arena, rows.count + 1, sizeof(void *));
	const struct error *error;

	if (given_at(&shown->record, AT(due_on)))
		given_add(&within, WITHIN(due_on));
	error = recall_within(work, rows, &within);
	for (size_t i = 0; i < rows.count; i++) {
		sum_up(&items[i]);
		all[i] = &items[i];
	}
	return error ? error : recall(work, all, rows.count, &shown->record, table, LENGTH(table));
}

/* The columns behind what is told. */
void objectives_add_recalled(struct shown *shown)
{
	static const size_t within[][2] = {
		{ WITHIN(progress_week_ago), WITHIN(initial_value) },
		{ WITHIN(check_ins), WITHIN(initial_value) },
		{ WITHIN(owner_name), WITHIN(owner_id) },
	};

	if (given_at(&shown->record, AT(check_in_count)))
		given_add(&shown->within, WITHIN(check_in_count));
	if (given_at(&shown->record, AT(progress_week_ago)))
		given_add(&shown->record, AT(record.created_at));
	for (size_t i = 0; i < LENGTH(within); i++)
		if (given_at(&shown->within, within[i][0]))
			given_add(&shown->within, within[i][1]);
}
