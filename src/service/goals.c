/*
 * Goals: objectives with what stands around them, as the goals dialect shows it. The rules of
 * writing them are those of objectives.c.
 */
#include "service/goals.h"

#include <assert.h>

#include "service/check_ins.h"
#include "service/linked.h"
#include "service/objectives.h"
#include "store/history.h"
#include "store/query.h"
#include "store/things.h"
#include "store/tree.h"

#define AT(member) offsetof(struct objective, member)

/* A goal's children are few enough to be shown whole; more are found by a search. */
enum { CHILDREN_MAX = 500 };

/* Which of these objectives have children that the session may see. */
static const struct error *with_children(struct work *work, struct ids ids, struct ids *out)
{
	struct value values[ANY_OF_MAX];
	struct id *found = arena_array(work->arena, ids.count + 1, sizeof(*found));
	size_t count = 0;

	for (size_t from = 0; from < ids.count; from += ANY_OF_MAX) {
		struct query query = { .thing = &objective_thing };
		size_t end = from + ANY_OF_MAX < ids.count ? from + ANY_OF_MAX : ids.count;
		const struct error *error;
		struct ids some;

		for (size_t i = from; i < end; i++)
			values[i - from] = value_id(ids.items[i]);
		work_limit(work, &query);
		query_add(&query, CONDITION_IS_NULL, AT(deleted_at),
			  (struct value){ .kind = FIELD_INSTANT });
		query_add_any_of(&query, AT(parent_id), values, end - from);
		error = query_distinct(work->db, &query, AT(parent_id), &some);
		if (error)
			return error;
		for (size_t i = 0; i < some.count; i++)
			found[count++] = some.items[i];
	}
	*out = (struct ids){ found, count };
	return NULL;
}

/* Who owns it, by the level it stands on (rulings.md 4). */
static void set_owner(struct goal *goal)
{
	const struct objective *objective = &goal->objective;

	if (objective->type == TYPE_INDIVIDUAL)
		goal->owner_employee_id = objective->owner_id;
	if (objective->type == TYPE_DEPARTMENT)
		goal->owner_department_id = objective->department_id;
	if (objective->type == TYPE_TEAM)
		goal->owner_team_id = objective->team_id;
}

/* Goals of filled objectives, side by side. */
static const struct error *make_goals(struct work *work, struct list objectives, struct list *out)
{
	struct goal *goals = arena_array(work->arena, objectives.count + 1, sizeof(*goals));
	struct ids ids, with;
	const struct error *error = NULL;

	if (objectives.count > 0)
		error = objective_load_people(work, objectives);
	ids = linked_ids(work, objectives, sizeof(struct objective), AT(record.id));
	if (!error)
		error = with_children(work, ids, &with);
	for (size_t i = 0; !error && i < objectives.count; i++) {
		goals[i].objective = ((const struct objective *)objectives.items)[i];
		goals[i].key_result_count = (int64_t)goals[i].objective.key_results.count;
		goals[i].has_children = linked_has(with, goals[i].objective.record.id);
		set_owner(&goals[i]);
	}
	if (!error)
		*out = (struct list){ goals, objectives.count };
	return error;
}

/* ---- parents ------------------------------------------------------------------------------- */

static const struct error *add_parents(struct work *work, struct list goals)
{
	struct goal *items = goals.items;
	struct ids ids = linked_ids(work, goals, sizeof(struct goal),
				    offsetof(struct goal, objective.shown_parent_id));
	struct list parents, made;
	const struct error *error = linked_load(work, &objective_thing, ids, &parents);

	if (!error && parents.count > 0)
		error = objective_resource.fill(work, parents, &READ_WHOLE);
	if (!error)
		error = make_goals(work, parents, &made);
	if (error)
		return error;
	for (size_t i = 0; i < goals.count; i++) {
		struct list own = tree_slice(made, sizeof(struct goal),
					     offsetof(struct goal, objective.record.id),
					     items[i].objective.shown_parent_id);

		items[i].parent = (struct list){ own.items ? own.items : items, own.count };
	}
	return NULL;
}

/* ---- what hangs below ------------------------------------------------------------------------ */

