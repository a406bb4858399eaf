/*
 * What can be done to any resource, between a request and its answer. A route's row says to which
 * resource and through which view.
 */
#include "api/exchange.h"
#include "base/json_check.h"

/* ---- bodies ---------------------------------------------------------------------------------- */

const struct error *body_check_type(struct exchange *x)
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

const struct error *body_must_be_whole(struct exchange *x)
{
	if (x->request->is_too_large)
		return error_new(x->work.arena, ERROR_TOO_LARGE,
				 "The request body is larger than this server takes.");
	if (x->request->is_cut)
		return error_new(x->work.arena, ERROR_INVALID,
				 "The request body does not have the length that its "
				 "Content-Length says.");
	return NULL;
}

const struct error *body_check(struct exchange *x)
{
	struct json_fault json_fault;
	const struct error *error = body_check_type(x);

	if (error)
		return error;
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
	const struct error *error = body_check(x);

	memset(given, 0, sizeof(*given));
	if (error)
		return error;
	view_read(&x->work, view, x->request->body, is_new, record, given);
	return NULL;
}

/* ---- answers --------------------------------------------------------------------------------- */

static void open_data(struct exchange *x)
{
	if (!(x->route->flags & ROUTE_DATA))
		return;
	json_open_object(&x->json);
	json_key(&x->json, TEXT("data"));
}

static void close_data(struct exchange *x)
{
	if (x->route->flags & ROUTE_DATA)
		json_close_object(&x->json);
}

void answer_record(struct exchange *x, const void *record)
{
	const struct record *head = record;
	char id[ID_PRINT_MOST];

	x->version = head->version;
	if (x->route->location) {
		reply_header(x->reply, "Location", "%.*s%s%s%.*s",
			     TEXT_PRINT(x->request->origin_url), x->match.group->prefix,
			     x->route->location,
			     TEXT_PRINT(view_print_id(head->id, x->route->location_form, id)));
	}
	open_data(x);
	view_write(&x->json, x->route->view, record);
	close_data(x);
}

void answer_report(struct exchange *x, const void *report)
{
	if (x->route->flags & ROUTE_BRIEF && x->detail == DETAIL_BRIEF)
		view_write_brief(&x->json, x->route->view, report);
	else
		view_write(&x->json, x->route->view, report);
}

void answer_page(struct exchange *x, const struct page *page)
{
	if (page->has_next)
		listing_link_next(x, page);
	if (x->is_csv) {
		x->media_type = TEXT("text/csv; charset=utf-8");
		csv_write(&x->reply->body, x->route, page->rows);
		return;
	}
	open_data(x);
	view_write_list(&x->json, x->route->view, page->rows);
	close_data(x);
}

void answer_envelope(struct exchange *x, const struct page *page, int64_t total)
{
	/* A search by POST has no URL of its next page: its body has the cursor. */
	if (page->has_next && !(x->route->flags & ROUTE_READ))
		listing_link_next(x, page);
	json_open_object(&x->json);
	json_key(&x->json, TEXT("items"));
	view_write_list(&x->json, x->route->view, page->rows);
	json_member(&x->json, TEXT("next_cursor"), listing_cursor(x, page));
	json_key(&x->json, TEXT("total"));
	json_integer(&x->json, total);
	json_close_object(&x->json);
}

static void *new_record(struct exchange *x)
{
	const struct view *view = x->route->takes ? x->route->takes : x->route->view;

	return view_begin(view, arena_take(x->work.arena, view->size));
}

struct id path_id(const struct exchange *x)
{
	return x->ids[x->match.id_count - 1];
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

const struct error *listing_page(struct exchange *x, struct listing *listing, struct page *out)
{
	listing->keep.context = listing;
	return resource_list(&x->work, x->route->resource, &listing->query,
			     listing->is_computed ? &listing->keep : NULL, out);
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

	add_shown(view, &shown->record);
	for (size_t i = 0; i < view->count; i++)
		if (view->fields[i].kind == FIELD_LIST)
			add_shown(view->fields[i].view, &shown->within);
	if (x->route->nested)
		add_shown(x->route->nested, &shown->within);
	return shown;
}

const struct error *verb_list(struct exchange *x)
{
	struct listing listing;
	struct page page;
	const struct error *error = listing_read(x, &listing);

	if (!error && x->route->parent)
		error = limit_to_parent(x, &listing.query);
	if (error)
		return error;
	x->work.shown = shown_by(x);
	error = listing_page(x, &listing, &page);
	if (!error)
		answer_page(x, &page);
	return error;
}

const struct error *verb_get(struct exchange *x)
{
	void *record = new_record(x);
	const struct error *error = check_parent(x);

	if (!error)
		error = resource_get(&x->work, x->route->resource, path_id(x), record);

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
	if (!error && x->work.faults.count == 0)
		error = check_parent(x);
	if (!error)
		error = forget_sent_back(x, changes, &given);
	if (!error)
		error = resource_update(&x->work, x->route->resource, path_id(x), changes, &given,
					&expectation, changes);
	if (!error)
		answer_record(x, changes);
	return error;
}

const struct error *verb_delete(struct exchange *x)
{
	void *record = new_record(x);
	struct expectation expectation = etag_expectation(x);
	const struct error *error = check_parent(x);

	if (!error)
		error = resource_delete(&x->work, x->route->resource, path_id(x), &expectation,
					record);
	if (error || !(x->route->flags & ROUTE_SUCCESS))
		return error;
	json_open_object(&x->json);
	json_key(&x->json, TEXT("success"));
	json_flag(&x->json, true);
	json_close_object(&x->json);
	return NULL;
}

const struct error *verb_restore(struct exchange *x)
{
	void *record = new_record(x);
	const struct error *error =
		resource_restore(&x->work, x->route->resource, path_id(x), record);

	if (!error)
		answer_record(x, record);
	return error;
}
