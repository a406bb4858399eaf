/*
 * The rules of objectives: the tree they form, what a change carries up, and what is computed when
 * they are read. The tree has no circles and no chain longer than OBJECTIVE_DEPTH_MAX, deleted
 * objectives included, so that a restored one always fits.
 */
#include "service/objectives.h"

#include "model/directory.h"
#include "model/health.h"
#include "service/journal.h"
#include "service/key_results.h"
#include "service/linked.h"
#include "service/links_internal.h"
#include "service/objectives_internal.h"
#include "service/phases.h"
#include "service/policy.h"
#include "service/recall_objectives.h"
#include "service/resource.h"
#include "service/rollup.h"
#include "store/cycle_rows.h"
#include "store/query.h"
#include "store/things.h"
#include "store/tree.h"

#define AT(member) offsetof(struct objective, member)
#define WITHIN(member) offsetof(struct key_result, member)

/* ---- checks ---------------------------------------------------------------------------------- */

static const struct error *check_parent(struct work *work, const struct objective *before,
					const struct objective *after)
{
	struct id organisation_id = work->session.organisation_id;
	struct id self = before ? before->record.id : ID_NONE;
	struct list above;
	int64_t height = 1;
	const struct error *error =
		tree_ancestors(work->db, organisation_id, after->parent_id, &above);

	if (!error && before)
		error = tree_height(work->db, organisation_id, self, &height);
	if (error)
		return error;
	for (size_t i = 0; i < above.count; i++) {
		if (!id_equal(((const struct id *)above.items)[i], self))
			continue;
		work_fault(work, AT(parent_id),
			   "must not be the objective itself or one below it: that would be a "
			   "circle");
		return NULL;
	}
	if ((int64_t)above.count + height > OBJECTIVE_DEPTH_MAX)
		work_fault(work, AT(parent_id), "makes a chain of more than %d objectives",
			   OBJECTIVE_DEPTH_MAX);
	return NULL;
}

static bool gives_people(const struct given *given)
{
	return GIVEN(given, struct objective, assignee_ids) ||
	       GIVEN(given, struct objective, viewer_ids);
}

/* Of the two lists of people, one that is not given stays as it is stored. */
static const struct error *load(struct work *work, void *record, const struct given *given)
{
	if (given && !gives_people(given))
		return NULL;
	return objective_load_people(work, (struct list){ record, 1 });
}

/* All members of those handed in count as given. */
static const struct error *check_key_results(struct work *work, struct objective *objective)
{
	struct key_result *items = objective->key_results.items;
	const struct error *error = NULL;
	struct given all;

	memset(&all, 0xff, sizeof(all));
	for (size_t i = 0; !error && i < objective->key_results.count; i++)
		error = resource_check_new(work, &key_result_resource, &items[i], &all,
					   &(struct element){ AT(key_results), i });
	return error;
}

static void check_dates(struct work *work, const struct objective *after, const struct given *given)
{
	if (!GIVEN(given, struct objective, date_start) &&
	    !GIVEN(given, struct objective, date_end))
		return;
	if (!date_is_none(after->date_start) && !date_is_none(after->date_end) &&
	    after->date_start.days > after->date_end.days)
		work_fault(work, AT(date_end), "must not be before the start");
}

void objective_unclose(struct objective *objective)
{
	objective->outcome = WORD_NONE;
	objective->closed_at = INSTANT_NONE;
	objective->closed_by = ID_NONE;
}

/* A grade that is given is nobody's proposal any more; what becomes active is open again (reading
 * 162). */
static void follow_closing(const struct objective *before, struct objective *after,
			   const struct given *given)
{
	if (GIVEN(given, struct objective, grade))
		after->grade_proposed = false;
	if (before && !instant_is_none(before->closed_at) &&
	    (after->lifecycle == LIFECYCLE_DRAFT || after->lifecycle == LIFECYCLE_ACTIVE))
		objective_unclose(after);
}

