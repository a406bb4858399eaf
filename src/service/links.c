/*
 * Resolving groups, periods and lists of key results, which the objectives dialect has in place of
 * ids. They become the columns that every dialect shares.
 */
#include "service/links.h"

#include "model/directory.h"
#include "model/initiative.h"
#include "model/key_result.h"
#include "service/journal.h"
#include "service/links_internal.h"
#include "service/reason.h"
#include "service/rollup.h"
#include "store/query.h"
#include "store/things.h"
#include "store/tree.h"

#define AT(member) offsetof(struct objective, member)

/* ---- groups -------------------------------------------------------------------------------------- */

static const struct error *resolve_group(struct work *work, struct objective *after)
{
	struct team team;
	struct department department;
	bool found;
	const struct error *error;

	after->team_id = after->department_id = ID_NONE;
	after->type = TYPE_ORGANISATION;
	if (id_is_none(after->group_id))
		return NULL;
	error = work_find(work, &team_thing, after->group_id, &team, &found);
	if (error)
		return error;
	if (found) {
		after->type = TYPE_TEAM;
		after->team_id = after->group_id;
		return NULL;
	}
	error = work_find(work, &department_thing, after->group_id, &department, &found);
	if (error)
		return error;
	if (!found)
		work_fault(work, AT(group_id), "names no team and no department of this workspace");
	after->type = TYPE_DEPARTMENT;
	after->department_id = after->group_id;
	return NULL;
}

/* ---- periods --------------------------------------------------------------------------------------- */

const struct error *cycle_find_named(struct work *work, struct text name, struct id *out)
{
	struct query query = {
		.thing = &cycle_thing,
		.organisation_id = work->session.organisation_id,
		.sort_column = offsetof(struct record, id),
		.limit = 1,
	};
	struct list rows;
	const struct error *error;

	query_add(&query, CONDITION_EQUAL, offsetof(struct cycle, name), value_text(name));
	error = query_run(work->db, &query, &rows);
	if (!error)
		*out = rows.count > 0 ? ((const struct record *)rows.items)->id : ID_NONE;
	return error;
}

const struct error *objective_resolve_links(struct work *work, struct objective *after,
					    const struct given *given)
{
	const struct error *error = NULL;

	if (GIVEN(given, struct objective, group_id))
		error = resolve_group(work, after);
	/* A cycle that is given by its id takes the place of a period that was a text. */
	if (!error && GIVEN(given, struct objective, cycle_id) && !id_is_none(after->cycle_id) &&
	    !GIVEN(given, struct objective, period))
		after->period = TEXT_NONE;
	if (error || !GIVEN(given, struct objective, period))
		return error;
	after->cycle_id = ID_NONE;
	if (text_is_none(after->period))
		return NULL;
	error = cycle_find_named(work, after->period, &after->cycle_id);
	/* What is a cycle's name is the cycle's to change. */
	if (!error && !id_is_none(after->cycle_id))
		after->period = TEXT_NONE;
	return error;
}

/* ---- initiatives ------------------------------------------------------------------------------------ */

enum { ROWS_AT_ONCE = 500 };

static const struct error *note_follower(struct work *work, const struct initiative *before,
					 struct id objective_id)
{
	struct initiative after = *before;

	after.objective_id = objective_id;
	return journal_note(work, &initiative_thing, before, &after);
}

const struct error *initiatives_follow(struct work *work, struct id key_result_id,
				       struct id objective_id)
{
	struct query query = {
		.thing = &initiative_thing,
		.organisation_id = work->session.organisation_id,
		.sort_column = offsetof(struct record, id),
		.limit = ROWS_AT_ONCE,
	};
	struct list rows = { NULL, ROWS_AT_ONCE };

