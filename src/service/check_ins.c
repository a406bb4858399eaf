/*
 * Check-ins.
 */
#include "service/check_ins.h"

#include <math.h>
#include <stdlib.h>

#include "model/directory.h"
#include "service/rollup.h"
#include "store/history.h"
#include "store/things.h"
#include "store/tree.h"

#define AT(member) offsetof(struct check_in, member)

/* Clocks of callers may be ahead by this much (rulings.md 27). */
enum { FUTURE_MS = 60000 };

const struct resource check_in_resource = { .thing = &check_in_thing };

static void resolve_value(struct work *work, const struct key_result *key_result,
			  struct check_in *check_in)
{
	bool is_boolean = key_result->metric_type == METRIC_BOOLEAN;

	if (is_boolean && isinf(check_in->value))
		check_in->value = check_in->value > 0 ? key_result->target_value :
							key_result->start_value;
	else if (isinf(check_in->value))
		work_fault(work, AT(value), "must be a number: the key result is not boolean");
	else if (is_boolean && check_in->value != key_result->start_value &&
		 check_in->value != key_result->target_value)
		work_fault(work, AT(value),
			   "must be yes, no, true, false, or the start or target of this boolean "
			   "key result");
}

static void resolve_status(struct work *work, const struct key_result *key_result,
			   struct check_in *check_in, enum check_in_default otherwise)
{
	if (check_in->status == WORD_NONE && otherwise == CHECK_IN_KEEPS_STATUS &&
	    key_result->status != STATUS_NOT_STARTED)
		check_in->status = key_result->status;
	else if (check_in->status == WORD_NONE)
		check_in->status = STATUS_ON_TRACK;
	if (check_in->status == STATUS_BLOCKED && check_in->blocker_note.size == 0)
		work_fault(work, AT(blocker_note), "is required when the status is blocked");
}

static void resolve_time(struct work *work, struct check_in *check_in)
{
	if (instant_is_none(check_in->checked_in_at))
		check_in->checked_in_at = work->stamp;
	else if (check_in->checked_in_at.ms > work->now.ms + FUTURE_MS)
		work_fault(work, AT(checked_in_at), "must not be in the future");
}

static void set_record(struct work *work, struct check_in *check_in)
{
	check_in->record = (struct record){
		.organisation_id = work->session.organisation_id,
		.id = work_new_id(work),
		.version = 1,
		.updated_at = work->stamp,
		.created_by = work->session.person_id,
		.updated_by = work->session.person_id,
		.created_at = work->stamp,
	};
	check_in->kind = ENTRY_CHECK_IN;
	check_in->app_id = work->session.app_id;
	if (id_is_none(check_in->person_id))
		check_in->person_id = work->session.person_id;
}

/* The key result anew from its history, and everything above it. */
static const struct error *carry_up(struct work *work, struct key_result *key_result)
{
	const struct error *error = rollup_key_result(work, key_result);

	if (error)
		return error;
	key_result->record.version++;
	key_result->record.updated_at = work->stamp;
	key_result->record.updated_by = work->session.person_id;
	error = thing_update(work->db, &key_result_thing, key_result);
	return error ? error : rollup_from(work, key_result->objective_id);
}

static int compare_people(const void *a, const void *b)
{
	return id_compare(((const struct record *)a)->id, ((const struct record *)b)->id);
}

static const struct error *fill_authors(struct work *work, struct list rows)
{
	struct check_in *items = rows.items;
	struct id *ids = arena_array(work->arena, rows.count + 1, sizeof(*ids));
	struct list people;
	size_t count = 0;
	const struct error *error;

	for (size_t i = 0; i < rows.count; i++)
		if (!id_is_none(items[i].person_id))
			ids[count++] = items[i].person_id;
	error = thing_get_many(work->db, &person_thing, work->session.organisation_id, ids, count,
			       &people);
	if (error)
		return error;
	if (people.count > 1)
		qsort(people.items, people.count, sizeof(struct person), compare_people);
	for (size_t i = 0; i < rows.count; i++) {
		struct list author = tree_slice(people, sizeof(struct person),
						offsetof(struct person, record.id),
						items[i].person_id);

		if (author.count > 0)
			items[i].author_name = ((const struct person *)author.items)->name;
	}
	return NULL;
}