static const struct error *check(struct work *work, const struct draft *draft)
{
	const struct given *given = draft->given;
	const struct objective *before = draft->before;
	struct objective *after = draft->after;
	const struct error *error = NULL;

	check_dates(work, after, given);
	follow_closing(before, after, given);
	if (!before && id_is_none(after->owner_id))
		after->owner_id = policy_owner(work);
	if (!before)
		error = check_key_results(work, after);
	if (!error)
		error = objective_resolve_links(work, after, given);
	if (!error)
		error = objective_has_new_key_results(work, after, given,
						      &after->has_new_key_results);
	after->has_new_people = gives_people(given);
	if (!error && !id_is_none(after->parent_id) && GIVEN(given, struct objective, parent_id))
		error = check_parent(work, before, after);
	return error ? error : objective_set_period(work, after);
}

/* ---- what a change carries with it ----------------------------------------------------------- */

/* Key results handed in with a new objective are made with it. */
static const struct error *add_key_results(struct work *work, struct objective *objective)
{
	struct key_result *items = objective->key_results.items;
	const struct error *error = NULL;

	for (size_t i = 0; !error && i < objective->key_results.count; i++) {
		items[i].objective_id = items[i].home_id = objective->record.id;
		error = resource_add(work, &key_result_resource, &items[i]);
	}
	return error;
}

static bool is_counted(const struct objective *objective)
{
	return instant_is_none(objective->deleted_at) && !objective->is_archived &&
	       objective->lifecycle != LIFECYCLE_CANCELLED;
}

static bool has_new_period(const struct objective *before, const struct objective *after)
{
	return before->period_start.days != after->period_start.days ||
	       before->period_end.days != after->period_end.days;
}

static const struct error *load_deleted_with(struct work *work, const struct objective *before,
					     struct list *out)
{
	struct query query = {
		.thing = &key_result_thing,
		.organisation_id = work->session.organisation_id,
		.sort_column = WITHIN(record.id),
		.limit = INT32_MAX,
	};

	query_add(&query, CONDITION_EQUAL, WITHIN(home_id), value_id(before->record.id));
	query_add(&query, CONDITION_EQUAL, WITHIN(deleted_at), value_instant(before->deleted_at));
	return query_run(work->db, &query, out);
}

/* One row each, for those that go or come back with their objective. */
static const struct error *note_key_results(struct work *work, struct list rows,
					    struct instant deleted_at)
{
	const struct key_result *items = rows.items;
	const struct error *error = NULL;

	for (size_t i = 0; !error && i < rows.count; i++) {
		struct key_result after = items[i];

		after.deleted_at = deleted_at;
		error = journal_note(work, &key_result_thing, &items[i], &after);
	}
	return error;
}

static const struct error *delete_key_results(struct work *work, const struct objective *after)
{
	struct tree_range range = { after->record.organisation_id, &after->record.id, 1, true,
				    NULL };
	struct list rows;
	const struct error *error = tree_key_results(work->db, &range, &rows);

	if (!error)
		error = note_key_results(work, rows, after->deleted_at);
	return error ? error : tree_delete_key_results(work->db, after);
}

static const struct error *restore_key_results(struct work *work, const struct objective *before,
					       const struct objective *after)
{
	struct list rows;
	const struct error *error = load_deleted_with(work, before, &rows);

	if (!error)
		error = note_key_results(work, rows, INSTANT_NONE);
	return error ? error : tree_restore_key_results(work->db, after, before->deleted_at);
}

/* Deleting takes the key results along, restoring brings back those that went with it: they have
 * the very same time of deletion, and no two transactions of a workspace share one. */
static const struct error *carry_deletion(struct work *work, const struct objective *before,
					  struct objective *after)
{
	bool was_deleted = !instant_is_none(before->deleted_at);
	bool is_deleted = !instant_is_none(after->deleted_at);

	if (is_deleted && !was_deleted)
		return delete_key_results(work, after);
	if (was_deleted && !is_deleted)
		return restore_key_results(work, before, after);
	return NULL;
}

