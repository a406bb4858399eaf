/*
 * Closing objectives and reopening them. What follows for key results when an objective is open again is
 * the objective's own ripple (service/objectives.c), for a change of its lifecycle opens it as well.
 */
#include "service/closing.h"

#include <math.h>

#include "model/grades.h"
#include "service/key_results.h"
#include "service/objectives.h"
#include "service/phases.h"
#include "service/resource.h"
#include "store/query.h"
#include "store/things.h"
#include "store/tree.h"

/* Far more than an objective has below it. */
enum { CHILDREN_MAX = 500 };

/* Its texts, grades and outcome are for whoever may edit it, in a review as well. */
static const struct error *permits(struct work *work, const struct objective *objective)
{
	const struct given nothing = { { 0 } };
	const struct error *error = objective_resource.may(work, objective, objective, &nothing);

	return error ? error : phase_permits_words(work, objective);
}

/* ---- what is said ---------------------------------------------------------------------------- */

static const struct closing_part *find_part(const struct closing *closing, struct id key_result_id)
{
	const struct closing_part *items = closing->key_results.items;

	for (size_t i = 0; i < closing->key_results.count; i++)
		if (id_equal(items[i].key_result_id, key_result_id))
			return &items[i];
	return NULL;
}

static bool is_of(struct work *work, struct list key_results, struct id id)
{
	const struct key_result *items = key_results.items;

	for (size_t i = 0; i < key_results.count; i++)
		if (id_equal(items[i].record.id, id))
			return work_sees(work, &key_result_thing, &items[i]);
	return false;
}

/* Each is one of the objective's, and named once. */
static const struct error *check_parts(struct work *work, const struct closing *closing,
				       struct list key_results)
{
	const struct closing_part *items = closing->key_results.items;
	size_t member = offsetof(struct closing_part, key_result_id);

	for (size_t i = 0; i < closing->key_results.count; i++) {
		struct element in = { offsetof(struct closing, key_results), i };

		if (!is_of(work, key_results, items[i].key_result_id))
			work_fault_in(work, &in, member, "names no key result of this objective");
		else if (find_part(closing, items[i].key_result_id) != &items[i])
			work_fault_in(work, &in, member, "is named twice");
	}
	return work_faults(work);
}

/* A grade that somebody gave is not missing; one that was proposed is proposed anew. */
static void set_grade(double given, double progress, double *grade, bool *is_proposed)
{
	bool has_own = !isnan(*grade) && !*is_proposed;

	if (isnan(given) && has_own)
		return;
	*is_proposed = isnan(given);
	*grade = isnan(given) ? grade_proposed_for(progress) : given;
}

/* ---- closing --------------------------------------------------------------------------------- */

static const struct error *close_objective(struct work *work, const struct objective *before,
					   const struct closing *closing)
{
	struct objective after = *before;

	set_grade(closing->grade, before->progress, &after.grade, &after.grade_proposed);
	after.outcome = closing->outcome;
	if (!text_is_none(closing->note))
		after.closing_note = closing->note;
	after.lifecycle = closing->outcome == OUTCOME_DROPPED ? LIFECYCLE_CANCELLED :
								LIFECYCLE_COMPLETED;
	after.closed_at = work->stamp;
	after.closed_by = work->session.person_id;
	return resource_store(work, &objective_resource, before, &after);
}

static const struct error *close_key_result(struct work *work, const struct key_result *before,
					    const struct closing_part *part)
{
	struct key_result after = *before;

	set_grade(part ? part->grade : NAN, before->progress, &after.grade, &after.grade_proposed);
	after.outcome = part ? part->outcome : WORD_NONE;
	if (part && !text_is_none(part->note))
		after.closing_note = part->note;
	return resource_store(work, &key_result_resource, before, &after);
}

/* Those that nobody has closed: closing goes no further down by itself. */
static const struct error *find_open_children(struct work *work, struct objective *objective)
{
	struct query query = {
		.thing = &objective_thing,
		.sort_column = offsetof(struct record, id),
		.limit = CHILDREN_MAX,
	};
	struct value open[] = { value_word(LIFECYCLE_DRAFT), value_word(LIFECYCLE_ACTIVE) };
	const struct error *error;

	work_limit(work, &query);
	query_add(&query, CONDITION_EQUAL, offsetof(struct objective, parent_id),
		  value_id(objective->record.id));
	query_add(&query, CONDITION_IS_NULL, offsetof(struct objective, deleted_at),
		  (struct value){ .kind = FIELD_INSTANT });
	query_add(&query, CONDITION_EQUAL, offsetof(struct objective, is_archived),
		  value_flag(false));
	query_add_any_of(&query, offsetof(struct objective, lifecycle), open, 2);
	error = query_run(work->db, &query, &objective->open_children);
	if (!error && objective->open_children.count == 0)
		objective->open_children.items = objective; /* an empty list, not a missing one */
	return error;
}

static const struct error *close_all(struct work *work, const struct objective *before,
				     const struct closing *closing, struct list key_results)
{
	const struct key_result *items = key_results.items;
	const struct error *error = close_objective(work, before, closing);

	for (size_t i = 0; !error && i < key_results.count; i++)
		error = close_key_result(work, &items[i], find_part(closing, items[i].record.id));
	return error;
}

const struct error *objective_close(struct work *work, struct id id, const struct closing *closing,
				    struct objective *out)
{
	struct objective before;
	struct list key_results = { NULL, 0 };
	struct tree_range range = { work->session.organisation_id, &id, 1, true, NULL };
	const struct error *error = work_begin(work);

	if (!error)
		error = work_need(work, &objective_thing, id, &before);
	if (!error)
		error = tree_key_results(work->db, &range, &key_results);
	if (!error)
		error = check_parts(work, closing, key_results);
	if (!error)
		error = permits(work, &before);
	if (!error && !instant_is_none(before.closed_at))
		error = error_new(work->arena, ERROR_CONFLICT,
				  "This objective is closed already. Reopen it first.");
	if (!error)
		error = close_all(work, &before, closing, key_results);
	if (!error)
		error = resource_get(work, &objective_resource, id, NULL, out);
	return error ? error : find_open_children(work, out);
}

/* ---- reopening ------------------------------------------------------------------------------- */

const struct error *objective_reopen(struct work *work, struct id id, struct objective *out)
{
	struct objective before, after;
	const struct error *error = work_begin(work);

	if (!error)
		error = work_need(work, &objective_thing, id, &before);
	if (!error && text_is_none(work->reason))
		error_add(&work->faults, work->arena, ERROR_NO_MEMBER, TEXT("reason"),
			  "is required: say why it is open again");
	if (!error)
		error = work_faults(work);
	if (!error)
		error = permits(work, &before);
	if (!error && instant_is_none(before.closed_at))
		error = error_new(work->arena, ERROR_CONFLICT, "This objective is not closed.");
	if (error)
		return error;
	after = before;
	after.lifecycle = LIFECYCLE_ACTIVE;
	objective_unclose(&after);
	error = resource_store(work, &objective_resource, &before, &after);
	return error ? error : resource_get(work, &objective_resource, id, NULL, out);
}