/* The value that held before an entry: that of the entry before it, in the end the initial one. */
static const struct error *fill_previous(struct work *work, const struct key_result *key_result,
					 struct check_in *check_in)
{
	struct history_place place = { check_in->checked_in_at, check_in->record.id };
	bool found;
	double value;
	const struct error *error =
		history_value_before(work->db, key_result->record.organisation_id,
				     key_result->record.id, place, &value, &found);

	if (!error)
		check_in->previous_value = found ? value : key_result->initial_value;
	return error;
}

const struct error *check_in_create(struct work *work, struct check_in *check_in,
				    enum check_in_default otherwise, struct key_result *key_result)
{
	struct key_result own;
	struct given given = { { 0 } };
	const struct error *error = work_begin(work);

	given_add(&given, AT(person_id));
	if (!error)
		error = resource_check_references(work, &check_in_thing, check_in, &given);
	if (!error)
		error = work_faults(work);
	if (!error)
		error = work_need(work, &key_result_thing, check_in->key_result_id, &own);
	if (error)
		return error;
	resolve_value(work, &own, check_in);
	resolve_status(work, &own, check_in, otherwise);
	resolve_time(work, check_in);
	error = work_faults(work);
	if (error)
		return error;
	set_record(work, check_in);
	check_in->objective_id = own.objective_id;
	error = thing_insert(work->db, &check_in_thing, check_in);
	own.check_in_count++;
	if (!error)
		error = carry_up(work, &own);
	if (!error)
		error = fill_authors(work, (struct list){ check_in, 1 });
	if (!error)
		error = fill_previous(work, &own, check_in);
	if (!error)
		error = work_commit(work);
	if (!error && key_result)
		*key_result = own;
	return error;
}

/* Of a page, each row's previous value is mostly that of the next row; edits may lie between. */
static const struct error *fill_page(struct work *work, const struct key_result *key_result,
				     struct list rows)
{
	struct check_in *items = rows.items;
	struct history_place place = HISTORY_TOP;
	struct list entries = { NULL, 0 };
	size_t at = 0;
	const struct error *error = fill_authors(work, rows);

	if (error || rows.count == 0)
		return error;
	place = (struct history_place){ items[0].checked_in_at, items[0].record.id };
	for (size_t i = 0; i < rows.count; i++) {
		items[i].objective_id = key_result->objective_id;
		items[i].previous_value = key_result->initial_value;
	}
	do {
		const struct entry *entry;

		error = history_entries(work->db, key_result->record.organisation_id,
					key_result->record.id, place, rows.count + 1, &entries);
		if (error)
			return error;
		entry = entries.items;
		for (size_t i = 0; i < entries.count; i++) {
			place = (struct history_place){ entry[i].checked_in_at, entry[i].id };
			if (isnan(entry[i].value))
				continue;
			/* It is what held before every row since the last one that was settled. */
			while (at < rows.count &&
			       (items[at].checked_in_at.ms > place.at.ms ||
				(items[at].checked_in_at.ms == place.at.ms &&
				 id_compare(items[at].record.id, place.id) > 0)))
				items[at++].previous_value = entry[i].value;
		}
	} while (at < rows.count && entries.count == rows.count + 1);
	return NULL;
}

const struct error *check_in_list(struct work *work, struct id key_result_id, struct instant after,
				  struct id after_id, size_t limit, struct page *out)
{
	struct key_result key_result;
	struct history_place place = { after, after_id };
	struct page page = { 0 };
	const struct check_in *last;
	const struct error *error =
		work_need(work, &key_result_thing, key_result_id, &key_result);

	if (!error)
		error = history_check_ins(work->db, work->session.organisation_id, key_result_id,
					  place, limit + 1, &page.rows);
	if (error)
		return error;
	page.has_next = page.rows.count > limit;
	if (page.has_next)
		page.rows.count = limit;
	if (page.rows.count > 0) {
		last = (const struct check_in *)page.rows.items + page.rows.count - 1;
		page.next = value_instant(last->checked_in_at);
		page.next_id = last->record.id;
	}
	error = fill_page(work, &key_result, page.rows);
	if (!error)
		*out = page;
	return error;
}