static bool has_more(const void *after_)
{
	const struct objective *after = after_;

	return after->has_new_key_results;
}

static bool is_restored(const struct objective *before, const struct objective *after)
{
	return !instant_is_none(before->deleted_at) && instant_is_none(after->deleted_at);
}

/* Whether the parent on either side has to be added up anew. */
static bool touches_parents(const struct objective *before, const struct objective *after)
{
	return !id_equal(before->parent_id, after->parent_id) ||
	       is_counted(before) != is_counted(after) || before->weight != after->weight;
}

static bool is_reopened(const struct objective *before, const struct objective *after)
{
	return !instant_is_none(before->closed_at) && instant_is_none(after->closed_at);
}

static const struct error *reopen_key_results(struct work *work, const struct objective *objective)
{
	struct tree_range range = { objective->record.organisation_id, &objective->record.id, 1,
				    true, NULL };
	struct list rows;
	const struct error *error = tree_key_results(work->db, &range, &rows);
	const struct key_result *items = rows.items;

	for (size_t i = 0; !error && i < rows.count; i++) {
		struct key_result after = items[i];

		if (after.outcome == WORD_NONE)
			continue;
		after.outcome = WORD_NONE;
		error = resource_store(work, &key_result_resource, &items[i], &after);
	}
	return error;
}

static const struct error *ripple_change(struct work *work, const struct objective *before,
					 struct objective *after)
{
	const struct error *error = carry_deletion(work, before, after);

	if (!error && (has_new_period(before, after) || is_restored(before, after)))
		error = rollup_momentum(work, after);
	if (!error && is_reopened(before, after))
		error = reopen_key_results(work, after);
	if (!error)
		error = rollup_from(work, after->record.id);
	if (error || !touches_parents(before, after))
		return error;
	error = rollup_from(work, before->parent_id);
	if (!error && !id_equal(before->parent_id, after->parent_id))
		error = rollup_from(work, after->parent_id);
	return error;
}

static const struct error *ripple(struct work *work, const void *before, void *after_)
{
	struct objective *after = after_;
	const struct error *error = NULL;

	if (after->has_new_people)
		error = tree_store_people(work->db, after);
	if (!error && after->has_new_key_results)
		error = objective_link_key_results(work, after);
	if (error)
		return error;
	if (before)
		return ripple_change(work, before, after);
	error = add_key_results(work, after);
	if (!error)
		error = rollup_from(work, after->record.id);
	/* Even one without progress counts in its parent from now on. */
	return error ? error : rollup_from(work, after->parent_id);
}

/* ---- what is computed when read -------------------------------------------------------------- */

/* Everything that a page of objectives needs, each kind of row read once. */
struct surroundings {
	struct list key_results; /* struct key_result, by objective */
	struct list children;    /* struct child_part, by parent */
	struct list people;      /* struct person, by id */
	struct list cycles;      /* struct cycle, by id */
	struct ids parents;      /* those that may be shown */
};

static const struct error *load_surroundings(struct work *work, struct list rows,
					     const struct reading *reading,
					     struct surroundings *out)
{
	size_t size = sizeof(struct objective);
	struct ids own = linked_ids(work, rows, size, AT(record.id));
	struct tree_range range = { work->session.organisation_id, own.items, own.count,
				    reading->is_dense, reading->within };
	struct surroundings found = { .people = { NULL, 0 } };
	const struct error *error = tree_key_results(work->db, &range, &found.key_results);

	if (!error)
		error = tree_children(work->db, &range, &found.children);
	if (!error)
		error = linked_load(work, &person_thing, linked_ids(work, rows, size, AT(owner_id)),
				    &found.people);
	if (!error)
		error = linked_load(work, &cycle_thing, linked_ids(work, rows, size, AT(cycle_id)),
				    &found.cycles);
	if (!error)
		error = linked_seen(work, &objective_thing,
				    linked_ids(work, rows, size, AT(parent_id)), &found.parents);
	if (!error)
		*out = found;
	return error;
}

