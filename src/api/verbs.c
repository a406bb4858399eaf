/*
 * What can be done to any resource, between a request and its answer. A route's row says to which
 * resource and through which view.
 */
#include "api/exchange.h"
#include "base/json_check.h"

/* ---- bodies ---------------------------------------------------------------------------------------- */

static const struct error *check_media_type(struct exchange *x)
{
	struct text rest = x->request->content_type, type;
	bool is_update = x->route->method[0] == 'P' && x->route->method[1] == 'U';

	if (text_is_none(rest) || x->request->body.size == 0)
		return NULL;
	type = text_trim(text_cut(&rest, ';'));
	if (type.size == 0 || text_equal_ascii_case(type, TEXT("application/json")) ||
	    (is_update && text_equal_ascii_case(type, TEXT("application/merge-patch+json"))))
		return NULL;
	return error_new(x->work.arena, ERROR_UNSUPPORTED,
			 "The body must be JSON: send it as 'Content-Type: application/json'.");
}

static const struct error *check_body(struct exchange *x)
{
	struct json_fault json_fault;
	const struct error *error = check_media_type(x);

	if (error)
		return error;
	if (x->request->is_too_large)
		return error_new(x->work.arena, ERROR_TOO_LARGE,
				 "The request body is larger than this server takes.");
	if (x->request->is_cut)
		return error_new(x->work.arena, ERROR_INVALID,
				 "The request body is shorter than its Content-Length says.");
	if (x->request->body.size == 0)
		return error_new(x->work.arena, ERROR_INVALID,
				 "The request needs a body: a JSON object.");
	if (!json_check(x->work.arena, x->request->body, &json_fault))
		return error_new(x->work.arena, ERROR_INVALID,
				 "The request body is not valid JSON at byte %zu: %s",
				 json_fault.offset, json_fault.message);
	return NULL;
}

const struct error *body_read(struct exchange *x, bool is_new, void *record, struct given *given)
{
	const struct view *view = x->route->takes ? x->route->takes : x->route->view;
	const struct error *error = check_body(x);

	memset(given, 0, sizeof(*given));
	if (error)
		return error;
	view_read(&x->work, view, x->request->body, is_new, record, given);
	return NULL;
}

/* ---- answers --------------------------------------------------------------------------------------- */

void answer_record(struct exchange *x, const void *record)
{
	const struct record *head = record;
	char id[ID_UUID_SIZE];

	x->version = head->version;
	if (x->route->location) {
		id_print_uuid(head->id, id);
		reply_header(x->reply, "Location", "%.*s%s%s%.*s",
			     TEXT_PRINT(x->request->origin_url), x->match.dialect->prefix,
			     x->route->location, (int)sizeof(id), id);
	}
	view_write(&x->json, x->route->view, record);
}

static void *new_record(struct exchange *x)
{
	const struct form *form = &x->route->resource->thing->form;
	void *record = arena_take(x->work.arena, form->size);

	return memcpy(record, form->blank, form->size);
}

/* ---- verbs --------------------------------------------------------------------------------------------- */

const struct error *verb_list(struct exchange *x)
{
	struct listing listing;
	struct page page;
	const struct error *error = listing_read(x, &listing);

	if (error)
		return error;
	listing.keep.context = &listing;
	error = resource_list(&x->work, x->route->resource, &listing.query,
			      listing.is_computed ? &listing.keep : NULL, &page);
	if (error)
		return error;
	if (page.has_next)
		listing_link_next(x, page.next, page.next_id);
	view_write_list(&x->json, x->route->view, page.rows);
	return NULL;
}

const struct error *verb_get(struct exchange *x)
{
	void *record = new_record(x);
	const struct error *error = resource_get(&x->work, x->route->resource, x->ids[0], record);

	if (!error)
		answer_record(x, record);
	return error;
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

const struct error *verb_create(struct exchange *x)
{
	void *record = new_record(x);
	struct given given;
	const struct error *error = body_read(x, true, record, &given);

	if (!error && x->work.faults.count == 0)
		error = set_parent(x, record);
	if (!error)
		error = resource_create(&x->work, x->route->resource, record, &given);
	if (!error)
		answer_record(x, record);
	return error;
}

const struct error *verb_update(struct exchange *x)
{
	void *changes = new_record(x);
	struct expectation expectation = etag_expectation(x);
	struct given given;
	const struct error *error = body_read(x, false, changes, &given);

	if (!error && given_is_empty(&given) && x->work.faults.count == 0)
		error = error_new(x->work.arena, ERROR_INVALID,
				  "The body names no field that can be changed.");
	if (!error)
		error = resource_update(&x->work, x->route->resource, x->ids[0], changes, &given,
					&expectation, changes);
	if (!error)
		answer_record(x, changes);
	return error;
}

const struct error *verb_delete(struct exchange *x)
{
	void *record = new_record(x);
	struct expectation expectation = etag_expectation(x);

	return resource_delete(&x->work, x->route->resource, x->ids[0], &expectation, record);
}

const struct error *verb_restore(struct exchange *x)
{
	void *record = new_record(x);
	const struct error *error =
		resource_restore(&x->work, x->route->resource, x->ids[0], record);

	if (!error)
		answer_record(x, record);
	return error;
}
