/*
 * The verbs. What a resource adds to them stands in its own file; nothing here knows a thing by name.
 */
#include "service/resource.h"

#include <assert.h>

#include "service/check.h"
#include "service/journal.h"
#include "service/journal_content.h"
#include "service/phases.h"
#include "service/reason.h"
#include "service/service_internal.h"
#include "store/query.h"
#include "store/things.h"
#include "store/transaction.h"

/* A list that filters on computed values reads on, but not for ever. */
enum { LOOKED_AT_MAX = 5000 };

static struct record *head_of(void *record)
{
	return record;
}

static struct instant *deleted_at_of(const struct thing *thing, void *record)
{
	return (struct instant *)(void *)((char *)record + thing->deleted_at);
}

static void *new_record(struct work *work, const struct thing *thing)
{
	return arena_take(work->arena, thing->form.size);
}

/* ---- reading --------------------------------------------------------------------------------- */

/* Whether the answer shows what its person may do with records of this thing, or with those that
 * stand in them. */
static bool tells(const struct work *work, const struct resource *resource,
		  const struct shown *shown)
{
	const struct thing *within = resource->within;

	if (!work->tells_can || !resource->tell)
		return false;
	return !shown || given_at(&shown->record, resource->thing->can) ||
	       (within && given_at(&shown->within, within->can));
}

static const struct error *fill(struct work *work, const struct resource *resource,
				struct list rows, const struct reading *reading,
				const struct shown *shown)
{
	const struct error *error = NULL;

	if (rows.count == 0)
		return NULL;
	if (resource->fill)
		error = resource->fill(work, rows, reading);
	if (!error && tells(work, resource, shown))
		error = resource->tell(work, rows);
	if (!error && resource->recall && shown && shown->is_chosen)
		error = resource->recall(work, rows, shown);
	return error;
}

/* The record, when it and what it belongs to can be reached. */
static const struct error *need(struct work *work, const struct resource *resource, struct id id,
				void *out)
{
	const struct error *error = work_need(work, resource->thing, id, out);

	return error || !resource->guard ? error : resource->guard(work, out);
}

static const struct error *fill_one(struct work *work, const struct resource *resource,
				    void *record, const struct shown *shown)
{
	return fill(work, resource, (struct list){ record, 1 }, &READ_WHOLE, shown);
}

const struct error *resource_get(struct work *work, const struct resource *resource, struct id id,
				 const struct shown *shown, void *out)
{
	const struct error *error = need(work, resource, id, out);

	return error ? error : fill_one(work, resource, out, shown);
}

const struct error *resource_get_any(struct work *work, const struct resource *resource,
				     struct id id, const struct shown *shown, void *out)
{
	bool found;
	const struct error *error = thing_get(work->db, resource->thing,
					      work->session.organisation_id, id, out, &found);

	if (!error && found)
		error = work_may_see(work, resource->thing, out, &found);
	if (error)
		return error;
	if (!found)
		return error_new(work->arena, ERROR_NOT_FOUND, "This %s does not exist.",
				 resource->thing->name);
	return fill_one(work, resource, out, shown);
}

static struct value sort_value(const struct query *query, const void *row)
{
	return value_of(field_at(&query->thing->form, query->sort_column), row);
}

static void stand_at(const struct query *query, const void *row, struct value *value, struct id *id)
{
	*value = sort_value(query, row);
	*id = ((const struct record *)row)->id;
}

/* Takes what belongs to the page from one batch of rows; returns how many were looked at. */
static size_t take_rows(struct page *page, const struct query *query, struct list batch,
			const struct selection *selection, size_t limit)
{
	size_t size = query->thing->form.size, looked = 0;

	while (looked < batch.count && page->rows.count < limit) {
		const char *row = (const char *)batch.items + looked++ * size;

		stand_at(query, row, &page->next, &page->next_id);
		if (selection && selection->keeps && !selection->keeps(selection->context, row))
			continue;
		form_copy(&query->thing->form, (char *)page->rows.items + page->rows.count++ * size,
			  row);
	}
	return looked;
}

/* Columns that are neither shown nor needed are not read: of a long list they are half the work. */
static void narrow(const struct resource *resource, const struct shown *shown, struct query *query,
		   struct reading *reading)
{
	struct shown needed;

	if (!shown || !resource->add_needed)
		return;
	needed = *shown;
	given_add(&needed.record, offsetof(struct record, organisation_id));
	given_add(&needed.record, offsetof(struct record, id));
	given_add(&needed.record, query->sort_column);
	resource->add_needed(&needed);
	query->form = form_narrowed(&resource->thing->form, &needed.record, needed.is_chosen);
	if (resource->within)
		reading->within =
			form_narrowed(&resource->within->form, &needed.within, needed.is_chosen);
}