	query_add(&query, CONDITION_EQUAL, offsetof(struct initiative, key_result_id),
		  value_id(key_result_id));
	while (rows.count == ROWS_AT_ONCE) {
		const struct error *error = query_run(work->db, &query, &rows);
		const struct initiative *items = rows.items;

		for (size_t i = 0; !error && i < rows.count; i++)
			error = note_follower(work, &items[i], objective_id);
		if (error)
			return error;
		query.has_after = true;
		if (rows.count > 0)
			query.after_id = items[rows.count - 1].record.id;
	}
	return tree_move_initiatives(work->db, work->session.organisation_id, key_result_id,
				     objective_id);
}

/* ---- key results ------------------------------------------------------------------------------------ */

static const struct error *move(struct work *work, struct key_result *key_result,
				struct id objective_id)
{
	struct journal_entry *entry = journal_open(work, &key_result_thing);
	struct key_result before = *key_result;
	const struct error *error;

	key_result->objective_id = key_result->home_id = objective_id;
	key_result->record.version++;
	key_result->record.updated_at = work->stamp;
	key_result->record.updated_by = work->session.person_id;
	error = reason_check(work, &key_result_thing, &before, key_result);
	if (!error)
		error = work_faults(work);
	if (!error)
		error = rollup_key_result(work, key_result);
	if (!error)
		error = thing_update(work->db, &key_result_thing, key_result);
	if (!error)
		error = initiatives_follow(work, key_result->record.id, objective_id);
	if (!error)
		error = rollup_from(work, before.objective_id);
	return error ? error : journal_close(work, entry, &before, key_result);
}

static bool is_listed(const struct ids *ids, struct id id)
{
	for (size_t i = 0; i < ids->count; i++)
		if (id_equal(ids->items[i], id))
			return true;
	return false;
}

static size_t count_distinct(const struct ids *ids)
{
	size_t count = 0;

	for (size_t i = 0; i < ids->count; i++) {
		struct ids before = { ids->items, i };

		count += !is_listed(&before, ids->items[i]);
	}
	return count;
}

static const struct error *linked_now(struct work *work, const struct objective *after,
				      struct list *out)
{
	struct tree_range range = { after->record.organisation_id, &after->record.id, 1, true,
				    NULL };

	return tree_key_results(work->db, &range, out);
}

/* Of a new objective all that are named are new. */
const struct error *objective_has_new_key_results(struct work *work, const struct objective *after,
						  const struct given *given, bool *out)
{
	const struct error *error;
	const struct key_result *items;
	struct list rows;
	size_t kept = 0;

	*out = GIVEN(given, struct objective, key_result_ids);
	if (!*out || id_is_none(after->record.id))
		return NULL;
	error = linked_now(work, after, &rows);
	if (error)
		return error;
	items = rows.items;
	*out = false;
	for (size_t i = 0; i < rows.count; i++) {
		bool is_kept = is_listed(&after->key_result_ids, items[i].record.id);

		kept += is_kept;
		*out = *out || (!is_kept && work_sees(work, &key_result_thing, &items[i]));
	}
	*out = *out || kept < count_distinct(&after->key_result_ids);
	return NULL;
}

/* What the caller does not see it cannot have left out. */
static const struct error *unlink_others(struct work *work, const struct objective *after)
{
	struct list rows;
	const struct error *error = linked_now(work, after, &rows);
	struct key_result *items;

	if (error)
		return error;
	items = rows.items;
	for (size_t i = 0; !error && i < rows.count; i++)
		if (work_sees(work, &key_result_thing, &items[i]) &&
		    !is_listed(&after->key_result_ids, items[i].record.id))
			error = move(work, &items[i], ID_NONE);
	return error;
}

const struct error *objective_link_key_results(struct work *work, const struct objective *after)
{
	const struct error *error = unlink_others(work, after);

	for (size_t i = 0; !error && i < after->key_result_ids.count; i++) {
		struct key_result key_result;

		error = work_need(work, &key_result_thing, after->key_result_ids.items[i],
				  &key_result);
		if (!error && !id_equal(key_result.objective_id, after->record.id))
			error = move(work, &key_result, after->record.id);
	}
	return error;
}
