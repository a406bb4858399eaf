/*
 * What can be done to any resource, between a request and its answer. A route's row says to which
 * resource and through which view.
 */
#include "api/verbs.h"

#include "api/exchange.h"
#include "api/input/body.h"
#include "api/input/listing.h"
#include "api/input/reason.h"
#include "api/input/sent_back.h"
#include "api/input/view_read.h"
#include "api/output/etag.h"
#include "api/output/page.h"
#include "api/output/view_write.h"

static const struct view *body_view(const struct exchange *x)
{
	return x->route->takes ? x->route->takes : x->route->view;
}

static void *new_record(struct exchange *x)
{
	return view_begin(body_view(x), arena_take(x->work.arena, body_view(x)->size));
}

static const struct error *show(struct exchange *x, void *record)
{
	if (x->route->show)
		return x->route->show(x, record);
	answer_record(x, record);
	return NULL;
}

static const struct error *read_record(struct exchange *x, const struct shown *shown, void *record)
{
	if (x->route->may_read_deleted)
		return resource_get_any(&x->work, x->route->resource, path_id(x), shown, record);
	return resource_get(&x->work, x->route->resource, path_id(x), shown, record);
}

/* A record under another in the path must belong to it. */
static const struct error *check_parent(struct exchange *x)
{
	const struct route *route = x->route;
	struct record *record;
	const struct error *error;

	if (!route->parent || x->match.id_count < 2)
		return NULL;
	record = arena_take(x->work.arena, route->resource->thing->form.size);
	error = work_need(&x->work, route->resource->thing, path_id(x), record);
	if (!error &&
	    memcmp((const char *)record + route->parent_member, &x->ids[0], sizeof(x->ids[0])) != 0)
		error = error_new(x->work.arena, ERROR_NOT_FOUND, "This %s does not exist.",
				  route->resource->thing->name);
	return error;
}

/* ---- verbs ----------------------------------------------------------------------------------- */

/* A list under a record holds what belongs to that record. */
static const struct error *limit_to_parent(struct exchange *x, struct query *query)
{
	const struct thing *thing = x->route->parent->thing;
	void *parent = arena_take(x->work.arena, thing->form.size);
	const struct error *error = work_need(&x->work, thing, x->ids[0], parent);

	query_add(query, CONDITION_EQUAL, x->route->parent_member, value_id(x->ids[0]));
	query->is_filtered = true;
	return error;
}

const struct error *listing_page(struct exchange *x, struct listing *listing,
				 const struct shown *shown, struct page *out)
{
	struct selection selection = { .shown = shown };

	if (listing->is_computed) {
		selection.keeps = listing->keeps;
		selection.context = listing;
	}
	return resource_list(&x->work, x->route->resource, &listing->query, &selection, out);
}

static void add_shown(const struct view *view, struct given *members)
{
	for (size_t i = 0; i < view->count; i++)
		if (view->fields[i].flags & VIEW_SHOWN)
			given_add(members, view->fields[i].offset);
}

/* What the route's view shows, and the views of the lists within it. */
static const struct shown *shown_by(struct exchange *x)
{
	struct shown *shown = arena_take(x->work.arena, sizeof(*shown));
	const struct view *view = x->route->view;

	shown->is_chosen = !text_is_none(x->fields);
	add_shown(view, &shown->record);
	for (size_t i = 0; i < view->count; i++)
		if (view->fields[i].kind == FIELD_LIST && view->fields[i].flags & VIEW_SHOWN)
			add_shown(view->fields[i].view, &shown->within);
	if (x->route->nested)
		add_shown(x->route->nested, &shown->within);
	return shown;
}

/* A sub-route's path names the record that the new one belongs to. */
static const struct error *set_parent(struct exchange *x, void *record)
{
	void *parent;
	const struct error *error;

	if (!x->route->parent)
		return NULL;
	parent = arena_take(x->work.arena, x->route->parent->thing->form.size);
	error = work_need(&x->work, x->route->parent->thing, x->ids[0], parent);
	if (!error)
		memcpy((char *)record + x->route->parent_member, &x->ids[0], sizeof(x->ids[0]));
	return error;
}

static const struct error *list_in_envelope(struct exchange *x, struct listing *listing)
{
	struct page page = { 0 };
	int64_t total = 0;
	const struct error *error = x->route->read_page(x, &listing->query, &page, &total);

	if (!error)
		answer_envelope(x, &page, total);
	/* cppcheck-suppress returnDanglingLifetime; an error stands in the arena */
	return error;
}

static const struct error *list_bare(struct exchange *x, struct listing *listing)
{
	struct page page;
	const struct error *error = listing_page(x, listing, shown_by(x), &page);

	if (!error)
		answer_page(x, &page);
	return error;
}

