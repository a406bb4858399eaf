/*
 * A request's body, up to the fields in it: the order of checks is that of api.md section 1, media type
 * and size (415, 413) before syntax and fields (400). What a field may hold is view_read.c's.
 */
#include "api/input/body.h"

#include "api/exchange.h"
#include "api/input/view_read.h"
#include "base/json_check.h"

const struct error *body_check_type(struct exchange *x)
{
	struct text rest = x->request->content_type, type;
	bool is_update = x->route->method == METHOD_PUT;

	if (request_is_coded(x->request))
		return error_new(x->work.arena, ERROR_UNSUPPORTED,
				 "The body must be sent as it is: leave Content-Encoding away.");
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
	const struct error *error;

	if (x->checked == x->request)
		return NULL;
	error = body_check_type(x);
	if (error)
		return error;
	if (x->request->body.size == 0)
		return error_new(x->work.arena, ERROR_INVALID,
				 "The request needs a body: a JSON object.");
	if (!json_check(x->work.arena, x->request->body, &json_fault))
		return error_new(x->work.arena, ERROR_INVALID,
				 "The request body is not valid JSON at byte %zu: %s",
				 json_fault.offset, json_fault.message);
	x->checked = x->request;
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
