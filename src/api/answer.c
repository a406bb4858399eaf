/*
 * The front door: which routes there are, and one request from its head to its answer: route, gate,
 * handler (run.c), headers. A request that fails for a reason that may pass (a deadlock, a
 * lost connection before anything was committed) is run again from its beginning.
 */
#include "api/api.h"

#include <time.h>

#include "api/console/console.h"
#include "api/describe/check_tables.h"
#include "api/describe/document.h"
#include "api/describe/site.h"
#include "api/exchange.h"
#include "api/goals/goals.h"
#include "api/input/body.h"
#include "api/input/filters.h"
#include "api/input/gate.h"
#include "api/input/listing.h"
#include "api/mcp/mcp.h"
#include "api/objectives/objectives.h"
#include "api/okrs/audit.h"
#include "api/okrs/cycles.h"
#include "api/okrs/directory.h"
#include "api/okrs/explain.h"
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
#include "api/output/etag.h"
#include "api/output/fields.h"
#include "api/output/headers.h"
#include "api/run.h"
#include "base/duration.h"
#include "base/log.h"
#include "base/password.h"
#include "base/secret.h"
#include "service/afterwards.h"
#include "service/readiness.h"
#include "service/service.h"

/* ---- everything that is answered -------------------------------------------------------------- */

static const struct route_group *const groups[] = {
	&okrs_routes,
	&okrs_measures_routes,
	&okrs_initiatives_routes,
	&okrs_reviews_routes,
	&okrs_reports_routes,
	&okrs_directory_routes,
	&goals_routes,
	&objectives_routes,
	&mcp_routes,
	&okrs_me_routes,
	&okrs_audit_routes,
	&okrs_workspace_routes,
	&okrs_sign_in_routes,
	&okrs_sessions_routes,
	&okrs_setup_routes,
	&operations_routes,
	&openapi_routes,
	&site_routes,
	&okrs_tools,
	&console_routes,
	&okrs_todo_routes,
	&okrs_explain_routes,
	&okrs_search_routes,
	&okrs_past_routes,
	&okrs_setup_host_routes,
	&okrs_cycles_routes,
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

enum { ATTEMPTS_MAX = 4, ATTEMPTS_MS = 2000, PAUSE_MS = 10, ADDRESS_MAX = 255 };

/* ---- the gate, in the order of api.md section 1 ---------------------------------------------- */

static const struct error *find_route(struct exchange *x)
{
	const struct request *request = x->request;

	route_find(x->work.arena, x->routes, request->method, request->path, &x->match);
	x->route = x->match.route;
	if (x->route)
		return NULL;
	if (!x->match.is_known)
		return error_new(x->work.arena, ERROR_NOT_FOUND, "There is nothing at this path.");
	reply_header(x->reply, "Allow", "%.*s",
		     TEXT_PRINT(route_methods(x->work.arena, x->routes, request->path)));
	return error_new(x->work.arena, ERROR_NOT_ALLOWED,
			 "This path does not take the method %.*s.",
			 (int)(request->method.size < 32 ? request->method.size : 32),
			 request->method.data);
}

static const struct error *count(struct exchange *x)
{
	const struct error *error;

	if (x->is_counted)
		return NULL;
	error = session_count(&x->work, &x->rate);
	x->is_counted = true;
	return error;
}

/* What is no id names nothing: it is found missing where a record is looked for, after everything
 * that comes before that (rulings.md 43). */
static void parse_ids(struct exchange *x)
{
	for (size_t i = 0; i < x->match.id_count; i++)
		if (!id_parse(x->match.ids[i], &x->ids[i]))
			x->ids[i] = ID_NONE;
}

static const struct error *pass_gate(struct exchange *x)
{
	const struct error *error = service_is_usable(&x->work);

	if (!error)
		error = gate_open(x);
	if (error)
		return error;
	x->has_session = true;
	error = count(x);
	return error ? error : gate_permits(x);
}

/* ---- one attempt ----------------------------------------------------------------------------- */

/* Of a route that has no filters, whose handler reads none. */
static const struct error *read_common_parameters(struct exchange *x)
{
	if (x->route->flags & (ROUTE_LIST | ROUTE_PAGE) || x->route->filters.count > 0)
		return NULL;
	return fields_are_taken(x->route) ? parameters_read(x, NULL) : query_must_be_empty(x);
}

static const struct error *handle(struct exchange *x)
{
	const struct error *error = NULL;

	if (x->route->flags & ROUTE_SIGN_IN)
		error = gate_admit(x);
	else if (!(x->route->flags & ROUTE_OPEN))
		error = pass_gate(x);
	if (!error)
		error = body_must_be_whole(x);
	if (!error)
		error = read_common_parameters(x);
	if (error)
		return error;
	parse_ids(x);
	x->is_unchanged = exchange_is_read(x) &&
			  !(x->route->flags & (ROUTE_VOLATILE | ROUTE_OPEN)) && etag_is_known(x);
	if (x->is_unchanged)
		return NULL;
	return exchange_run(x);
}

/* Nothing of an answer that was begun may stand before or in another. */
static void drop_answer(struct exchange *x)
{
	work_end(&x->work);
	x->reply->status = 0;
	reply_clear_body(x->reply);
	if (x->route) /* without one there is Allow alone, which belongs to the error */
		x->reply->head.size = 0;
	x->json = (struct json_writer){ .out = &x->reply->body };
	x->media_type = TEXT_NONE;
	x->cache_control = NULL;
}

static void rewind_exchange(struct exchange *x)
{
	struct work *work = &x->work;

	drop_answer(x);
	x->kept_body = x->new_cookie = TEXT_NONE;
	x->drops_cookie = false;
	work->failed = (struct list){ NULL, 0 };
	x->detail = DETAIL_BRIEF;
	x->fields = TEXT_NONE;
	x->route = x->match.route;
	x->request = x->received;
	x->checked = NULL;
	x->call = NULL;
	x->say_error = NULL;
	work->faults = work->unless_same = (struct error_list){ 0 };
	work->list = ERROR_NO_MEMBER;
}

/* Jitter keeps two workers that met in a deadlock from meeting again. */
static void pause_before(unsigned attempt)
{
	long ms = (long)(random64() % (PAUSE_MS << attempt));
	struct timespec pause = { 0, (ms + 1) * 1000000 };

	nanosleep(&pause, NULL);
}

static const struct error *run(struct exchange *x, struct api_trace *trace)
{
	int64_t start = monotonic_ms();
	const struct error *error;

	for (trace->attempts = 1;; trace->attempts++) {
		error = handle(x);
		if (!error || !error->is_retryable || trace->attempts == ATTEMPTS_MAX ||
		    monotonic_ms() - start > ATTEMPTS_MS || !service_may_repeat(x->work.service))
			return error;
		rewind_exchange(x);
		pause_before(trace->attempts);
	}
}

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
	const struct error *error = find_route(x);

	if (text_equal(x->request->method, TEXT("OPTIONS")) && x->match.is_known) {
		x->reply->head.size = 0;
		headers_allow(x);
		return;
	}
	if (!error)
		error = run(x, trace);
	if (error) {
		drop_answer(x);
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
