/*
 * The rules of check-ins: what their values mean, and what a new, corrected or removed one does to
 * its key result and to everything above it. Direct edits stand in the same history
 * (service/key_results.c makes them) and are not seen here.
 */
#include "service/check_ins.h"

#include <assert.h>
#include <math.h>

#include "base/unicode.h"
#include "model/directory.h"
#include "service/journal.h"
#include "service/key_results.h"
#include "service/linked.h"
#include "service/phases.h"
#include "service/policy.h"
#include "service/rollup.h"
#include "store/history.h"
#include "store/things.h"

#define AT(member) offsetof(struct check_in, member)

/* Clocks of callers may be ahead by this much (rulings.md 27). */
enum { FUTURE_MS = 60000 };

/* ---- checks ---------------------------------------------------------------------------------- */

static void resolve_value(struct work *work, const struct key_result *key_result,
			  const struct draft *draft)
{
	struct check_in *check_in = draft->after;
	bool is_boolean = key_result->metric_type == METRIC_BOOLEAN;

	if (is_boolean && isinf(check_in->value))
		check_in->value = check_in->value > 0 ? key_result->target_value :
							key_result->start_value;
	else if (isinf(check_in->value))
		work_fault_in(work, draft->in, AT(value),
			      "must be a number: the key result is not boolean");
	else if (is_boolean && check_in->value != key_result->start_value &&
		 check_in->value != key_result->target_value)
		work_fault_in(
			work, draft->in, AT(value),
			"must be yes, no, true, false, or the start or target of this boolean "
			"key result");
}

static void resolve_status(struct work *work, const struct key_result *key_result,
			   const struct draft *draft)
{
	struct check_in *check_in = draft->after;

	if (check_in->status == WORD_NONE)
		check_in->status = key_result->status == STATUS_NOT_STARTED ? STATUS_ON_TRACK :
									      key_result->status;
	if (check_in->status == STATUS_BLOCKED &&
	    text_skip_unseen(check_in->blocker_note).size == 0)
		work_fault_in(work, draft->in, AT(blocker_note),
			      "is required when the status is blocked");
}

static void resolve_time(struct work *work, const struct draft *draft)
{
	struct check_in *check_in = draft->after;

	if (instant_is_none(check_in->checked_in_at))
		check_in->checked_in_at = work->stamp;
	else if (check_in->checked_in_at.ms > work->now.ms + FUTURE_MS)
		work_fault_in(work, draft->in, AT(checked_in_at), "must not be in the future");
}

static const struct error *check(struct work *work, const struct draft *draft)
{
	struct check_in *after = draft->after;
	struct key_result key_result;
	bool found;
	const struct error *error =
		work_find(work, &key_result_thing, after->key_result_id, &key_result, &found);

	if (error)
		return error;
	if (!found) {
		/* Named in the body it was found wrong there; with another fault nobody has looked
		 * for it; else it went a moment ago. */
		if (!GIVEN(draft->given, struct check_in, key_result_id) && work->faults.count == 0)
			work_fault_in(work, draft->in, AT(key_result_id),
				      "does not exist any more");
		return NULL;
	}
	if (!draft->before || GIVEN(draft->given, struct check_in, value))
		resolve_value(work, &key_result, draft);
	resolve_status(work, &key_result, draft);
	resolve_time(work, draft);
	if (id_is_none(after->person_id) && !draft->before)
		after->person_id = work->session.person_id;
	return NULL;
}

/* A check-in is reached through its key result, and an edit is none. */
static const struct error *guard(struct work *work, const void *record)
{
	const struct check_in *check_in = record;
	struct key_result key_result;
	bool found = false;
	const struct error *error = NULL;

	if (check_in->kind == ENTRY_CHECK_IN)
		error = work_find(work, &key_result_thing, check_in->key_result_id, &key_result,
				  &found);
	if (error || found)
		return error;
	return error_new(work->arena, ERROR_NOT_FOUND, "This check-in does not exist.");
}

/* ---- what a change carries with it ----------------------------------------------------------- */

static const struct error *ripple(struct work *work, const void *before, void *after)
{
	const struct check_in *entry = after ? after : before;
	struct key_result key_result;
	const struct error *error;

	assert(entry);
	error = work_need(work, &key_result_thing, entry->key_result_id, &key_result);
	if (error)
		return error;
	if (work->postponed && !before) {
		rollup_postpone_entry(work, entry, &key_result);
		journal_tell_key_result(work, &key_result);
		return NULL;
	}
	key_result.check_in_count += (after ? 1 : 0) - (before ? 1 : 0);
	error = rollup_key_result(work, &key_result);
	if (error)
		return error;
	key_result.record.version++;
	key_result.record.updated_at = work->stamp;
	key_result.record.updated_by = work->session.person_id;
	error = thing_update(work->db, &key_result_thing, &key_result);
	if (!error)
		error = rollup_from(work, key_result.objective_id);
	if (!error)
		journal_tell_key_result(work, &key_result);
	return error;
}

/* ---- what is computed when read -------------------------------------------------------------- */

/* An empty array is as good as none. */
static struct text acl_of(const struct check_in *check_in)
{
	return check_in->visible_to.text.size > 2 ? TEXT("restricted") : TEXT("everyone");
}

static const struct error *fill_authors(struct work *work, struct list rows)
{
	struct check_in *items = rows.items;
	struct list people;
	const struct error *error =
		linked_load(work, &person_thing,
			    linked_ids(work, rows, sizeof(*items), AT(person_id)), &people);

	for (size_t i = 0; !error && i < rows.count; i++) {
		const struct person *author =
			linked_find(&person_thing, people, items[i].person_id);

		items[i].author_name = author ? author->name : TEXT_NONE;
		items[i].acl = acl_of(&items[i]);
	}
	return error;
}

