/*
 * The rules of initiatives: a key result implies its objective; a link to something deleted is not
 * shown, and shown again when that is restored (rulings.md 8). Who may edit them is policy.c's.
 */
#include "service/initiatives.h"

#include "model/initiative.h"
#include "model/key_result.h"
#include "model/objective.h"
#include "service/linked.h"
#include "service/policy.h"
#include "service/resource.h"

#define AT(member) offsetof(struct initiative, member)

static const struct error *check_link(struct work *work, struct initiative *after,
				      const struct given *given)
{
	struct key_result key_result;
	bool found;
	const struct error *error;

	if (id_is_none(after->key_result_id))
		return NULL;
	error = work_find(work, &key_result_thing, after->key_result_id, &key_result, &found);
	if (!error && !found && !GIVEN(given, struct initiative, key_result_id))
		after->key_result_id = ID_NONE; /* not shown, and not of the new OKR */
	if (error || !found)
		return error;
	if (GIVEN(given, struct initiative, objective_id) && !id_is_none(after->objective_id) &&
	    !id_equal(after->objective_id, key_result.objective_id))
		work_fault(work, AT(objective_id), "is not the OKR of the key result");
	after->objective_id = key_result.objective_id;
	return NULL;
}

static const struct error *check(struct work *work, const struct draft *draft)
{
	const struct given *given = draft->given;
	struct initiative *after = draft->after;
	bool new_dates = GIVEN(given, struct initiative, start_date) ||
			 GIVEN(given, struct initiative, end_date);
	const struct error *error;

	if (new_dates && !date_is_none(after->start_date) && !date_is_none(after->end_date) &&
	    after->start_date.days > after->end_date.days)
		work_fault(work, AT(end_date), "must not be before the start_date");
	if (draft->before && !GIVEN(given, struct initiative, objective_id) &&
	    !GIVEN(given, struct initiative, key_result_id))
		return NULL;
	error = check_link(work, after, given);
	if (!id_is_none(after->objective_id) || !id_is_none(after->key_result_id))
		after->is_withheld = false;
	return error;
}

static const struct error *fill(struct work *work, struct list rows, const struct reading *reading)
{
	struct initiative *items = rows.items;
	struct ids objectives, key_results;
	size_t size = sizeof(*items);
	const struct error *error = linked_seen(work, &objective_thing,
						linked_ids(work, rows, size, AT(objective_id)),
						&objectives);

	(void)reading;
	if (!error)
		error = linked_seen(work, &key_result_thing,
				    linked_ids(work, rows, size, AT(key_result_id)), &key_results);
	if (error)
		return error;
	for (size_t i = 0; i < rows.count; i++) {
		items[i].shown_objective_id = items[i].shown_key_result_id = ID_NONE;
		if (linked_has(objectives, items[i].objective_id))
			items[i].shown_objective_id = items[i].objective_id;
		if (linked_has(key_results, items[i].key_result_id))
			items[i].shown_key_result_id = items[i].key_result_id;
	}
	return NULL;
}

const struct resource initiative_resource = {
	.thing = &initiative_thing,
	.check = check,
	.fill = fill,
	.may = initiative_may,
	.tell = initiatives_tell,
};