/* A page without a filter on computed values is one query of one row more than it holds. */
const struct error *resource_list(struct work *work, const struct resource *resource,
				  struct query *query, const struct selection *selection,
				  struct page *out)
{
	const struct shown *shown = selection ? selection->shown : NULL;
	struct reading reading = READ_WHOLE;
	size_t limit = query->limit, looked = 0;
	struct page page = { { NULL, 0 }, false, { 0 }, ID_NONE };

	if (query->is_impossible) {
		*out = page;
		return NULL;
	}
	work_limit(work, query);
	if (resource->restrict_list)
		resource->restrict_list(query);
	page.rows.items = arena_array(work->arena, limit, query->thing->form.size);
	query->limit = limit + 1;
	narrow(resource, shown, query, &reading);
	for (;;) {
		struct list batch;
		const struct error *error = query_run(work->db, query, &batch);
		bool is_last = batch.count <= limit;
		size_t taken;

		if (error)
			return error;
		if (!is_last)
			batch.count = limit;
		reading.is_dense = !query->is_filtered;
		error = fill(work, resource, batch, &reading, shown);
		if (error)
			return error;
		taken = take_rows(&page, query, batch, selection, limit);
		looked += taken;
		page.has_next = !is_last || taken < batch.count;
		if (!page.has_next || page.rows.count == limit || looked >= LOOKED_AT_MAX)
			break;
		query->has_after = true;
		query->after = page.next;
		query->after_id = page.next_id;
	}
	*out = page;
	return NULL;
}

const struct error *resource_count(struct work *work, const struct resource *resource,
				   const struct query *query, int64_t *out)
{
	struct query all = *query;

	if (all.is_impossible) {
		*out = 0;
		return NULL;
	}
	work_limit(work, &all);
	if (resource->restrict_list)
		resource->restrict_list(&all);
	return query_count(work->db, &all, out);
}

/* ---- conditions ------------------------------------------------------------------------------ */

static const struct error *check_expectation(struct work *work, const struct resource *resource,
					     int64_t version, const struct expectation *expectation)
{
	if (!expectation || !expectation->is_given)
		return NULL;
	for (size_t i = 0; i < expectation->count; i++)
		if (expectation->versions[i] == version)
			return NULL;
	return error_new(work->arena, expectation->is_conflict ? ERROR_CONFLICT : ERROR_STALE,
			 "This %s was changed in the meantime: its version is %lld now. Read it "
			 "again before you change it.",
			 resource->thing->name, (long long)version);
}

const struct error *resource_permits(struct work *work, const struct resource *resource,
				     const void *before, const void *after,
				     const struct given *given)
{
	const struct error *error = resource->may ? resource->may(work, before, after, given) :
						    NULL;

	return error ? error : phase_permits(work, resource->thing, before, after, given);
}

bool resource_is_phased(const struct resource *resource)
{
	return resource->thing != &cycle_thing && phase_binds(resource->thing);
}

/* ---- writing --------------------------------------------------------------------------------- */

/* The record as it stands now, for the answer. */
static const struct error *read_back(struct work *work, const struct resource *resource,
				     struct id id, void *out)
{
	bool found;
	const struct error *error = thing_get(work->db, resource->thing,
					      work->session.organisation_id, id, out, &found);

	return error ? error : fill_one(work, resource, out, NULL);
}

static void set_app(struct work *work, const struct thing *thing, void *record)
{
	if (thing->app_id != THING_HAS_NONE)
		*(struct text *)(void *)((char *)record + thing->app_id) = work->session.app_id;
}

static const struct error *load(struct work *work, const struct resource *resource, void *record,
				const struct given *given)
{
	return resource->load ? resource->load(work, record, given) : NULL;
}

static const struct error *ripple(struct work *work, const struct resource *resource,
				  const void *before, void *after)
{
	return resource->ripple ? resource->ripple(work, before, after) : NULL;
}

const struct error *resource_check_new(struct work *work, const struct resource *resource,
				       void *record, const struct given *given,
				       const struct element *in)
{
	struct draft draft = { .after = record, .given = given, .in = in };
	const struct error *error = check_references(work, resource->thing, record, &draft);

	if (!error && resource->check)
		error = resource->check(work, &draft);
	return error ? error : check_taken(work, resource->thing, &draft);
}