struct health_input objective_health_input(struct work *work, const struct objective *objective,
					   struct list key_results, struct list children)
{
	struct part *parts =
		arena_array(work->arena, key_results.count + children.count + 1, sizeof(*parts));

	for (size_t i = 0; i < key_results.count; i++)
		parts[i] = key_result_part((const struct key_result *)key_results.items + i);
	for (size_t i = 0; i < children.count; i++)
		parts[key_results.count + i] =
			child_part_as_part((const struct child_part *)children.items + i);
	return (struct health_input){
		.parts = parts,
		.count = key_results.count + children.count,
		.period = { objective->period_start, objective->period_end },
		.today = objective->day,
		.created_at = objective->record.created_at,
		.frequency = objective->check_in_frequency,
		.is_completed = objective_is_done(objective),
	};
}

static void set_health(struct work *work, struct objective *objective, struct list key_results,
		       struct list children)
{
	struct health_input input = objective_health_input(work, objective, key_results, children);

	objective->health = health_of(&input);
}

/* Roll-ups count every part; what the session may not see is not shown. */
static void show_key_results(struct work *work, struct objective *objective, struct list rows)
{
	struct key_result *items = rows.items;
	size_t count = 0;

	for (size_t i = 0; i < rows.count; i++) {
		if (!work_sees(work, &key_result_thing, &items[i]))
			continue;
		if (count < i)
			items[count] = items[i];
		count++;
	}
	objective->key_results = (struct list){ items, count };
	objective->key_result_ids = linked_ids(work, objective->key_results, sizeof(*items),
					       offsetof(struct key_result, record.id));
	key_results_fill_within(objective->key_results, objective->record.id);
}

static void complete(struct work *work, struct objective *objective,
		     const struct surroundings *around)
{
	struct id id = objective->record.id;
	struct list key_results = tree_slice(around->key_results, sizeof(struct key_result),
					     offsetof(struct key_result, home_id), id);
	struct list children = tree_slice(around->children, sizeof(struct child_part),
					  offsetof(struct child_part, parent_id), id);
	const struct person *owner =
		linked_find(&person_thing, around->people, objective->owner_id);
	const struct cycle *cycle = linked_find(&cycle_thing, around->cycles, objective->cycle_id);

	objective->owner_name = owner ? owner->name : TEXT_NONE;
	objective->cycle_name = cycle ? cycle->name : TEXT_NONE;
	objective->cycle_phase = cycle ? cycle->phase : WORD_NONE;
	objective->day = cycle_day(cycle, work->today);
	if (linked_has(around->parents, objective->parent_id))
		objective->shown_parent_id = objective->parent_id;
	objective->is_deleted = !instant_is_none(objective->deleted_at);
	objective->shown_period = cycle ? cycle->name : objective->period;
	if (objective->type == TYPE_TEAM)
		objective->group_id = objective->team_id;
	else if (objective->type == TYPE_DEPARTMENT)
		objective->group_id = objective->department_id;
	set_health(work, objective, key_results, children);
	show_key_results(work, objective, key_results);
}

static const struct error *fill(struct work *work, struct list rows, const struct reading *reading)
{
	struct objective *items = rows.items;
	struct surroundings around;
	const struct error *error = load_surroundings(work, rows, reading, &around);

	for (size_t i = 0; !error && i < rows.count; i++)
		complete(work, &items[i], &around);
	return error;
}

const struct error *objective_load_people(struct work *work, struct list rows)
{
	struct ids ids = linked_ids(work, rows, sizeof(struct objective), AT(record.id));
	struct tree_range range = { work->session.organisation_id, ids.items, ids.count, false,
				    NULL };

	return tree_load_people(work->db, &range, rows);
}

/* ---- all of a cycle -------------------------------------------------------------------------- */