static bool is_after(const struct check_in *row, struct history_place place)
{
	if (row->checked_in_at.ms != place.at.ms)
		return row->checked_in_at.ms > place.at.ms;
	return id_compare(row->record.id, place.id) > 0;
}

/* Rows of one history, newest first: the value before each is that of the entry before it, edits
 * included, in the end the value at creation. */
static const struct error *fill_previous(struct work *work, const struct key_result *key_result,
					 struct list rows)
{
	struct check_in *items = rows.items;
	struct history_place place = { items[0].checked_in_at, items[0].record.id };
	struct list entries = { NULL, rows.count + 1 };
	size_t settled = 0;

	while (settled < rows.count && entries.count == rows.count + 1) {
		const struct error *error =
			history_entries(work->db, key_result->record.organisation_id,
					key_result->record.id, place, rows.count + 1, &entries);
		const struct entry *entry = entries.items;

		if (error)
			return error;
		for (size_t i = 0; i < entries.count; i++) {
			place = (struct history_place){ entry[i].checked_in_at, entry[i].id };
			if (isnan(entry[i].value))
				continue;
			while (settled < rows.count && is_after(&items[settled], place))
				items[settled++].previous_value = entry[i].value;
		}
	}
	while (settled < rows.count)
		items[settled++].previous_value = key_result->initial_value;
	return NULL;
}

/* The last day of the cycle that the history belongs to; DATE_NONE without one. What was rolled up a
 * moment ago is known. */
static const struct error *find_end(struct work *work, const struct key_result *key_result,
				    struct date *out)
{
	const struct journal_moved *moved = journal_find_moved(work, key_result->objective_id);
	struct objective objective = { .cycle_id = ID_NONE };
	const struct error *error = NULL;
	bool found;

	*out = DATE_NONE;
	if (id_is_none(key_result->objective_id))
		return NULL;
	if (moved) {
		*out = id_is_none(moved->cycle_id) ? DATE_NONE : moved->period_end;
		return NULL;
	}
	error = thing_get(work->db, &objective_thing, work->session.organisation_id,
			  key_result->objective_id, &objective, &found);
	if (!error && !id_is_none(objective.cycle_id))
		*out = objective.period_end;
	return error;
}

static const struct error *fill_late(struct work *work, const struct key_result *key_result,
				     struct list rows)
{
	struct check_in *items = rows.items;
	struct date end;
	const struct error *error = find_end(work, key_result, &end);

	for (size_t i = 0; !error && i < rows.count; i++)
		items[i].is_late = !date_is_none(end) &&
				   date_of(items[i].checked_in_at).days > end.days;
	return error;
}

static const struct error *fill_history(struct work *work, struct list rows)
{
	struct check_in *items = rows.items;
	struct key_result *key_result = arena_take(work->arena, sizeof(*key_result));
	bool found;
	const struct error *error = thing_get(work->db, &key_result_thing,
					      work->session.organisation_id, items[0].key_result_id,
					      key_result, &found);

	if (error || !found)
		return error;
	error = key_result_resource.fill(work, (struct list){ key_result, 1 }, &READ_WHOLE);
	if (error)
		return error;
	for (size_t i = 0; i < rows.count; i++)
		items[i].objective_id = key_result->shown_objective_id;
	error = fill_late(work, key_result, rows);
	return error ? error : fill_previous(work, key_result, rows);
}

/* A page of a history is one stretch; the rows of a batch are one each. */
static const struct error *fill(struct work *work, struct list rows, const struct reading *reading)
{
	struct check_in *items = rows.items;
	const struct error *error = fill_authors(work, rows);
	size_t end;

	(void)reading;
	for (size_t from = 0; !error && from < rows.count; from = end) {
		for (end = from + 1; end < rows.count; end++)
			if (!id_equal(items[end].key_result_id, items[from].key_result_id) ||
			    is_after(&items[end],
				     (struct history_place){ items[end - 1].checked_in_at,
							     items[end - 1].record.id }))
				break;
		error = fill_history(work, (struct list){ items + from, end - from });
	}
	return error;
}

static void restrict_list(struct query *query)
{
	query_add(query, CONDITION_EQUAL, AT(kind), value_word(ENTRY_CHECK_IN));
}

const struct resource check_in_resource = {
	.thing = &check_in_thing,
	.check = check,
	.ripple = ripple,
	.fill = fill,
	.may = check_in_may,
	.guard = guard,
	.restrict_list = restrict_list,
};

const struct error *check_in_create_all(struct work *work, struct list check_ins, size_t list)
{
	struct check_in *items = check_ins.items;
	struct given given = { { 0 } };
	const struct error *error = work_begin(work);

	given_add(&given, AT(key_result_id));
	for (size_t i = 0; !error && i < check_ins.count; i++)
		error = resource_check_new(work, &check_in_resource, &items[i], &given,
					   &(struct element){ list, i });
	if (!error)
		error = work_faults(work);
	if (!error)
		error = check_ins_may(work, check_ins);
	if (!error)
		error = phase_permits_check_ins(work, check_ins);
	for (size_t i = 0; !error && i < check_ins.count; i++)
		error = resource_add(work, &check_in_resource, &items[i]);
	if (!error && check_ins.count > 0)
		error = fill(work, check_ins, &READ_WHOLE);
	return error;
}