const struct error *resource_add_quietly(struct work *work, const struct resource *resource,
					 void *record)
{
	struct record *head = head_of(record);
	const struct error *error;

	head->organisation_id = work->session.organisation_id;
	head->id = work_new_id(work);
	head->created_at = work->stamp;
	head->updated_at = work->stamp;
	head->created_by = work->session.person_id;
	head->updated_by = work->session.person_id;
	head->version = 1;
	if (!resource->names_app)
		set_app(work, resource->thing, record);
	error = work_insert(work, resource->thing, record);
	return error ? error : ripple(work, resource, NULL, record);
}

const struct error *resource_add(struct work *work, const struct resource *resource, void *record)
{
	struct journal_entry *entry = journal_open(work, resource->thing);
	const struct error *error = resource_add_quietly(work, resource, record);

	return error ? error : journal_close(work, entry, NULL, record);
}

const struct error *resource_make(struct work *work, const struct resource *resource, void *record,
				  const struct given *given)
{
	const struct error *error = resource_check_new(work, resource, record, given, NULL);

	if (!error)
		error = work_faults(work);
	if (!error)
		error = resource_permits(work, resource, NULL, record, given);
	return error ? error : resource_add(work, resource, record);
}

const struct error *resource_create(struct work *work, const struct resource *resource,
				    void *record, const struct given *given)
{
	const struct error *error = work_begin(work);

	if (!error)
		error = resource_make(work, resource, record, given);
	return error ? error : read_back(work, resource, head_of(record)->id, record);
}

static void apply_changes(const struct thing *thing, const void *changes, const struct given *given,
			  void *after)
{
	for (size_t i = 0; i < thing->form.count; i++) {
		const struct field *field = &thing->form.fields[i];

		if (given_at(given, field->offset) && !(field->flags & FIELD_FIXED))
			field_copy(field, after, changes);
	}
}

static const struct error *store_change(struct work *work, const struct resource *resource,
					const void *before, void *after)
{
	struct journal_entry *entry = journal_open(work, resource->thing);
	struct record *head = head_of(after);
	const struct error *error;

	head->version++;
	head->updated_at = work->stamp;
	head->updated_by = work->session.person_id;
	error = thing_update(work->db, resource->thing, after);
	if (!error)
		error = ripple(work, resource, before, after);
	return error ? error : journal_close(work, entry, before, after);
}

const struct error *resource_store(struct work *work, const struct resource *resource,
				   const void *before, void *after)
{
	if (journal_differs(work, resource->thing, before, after) ||
	    (resource->has_more && resource->has_more(after)))
		return store_change(work, resource, before, after);
	work->is_unchanged = true;
	return NULL;
}

/* Values that the record could not be made with are faults only where they are new. */
static void check_unless_same(struct work *work, const struct thing *thing, const void *before,
			      const void *changes)
{
	for (const struct error_detail *d = work->unless_same.first; d; d = d->next) {
		const struct field *field = field_at(&thing->form, d->member);

		if (!field_equal(field->kind, (const char *)before + d->member,
				 (const char *)changes + d->member))
			error_add(&work->faults, work->arena, d->member, d->field, "%.*s",
				  TEXT_PRINT(d->message));
	}
}

/* The changed record, checked as a whole. What is wrong with its values is said before that it does
 * not exist. */
static const struct error *change(struct work *work, const struct resource *resource, struct id id,
				  const void *changes, const struct given *given, void *before,
				  void *after)
{
	const struct thing *thing = resource->thing;
	struct draft draft = { before, after, given, NULL };
	const struct error *error = check_references(work, thing, changes, &draft);
	const struct error *missing;

	if (error)
		return error;
	missing = need(work, resource, id, before);
	if (!missing)
		error = load(work, resource, before, given);
	if (error)
		return error;
	if (!missing) {
		check_unless_same(work, thing, before, changes);
		form_copy(&thing->form, after, before);
		apply_changes(thing, changes, given, after);
	}
	if (!missing && resource->check)
		error = resource->check(work, &draft);
	if (!missing && !error)
		error = reason_check(work, thing, before, after);
	if (!missing && !error && work->faults.count == 0)
		error = resource_permits(work, resource, before, after, given);
	if (!missing && !error)
		error = check_taken(work, thing, &draft);
	if (!error)
		error = work_faults(work);
	return error ? error : missing;
}