/* Those that the session may see and that are not deleted, in the order of creation. */
static struct query query_seen(struct work *work)
{
	struct query query = { .thing = &objective_thing,
			       .sort_column = AT(record.id),
			       .limit = INT32_MAX };

	work_limit(work, &query);
	query_add(&query, CONDITION_IS_NULL, AT(deleted_at),
		  (struct value){ .kind = FIELD_INSTANT });
	return query;
}

static const struct error *load_cycle_rows(struct work *work, struct id cycle_id, struct list *out)
{
	struct query query = query_seen(work);

	query_add(&query, CONDITION_EQUAL, AT(cycle_id), value_id(cycle_id));
	query_add(&query, CONDITION_EQUAL, AT(is_archived), value_flag(false));
	query_add(&query, CONDITION_EQUAL, AT(lifecycle), value_word(LIFECYCLE_ACTIVE));
	return query_run(work->db, &query, out);
}

static const struct error *load_cycle_parents(struct work *work, struct id cycle_id,
					      struct ids *out)
{
	struct query query = query_seen(work);

	query_add(&query, CONDITION_PARENT_IN, AT(record.id), value_id(cycle_id));
	return query_distinct(work->db, &query, AT(record.id), out);
}

static const struct error *load_cycle_surroundings(struct work *work, struct cycle *cycle,
						   struct list people, struct surroundings *out)
{
	struct id organisation_id = work->session.organisation_id, id = cycle->record.id;
	struct surroundings found = { .people = people, .cycles = { cycle, 1 } };
	const struct error *error =
		cycle_key_results(work->db, organisation_id, id, &found.key_results);

	if (!error)
		error = cycle_children(work->db, organisation_id, id, &found.children);
	if (!error)
		error = load_cycle_parents(work, id, &found.parents);
	if (!error)
		*out = found;
	return error;
}

const struct error *objectives_of_cycle(struct work *work, struct cycle *cycle, struct list people,
					struct list *out)
{
	struct surroundings around;
	struct list rows;
	const struct error *error = load_cycle_rows(work, cycle->record.id, &rows);

	if (!error)
		error = load_cycle_surroundings(work, cycle, people, &around);
	if (error)
		return error;
	for (size_t i = 0; i < rows.count; i++)
		complete(work, (struct objective *)rows.items + i, &around);
	*out = rows;
	return NULL;
}

/* What complete() and the fill of key results read; what they set is no column. */
static void add_needed(struct shown *shown)
{
	static const size_t own[] = { AT(parent_id),          AT(cycle_id),     AT(owner_id),
				      AT(department_id),      AT(team_id),      AT(type),
				      AT(lifecycle),          AT(outcome),      AT(period),
				      AT(check_in_frequency), AT(period_start), AT(period_end),
				      AT(deleted_at),         AT(app_id) };
	static const size_t within[] = { WITHIN(record.organisation_id),
					 WITHIN(record.id),
					 WITHIN(home_id),
					 WITHIN(objective_id),
					 WITHIN(app_id),
					 WITHIN(weight),
					 WITHIN(progress),
					 WITHIN(status),
					 WITHIN(trend),
					 WITHIN(metric_type),
					 WITHIN(start_value),
					 WITHIN(target_value),
					 WITHIN(current_value),
					 WITHIN(direction),
					 WITHIN(last_check_in_at),
					 WITHIN(deleted_at) };

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		given_add(&shown->record, own[i]);
	for (size_t i = 0; i < sizeof(within) / sizeof(within[0]); i++)
		given_add(&shown->within, within[i]);
	objectives_add_recalled(shown);
	if (given_at(&shown->within, WITHIN(can)))
		given_add(&shown->within, WITHIN(owner_id));
}

const struct resource objective_resource = {
	.thing = &objective_thing,
	.within = &key_result_thing,
	.add_needed = add_needed,
	.check = check,
	.load = load,
	.has_more = has_more,
	.ripple = ripple,
	.fill = fill,
	.recall = objectives_recall,
	.may = objective_may,
	.tell = objectives_tell,
};
