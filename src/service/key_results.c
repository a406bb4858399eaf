/*
 * The rules of key results: how their values fit together, what goes into their history, and what a
 * change carries up. The arithmetic is the model's, a check-in's own rules are check_ins.c's.
 */
#include "service/key_results.h"

#include <math.h>

#include "model/progress.h"
#include "service/journal.h"
#include "service/linked.h"
#include "service/links_internal.h"
#include "service/policy.h"
#include "service/recall.h"
#include "service/resource.h"
#include "service/rollup.h"
#include "store/things.h"
#include "store/tree.h"

#define AT(member) offsetof(struct key_result, member)

/* ---- checks ---------------------------------------------------------------------------------- */

/* Values that nobody gave (rulings.md 1). */
static void set_defaults(struct key_result *key_result)
{
	bool is_boolean = key_result->metric_type == METRIC_BOOLEAN;

	if (isnan(key_result->start_value))
		key_result->start_value = 0;
	if (isnan(key_result->target_value))
		key_result->target_value = is_boolean ? 1 : 100;
	if (isnan(key_result->current_value))
		key_result->current_value = key_result->start_value;
}

/* Yes and no become the two values of a boolean; on any other metric they are faults. */
static void resolve(struct work *work, const struct draft *draft, size_t member, double *value)
{
	struct key_result *key_result = draft->after;

	if (!isinf(*value))
		return;
	if (key_result->metric_type == METRIC_BOOLEAN)
		*value = *value > 0 ? key_result->target_value : key_result->start_value;
	else {
		work_fault_in(work, draft->in, member,
			      "must be a number: the metric is not boolean");
		*value = key_result->start_value; /* what follows computes with finite values */
	}
}

static void check_values(struct work *work, const struct draft *draft)
{
	struct key_result *after = draft->after;
	const struct given *given = draft->given;
	bool values_given = GIVEN(given, struct key_result, start_value) ||
			    GIVEN(given, struct key_result, target_value) ||
			    GIVEN(given, struct key_result, metric_type);

	resolve(work, draft, AT(current_value), &after->current_value);
	if (after->metric_type != METRIC_BOOLEAN || isinf(after->current_value))
		return;
	if (after->start_value == after->target_value) {
		if (values_given)
			work_fault_in(work, draft->in, AT(target_value),
				      "must differ from the start of a boolean key result");
		return;
	}
	if ((values_given || GIVEN(given, struct key_result, current_value)) &&
	    after->current_value != after->start_value &&
	    after->current_value != after->target_value)
		work_fault_in(work, draft->in, AT(current_value),
			      "must be the start (no) or the target (yes) of a boolean key result");
}

static void check_direction(struct work *work, const struct draft *draft)
{
	const struct key_result *after = draft->after;

	if (!GIVEN(draft->given, struct key_result, direction) || after->direction == WORD_NONE ||
	    after->start_value == after->target_value)
		return;
	if (metric_direction(after->start_value, after->target_value, after->direction) !=
	    after->direction)
		work_fault_in(work, draft->in, AT(direction),
			      "does not fit the values: the target is %s the start",
			      after->target_value > after->start_value ? "above" : "below");
}

static const struct error *check(struct work *work, const struct draft *draft)
{
	struct key_result *after = draft->after;

	/* What is given is nobody's proposal any more. */
	if (GIVEN(draft->given, struct key_result, grade))
		after->grade_proposed = false;
	set_defaults(after);
	check_values(work, draft);
	check_direction(work, draft);
	after->home_id = after->objective_id;
	key_result_derive(after);
	/* Not given, or null in an update: what a new one would have. */
	if (after->status == WORD_NONE)
		after->status = after->current_value == after->start_value ? STATUS_NOT_STARTED :
									     STATUS_ON_TRACK;
	if (draft->before)
		return NULL;
	after->initial_value = after->current_value;
	after->initial_status = after->status;
	return NULL;
}

/* ---- what a change carries with it ----------------------------------------------------------- */

static bool is_edited(const struct key_result *before, const struct key_result *after)
{
	return before->current_value != after->current_value || before->status != after->status;
}