const struct error *resource_update(struct work *work, const struct resource *resource,
				    struct id id, const void *changes, const struct given *given,
				    const struct expectation *expectation, void *out)
{
	void *before = new_record(work, resource->thing);
	void *after = new_record(work, resource->thing);
	const struct error *error = work_begin(work);

	if (!error)
		error = change(work, resource, id, changes, given, before, after);
	if (!error)
		error = check_expectation(work, resource, head_of(before)->version, expectation);
	if (!error)
		error = resource_store(work, resource, before, after);
	return error ? error : read_back(work, resource, id, out);
}

static const struct error *in_use(struct work *work, const struct resource *resource)
{
	return error_new(work->arena, ERROR_CONFLICT,
			 "This %s is still in use. Move or delete what uses it first.",
			 resource->thing->name);
}

static const struct error *remove_record(struct work *work, const struct resource *resource,
					 void *before)
{
	struct journal_entry *entry = journal_open(work, resource->thing);
	const struct record *head = before;
	const struct error *error = resource->clear ? resource->clear(work, before) : NULL;

	if (!error)
		error = thing_remove(work->db, resource->thing, head->organisation_id, head->id);
	if (db_is_reference(error))
		return in_use(work, resource);
	if (!error)
		error = ripple(work, resource, before, NULL);
	return error ? error : journal_close(work, entry, before, NULL);
}

static void set_deleted_by(struct work *work, const struct thing *thing, void *record)
{
	memcpy((char *)record + thing->deleted_by, &work->session.person_id, sizeof(struct id));
}

static const struct error *delete_record(struct work *work, const struct resource *resource,
					 void *before, void *after)
{
	const struct thing *thing = resource->thing;

	if (resource->retire) {
		const struct error *error = resource->retire(work, after);

		return error ? error : resource_store(work, resource, before, after);
	}
	if (thing->deleted_at == THING_HAS_NONE)
		return remove_record(work, resource, before);
	*deleted_at_of(thing, after) = work->stamp;
	set_deleted_by(work, thing, after);
	return store_change(work, resource, before, after);
}

const struct error *resource_delete(struct work *work, const struct resource *resource,
				    struct id id, const struct expectation *expectation, void *out)
{
	const struct thing *thing = resource->thing;
	void *before = new_record(work, thing);
	const struct error *error = work_begin(work);

	if (!error)
		error = need(work, resource, id, before);
	if (!error)
		error = resource_permits(work, resource, before, NULL, NULL);
	if (!error)
		error = check_expectation(work, resource, head_of(before)->version, expectation);
	if (!error)
		error = load(work, resource, before, NULL);
	if (error)
		return error;
	form_copy(&thing->form, out, before);
	return delete_record(work, resource, before, out);
}

static const struct error *check_restorable(struct work *work, const struct resource *resource,
					    void *record, bool found)
{
	int64_t days = work->service->settings->retention_days;
	struct instant deleted_at;
	const struct error *error;
	bool is_deleted;

	if (!found)
		return error_new(work->arena, ERROR_NOT_FOUND, "This %s does not exist.",
				 resource->thing->name);
	deleted_at = *deleted_at_of(resource->thing, record);
	is_deleted = !instant_is_none(deleted_at);
	if (is_deleted && work->now.ms - deleted_at.ms > days * MS_PER_DAY)
		return error_new(work->arena, ERROR_NOT_FOUND,
				 "This %s was deleted more than %lld days ago and cannot be "
				 "restored.",
				 resource->thing->name, (long long)days);
	error = resource_permits(work, resource, record, NULL, NULL);
	if (error || is_deleted)
		return error;
	return error_new(work->arena, ERROR_CONFLICT, "This %s is not deleted.",
			 resource->thing->name);
}

const struct error *resource_restore(struct work *work, const struct resource *resource,
				     struct id id, void *out)
{
	const struct thing *thing = resource->thing;
	void *before = new_record(work, thing), *after = new_record(work, thing);
	const struct error *error = work_begin(work);
	bool found;

	assert(thing->deleted_at != THING_HAS_NONE);
	if (!error)
		error = thing_get(work->db, thing, work->session.organisation_id, id, before,
				  &found);
	if (!error && found)
		error = work_may_see(work, thing, before, &found);
	if (!error)
		error = check_restorable(work, resource, before, found);
	if (!error)
		error = load(work, resource, before, NULL);
	if (error)
		return error;
	form_copy(&thing->form, after, before);
	*deleted_at_of(thing, after) = INSTANT_NONE;
	memset((char *)after + thing->deleted_by, 0, sizeof(struct id));
	error = store_change(work, resource, before, after);
	return error ? error : read_back(work, resource, id, out);
}
