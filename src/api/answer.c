/*
 * The front door: which routes there are, and one request from its head to its answer: what
 * dispatch.c makes of it, errors, headers. What stands behind the gate is run.c's.
 */
#include "api/api.h"

#include "api/batch/batch.h"
#include "api/console/console.h"
#include "api/describe/check_tables.h"
#include "api/describe/document.h"
#include "api/describe/site.h"
#include "api/dispatch.h"
#include "api/exchange.h"
#include "api/goals/goals.h"
#include "api/input/gate.h"
#include "api/mcp/mcp.h"
#include "api/objectives/objectives.h"
#include "api/okrs/audit.h"
#include "api/okrs/closing.h"
#include "api/okrs/cycles.h"
#include "api/okrs/directory.h"
#include "api/okrs/explain.h"
#include "api/okrs/export.h"
#include "api/okrs/imports.h"
#include "api/okrs/initiatives.h"
#include "api/okrs/me.h"
#include "api/okrs/measures.h"
#include "api/okrs/okrs.h"
#include "api/okrs/past.h"
#include "api/okrs/reports.h"
#include "api/okrs/reviews.h"
#include "api/okrs/search.h"
#include "api/okrs/sessions.h"
#include "api/okrs/setup.h"
#include "api/okrs/setup_host.h"
#include "api/okrs/sign_in.h"
#include "api/okrs/todo.h"
#include "api/okrs/tools.h"
#include "api/okrs/workspace.h"
#include "api/operations/metrics.h"
#include "api/operations/operations.h"
#include "api/output/errors.h"
#include "api/output/headers.h"
#include "base/log.h"
#include "base/password.h"
#include "service/afterwards.h"
#include "service/service.h"

/* ---- everything that is answered -------------------------------------------------------------- */

static const struct route_group *const groups[] = {
	&okrs_routes,         &okrs_measures_routes,   &okrs_initiatives_routes,
	&okrs_reviews_routes, &okrs_reports_routes,    &okrs_directory_routes,
	&goals_routes,        &objectives_routes,      &mcp_routes,
	&okrs_me_routes,      &okrs_audit_routes,      &okrs_workspace_routes,
	&okrs_sign_in_routes, &okrs_sessions_routes,   &okrs_setup_routes,
	&operations_routes,   &openapi_routes,         &site_routes,
	&okrs_tools,          &console_routes,         &okrs_todo_routes,
	&okrs_explain_routes, &okrs_import_routes,     &okrs_search_routes,
	&okrs_past_routes,    &okrs_setup_host_routes, &okrs_cycles_routes,
	&batch_routes,        &okrs_export_routes,     &okrs_closing_routes,
};

const struct routes api_routes = { groups, sizeof(groups) / sizeof(groups[0]) };

void api_describe(struct buffer *out, struct text url)
{
	document_write(out, &api_routes, url);
}

const struct error *api_check_tables(struct arena *arena)
{
	return tables_check(arena, &api_routes);
}

void api_open_figures(const struct settings *settings, enum metrics_role role)
{
	struct buffer directory = { 0 };
	int failed;

	buffer_print(&directory, "%.*s", TEXT_PRINT(settings->state_dir));
	failed = metrics_open(directory.data, metrics_layout(&api_routes),
			      metrics_route_count(&api_routes), role);
	if (failed)
		log_print(LOG_WARNING,
			  "the figures of /metrics lack this process; state_dir %s: %s",
			  directory.data, strerror(failed));
	buffer_free(&directory);
}

enum { ADDRESS_MAX = 255 };

/* ---- the front door -------------------------------------------------------------------------- */

/* Callers hear neither of our faults nor why a token was refused: whoever runs the server does. */
static bool is_told_in_log(const struct error *error)
{
	return error_status(error->code) >= 500 || error->code == ERROR_UNAUTHORIZED;
}

static void trace_answer(struct exchange *x, const struct error *error, struct api_trace *trace)
{
	if (x->route)
		trace->route =
			arena_print(x->work.arena, "%s%s", x->match.group->prefix, x->route->path);
	trace->route_number = metrics_route_number(x->routes, &x->match);
	if (x->has_session)
		trace->credential = x->work.session.fingerprint;
	if (error && is_told_in_log(error))
		trace->inside = error_reason(x->work.arena, error);
}

static void say(struct exchange *x, const struct error *error)
{
	if (console_owns(x->request->path))
		console_say_error(x, error);
	else
		(x->say_error ? x->say_error : error_write)(x, error);
}

static void answer(struct exchange *x, struct api_trace *trace)
{
	const struct error *error = dispatch_find(x);

	if (text_equal(x->request->method, TEXT("OPTIONS")) && x->match.is_known) {
		x->reply->head.size = 0;
		headers_allow(x);
		return;
	}
	if (!error)
		error = dispatch_run(x, &trace->attempts);
	if (error) {
		dispatch_drop(x);
		say(x, error);
	} else {
		if (x->reply->status == 0) /* neither replayed nor the handler's choice */
			x->reply->status = x->route->status;
		headers_etag(x);
	}
	if (x->reply->status == 204)
		reply_clear_body(x->reply);
	gate_add_cookie(x, !error);
	headers_deprecation(x);
	headers_rate(x);
	trace_answer(x, error, trace);
}

/* As it may be kept: visible ASCII, and no longer than an address is. */
static struct text visitor_address(struct arena *arena, const struct request *request)
{
	struct text address = arena_copy(arena, text_trim(request->remote_address));

	if (address.size > ADDRESS_MAX)
		return TEXT_NONE;
	for (size_t i = 0; i < address.size; i++)
		if (address.data[i] <= ' ' || address.data[i] > '~')
			return TEXT_NONE;
	return address.size > 0 ? address : TEXT_NONE;
}

void api_answer(struct service *service, struct arena *arena, const struct request *request,
		struct instant now, struct reply *reply, struct api_trace *trace)
{
	struct exchange *x = arena_take(arena, sizeof(*x));
	uint64_t hashes;

	*trace = (struct api_trace){ .attempts = 1 };
	hashes = password_hash_count();
	x->request = x->received = request;
	x->reply = reply;
	x->routes = &api_routes;
	x->json = (struct json_writer){ .out = &reply->body };
	work_start(&x->work, service, arena, now);
	x->work.request_id = request->id;
	x->work.visitor = (struct visitor){ visitor_address(arena, request), request->user_agent };
	answer(x, trace);
	trace->hashes = (unsigned)(password_hash_count() - hashes);
	headers_common(x);
	reply->has_no_body = text_equal(request->method, TEXT("HEAD"));
	afterwards_leave(&x->work);
}

void api_afterwards(struct service *service)
{
	afterwards_run(service);
}