static const struct error *add_check_ins(struct work *work, struct goal_key_result *key_result)
{
	struct query query = {
		.thing = &check_in_thing,
		.sort_column = offsetof(struct check_in, checked_in_at),
		.is_descending = true,
		.limit = GOAL_CHECK_INS_MAX,
	};
	struct page page;
	const struct error *error;

	query_add(&query, CONDITION_EQUAL, offsetof(struct check_in, key_result_id),
		  value_id(key_result->key_result.record.id));
	error = resource_list(work, &check_in_resource, &query, NULL, &page);
	if (!error)
		key_result->check_ins = page.rows;
	return error;
}

static const struct error *add_key_results(struct work *work, struct goal *goal)
{
	const struct list *rows = &goal->objective.key_results;
	struct goal_key_result *items = arena_array(work->arena, rows->count + 1, sizeof(*items));
	const struct error *error = NULL;

	for (size_t i = 0; !error && i < rows->count; i++) {
		items[i].key_result = ((const struct key_result *)rows->items)[i];
		error = add_check_ins(work, &items[i]);
	}
	goal->key_results = (struct list){ items, rows->count };
	return error;
}

static const struct error *add_children(struct work *work, struct goal *goal)
{
	struct query query = {
		.thing = &objective_thing,
		.sort_column = AT(record.id),
		.limit = CHILDREN_MAX,
		.is_filtered = true,
	};
	struct page page;
	const struct error *error;

	goal->children = (struct list){ goal, 0 }; /* an empty list, not a missing one */
	if (!goal->has_children)
		return NULL;
	query_add(&query, CONDITION_IS_NULL, AT(deleted_at),
		  (struct value){ .kind = FIELD_INSTANT });
	query_add(&query, CONDITION_EQUAL, AT(parent_id), value_id(goal->objective.record.id));
	error = resource_list(work, &objective_resource, &query, NULL, &page);
	return error ? error : make_goals(work, page.rows, &goal->children);
}

/* `depth` levels of children with everything of theirs; those below stand there as summaries. */
static const struct error *add_below(struct work *work, struct goal *goal, int depth)
{
	const struct error *error = add_key_results(work, goal);
	struct goal *children;

	if (!error)
		error = add_children(work, goal);
	children = goal->children.items;
	for (size_t i = 0; !error && depth > 1 && i < goal->children.count; i++)
		error = add_below(work, &children[i], depth - 1);
	return error;
}

const struct error *goal_get(struct work *work, struct id id, int depth, struct goal **out)
{
	struct objective *objective = arena_take(work->arena, sizeof(*objective));
	struct list goals = { NULL, 0 };
	const struct error *error = resource_get(work, &objective_resource, id, NULL, objective);

	assert(depth >= 1 && depth <= GOAL_DEPTH_MAX);
	if (!error)
		error = make_goals(work, (struct list){ objective, 1 }, &goals);
	if (!error)
		error = add_parents(work, goals);
	if (!error)
		error = add_below(work, goals.items, depth);
	if (!error)
		*out = goals.items;
	return error;
}

const struct error *goal_search(struct work *work, struct query *query, struct page *out,
				int64_t *total)
{
	struct page page = { 0 };
	struct list goals = { NULL, 0 };
	const struct error *error = resource_count(work, &objective_resource, query, total);

	if (!error)
		error = resource_list(work, &objective_resource, query, NULL, &page);
	if (!error)
		error = make_goals(work, page.rows, &goals);
	if (!error)
		error = add_parents(work, goals);
	if (error)
		return error;
	*out = page;
	out->rows = goals;
	return NULL;
}

const struct error *goal_chain(struct work *work, struct id id, struct list *out)
{
	struct objective *items = arena_array(work->arena, OBJECTIVE_DEPTH_MAX, sizeof(*items));
	size_t count = 0;

	while (!id_is_none(id) && count < OBJECTIVE_DEPTH_MAX) {
		bool found;
		const struct error *error =
			work_find(work, &objective_thing, id, &items[count], &found);

		if (error)
			return error;
		if (!found)
			break;
		id = items[count++].parent_id;
	}
	*out = (struct list){ items, count };
	return NULL;
}