const struct error *verb_list(struct exchange *x)
{
	struct listing listing;
	const struct error *error = listing_read(x, &listing);

	if (!error && x->route->parent)
		error = limit_to_parent(x, &listing.query);
	if (error)
		return error;
	return x->route->read_page ? list_in_envelope(x, &listing) : list_bare(x, &listing);
}

const struct error *verb_get(struct exchange *x)
{
	void *record = new_record(x);
	const struct shown *shown = text_is_none(x->fields) ? NULL : shown_by(x);
	const struct error *error = check_parent(x);

	if (!error)
		error = read_record(x, shown, record);
	return error ? error : show(x, record);
}

const struct error *verb_create(struct exchange *x)
{
	void *record = new_record(x);
	struct given given;
	const struct error *error = body_read(x, true, record, &given);

	if (!error && x->work.faults.count == 0)
		error = set_parent(x, record);
	if (error)
		return error;
	if (x->route->prepare)
		x->route->prepare(x, NULL, record, &given);
	error = resource_create(&x->work, x->route->resource, record, &given);
	return error ? error : show(x, record);
}

static bool admits(const struct expectation *expectation, int64_t version)
{
	for (size_t i = 0; i < expectation->count; i++)
		if (expectation->versions[i] == version)
			return true;
	return false;
}

/* The version that the body names must be the current one, beside what If-Match says. */
static struct expectation expected(struct exchange *x, struct record *changes, struct given *given)
{
	struct expectation expectation = etag_expectation(x);
	size_t member = offsetof(struct record, version);

	if (!body_view(x)->has_version || !given_at(given, member))
		return expectation;
	given_drop(given, member);
	if (expectation.is_given && !admits(&expectation, changes->version)) {
		expectation.count = 0; /* no version can fit both */
		return expectation;
	}
	return (struct expectation){ &changes->version, 1, true, !expectation.is_given };
}

/* What is deleted may be read here, so that it is there is no secret: a change of it is a 409. */
static const struct error *refuse_deleted(struct exchange *x)
{
	const struct thing *thing = x->route->resource->thing;
	void *current = new_record(x);
	const struct error *error = read_record(x, NULL, current);
	const struct instant *deleted_at =
		(const void *)((const char *)current + thing->deleted_at);

	if (error || instant_is_none(*deleted_at))
		return error;
	error = work_snapshot(&x->work);
	if (!error)
		error = resource_permits(&x->work, x->route->resource, current, NULL, NULL);
	if (error)
		return error;
	return error_new(x->work.arena, ERROR_CONFLICT,
			 "This %s is deleted: it can be read, and restored, but not changed.",
			 thing->name);
}

/* A record that is not there is told by the update, after other faults. */
static const struct error *prepare_update(struct exchange *x, const void *changes,
					  struct given *given)
{
	void *stored = new_record(x);
	bool found;
	const struct error *error;

	if (!x->route->prepare)
		return NULL;
	error = work_find(&x->work, x->route->resource->thing, path_id(x), stored, &found);
	if (!error && found)
		x->route->prepare(x, stored, changes, given);
	return error;
}

/* What has to hold before the record itself is looked at. */
static const struct error *check_update(struct exchange *x, const struct given *given)
{
	const struct error *error = NULL;

	if (x->work.faults.count > 0)
		return NULL;
	if (given_is_empty(given))
		return error_new(x->work.arena, ERROR_INVALID,
				 "The body names no field that can be changed.");
	error = check_parent(x);
	return !error && x->route->may_read_deleted ? refuse_deleted(x) : error;
}

const struct error *verb_update(struct exchange *x)
{
	void *changes = new_record(x);
	struct expectation expectation;
	struct given given;
	const struct error *error = body_read(x, false, changes, &given);

	if (!error)
		error = reason_take_member(x, changes, &given);
	if (error)
		return error;
	expectation = expected(x, changes, &given);
	error = check_update(x, &given);
	if (!error)
		error = forget_sent_back(x, changes, &given);
	if (!error)
		error = prepare_update(x, changes, &given);
	if (!error)
		error = resource_update(&x->work, x->route->resource, path_id(x), changes, &given,
					&expectation, changes);
	return error ? error : show(x, changes);
}

const struct error *verb_delete(struct exchange *x)
{
	void *record = new_record(x);
	struct expectation expectation = etag_expectation(x);
	const struct error *error = check_parent(x);

	if (!error)
		error = resource_delete(&x->work, x->route->resource, path_id(x), &expectation,
					record);
	if (!error && x->route->may_read_deleted)
		error = read_record(x, NULL, record);
	if (error)
		return error;
	if (x->route->may_read_deleted)
		return show(x, record);
	answer_deletion(x);
	return NULL;
}

const struct error *verb_restore(struct exchange *x)
{
	void *record = new_record(x);
	const struct error *error =
		resource_restore(&x->work, x->route->resource, path_id(x), record);

	return error ? error : show(x, record);
}