/* A direct edit of the value or the status is an entry of the history (rulings.md 13). */
static const struct error *note_edit(struct work *work, const struct key_result *before,
				     const struct key_result *after)
{
	bool has_value = before->current_value != after->current_value;
	bool has_status = before->status != after->status;
	struct check_in entry;

	if (!is_edited(before, after))
		return NULL;
	memcpy(&entry, check_in_thing.form.blank, sizeof(entry));
	entry.record = (struct record){
		.organisation_id = after->record.organisation_id,
		.id = work_new_id(work),
		.version = 1,
		.updated_at = work->stamp,
		.created_by = work->session.person_id,
		.updated_by = work->session.person_id,
	};
	entry.key_result_id = after->record.id;
	entry.checked_in_at = work->stamp;
	entry.kind = ENTRY_EDIT;
	entry.app_id = work->session.app_id;
	entry.person_id = work->session.person_id;
	if (has_value)
		entry.value = after->current_value;
	if (has_status)
		entry.status = after->status;
	return thing_insert(work->db, &check_in_thing, &entry);
}

static const struct error *recompute(struct work *work, struct key_result *key_result)
{
	const struct error *error = rollup_key_result(work, key_result);

	return error ? error : thing_update(work->db, &key_result_thing, key_result);
}

static const struct error *restore_into(struct work *work, const struct key_result *after)
{
	struct objective objective;
	bool found;
	const struct error *error = NULL;

	if (id_is_none(after->objective_id))
		return NULL;
	/* Whether the session sees it makes no difference. */
	error = thing_get(work->db, &objective_thing, work->session.organisation_id,
			  after->objective_id, &objective, &found);
	if (error || (found && instant_is_none(objective.deleted_at)))
		return error;
	return error_new(work->arena, ERROR_CONFLICT,
			 "The objective of this key result is deleted. Restore the objective "
			 "first.");
}

static const struct error *ripple(struct work *work, const void *before_, void *after_)
{
	const struct key_result *before = before_;
	struct key_result *after = after_;
	const struct error *error = NULL;

	if (!before)
		return rollup_from(work, after->objective_id);
	if (!instant_is_none(before->deleted_at) && instant_is_none(after->deleted_at))
		error = restore_into(work, after);
	if (!error)
		error = note_edit(work, before, after);
	if (!error)
		error = recompute(work, after);
	if (!error)
		error = rollup_from(work, after->objective_id);
	if (!error && is_edited(before, after))
		journal_tell_key_result(work, after);
	if (error || id_equal(before->objective_id, after->objective_id))
		return error;
	error = initiatives_follow(work, after->record.id, after->objective_id);
	return error ? error : rollup_from(work, before->objective_id);
}

/* ---- what is computed when read -------------------------------------------------------------- */

/* Who sees the whole workspace sees every objective that has key results. */
static const struct error *show_objectives(struct work *work, struct list rows)
{
	struct key_result *items = rows.items;
	bool sees_all = text_is_none(work->session.app_id) && !work_viewer(work);
	struct ids seen = { NULL, 0 };
	const struct error *error = NULL;

	if (!sees_all)
		error = linked_seen(work, &objective_thing,
				    linked_ids(work, rows, sizeof(*items), AT(objective_id)),
				    &seen);
	for (size_t i = 0; !error && i < rows.count; i++)
		if (sees_all || linked_has(seen, items[i].objective_id))
			items[i].shown_objective_id = items[i].objective_id;
	return error;
}

static void compute(struct list rows)
{
	struct key_result *items = rows.items;

	for (size_t i = 0; i < rows.count; i++) {
		struct metric metric = key_result_metric(&items[i]);

		items[i].is_deleted = !instant_is_none(items[i].deleted_at);
		items[i].attainment = progress_raw(&metric);
		items[i].confidence_level = items[i].status == STATUS_NOT_STARTED ? WORD_NONE :
										    items[i].status;
	}
}

void key_results_fill_within(struct list rows, struct id objective_id)
{
	struct key_result *items = rows.items;

	compute(rows);
	for (size_t i = 0; i < rows.count; i++)
		items[i].shown_objective_id = objective_id;
}

static const struct error *fill(struct work *work, struct list rows, const struct reading *reading)
{
	(void)reading;
	compute(rows);
	return show_objectives(work, rows);
}

static const struct error *recall_page(struct work *work, struct list rows,
				       const struct shown *shown)
{
	struct key_result *items = rows.items;
	struct key_result **all =
		arena_array(work->arena, rows.count + 1, sizeof(struct key_result *));

	for (size_t i = 0; i < rows.count; i++)
		all[i] = &items[i];
	return key_results_recall(work, all, rows.count, &shown->record);
}

const struct resource key_result_resource = {
	.recall = recall_page,
	.thing = &key_result_thing,
	.check = check,
	.ripple = ripple,
	.fill = fill,
	.may = key_result_may,
	.tell = key_results_tell,
};
