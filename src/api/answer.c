/*
 * One request from its head to its answer: route, gate, handler, headers. Everything that repeats
 * for every route stands here, once. A request that fails for a reason that may pass (a deadlock, a
 * lost connection before anything was committed) is run again from its beginning.
 */
#include "api/answer.h"

#include <time.h>

#include "api/api.h"
#include "api/console/console.h"
#include "api/exchange.h"
#include "api/gate.h"
#include "api/input/body.h"
#include "api/input/filters.h"
#include "api/input/listing.h"
#include "api/input/reason.h"
#include "api/output/cache.h"
#include "api/output/csv.h"
#include "api/output/errors.h"
#include "api/output/etag.h"
#include "api/output/fields.h"
#include "api/output/idempotency.h"
#include "api/route.h"
#include "base/duration.h"
#include "base/secret.h"
#include "service/service.h"

enum { ATTEMPTS_MAX = 4, ATTEMPTS_MS = 2000, PAUSE_MS = 10, ADDRESS_MAX = 255 };

/* RFC 9745: when the route was said to be deprecated, 2026-04-19T00:00:00Z. */
#define DEPRECATED_AT "@1776556800"

/* ---- the gate, in the order of api.md section 1 ---------------------------------------------- */

static const struct error *find_route(struct exchange *x)
{
	const struct request *request = x->request;

	route_find(x->work.arena, request->method, request->path, &x->match);
	x->route = x->match.route;
	if (x->route)
		return NULL;
	if (!x->match.is_known)
		return error_new(x->work.arena, ERROR_NOT_FOUND, "There is nothing at this path.");
	reply_header(x->reply, "Allow", "%.*s",
		     TEXT_PRINT(route_methods(x->work.arena, request->path)));
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

static bool is_read(const struct exchange *x)
{
	return x->route->method == METHOD_GET;
}

/* A read by POST; not the door of MCP, behind which there are reads and writes. */
static bool is_search(const struct exchange *x)
{
	return (x->route->flags & (ROUTE_READ | ROUTE_VOLATILE)) == ROUTE_READ;
}

/*
 * What reads does so from one snapshot; what writes begins its own. The credential was looked at
 * before: when something was written since, it is looked at again, within the snapshot, so that
 * what the session may see and the revision belong to what is read.
 */
static const struct error *begin_reading(struct exchange *x)
{
	int64_t revision = x->work.session.revision;
	const struct error *error;

	if (x->route->flags & ROUTE_OPEN || !(is_read(x) || is_search(x)))
		return NULL;
	error = work_snapshot(&x->work);
	if (error || x->work.session.revision == revision)
		return error;
	error = gate_open(x);
	return error ? error : gate_permits(x);
}

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
	x->is_unchanged = is_read(x) && !(x->route->flags & (ROUTE_VOLATILE | ROUTE_OPEN)) &&
			  etag_is_known(x);
	if (x->is_unchanged)
		return NULL;
	return exchange_run(x);
}

/* Whether the answer shows what its person may do with the records: the okrs dialect's answers to
 * people do, and a table is none of them (reading 129). */
static bool tells_can(const struct exchange *x)
{
	const struct view *view = x->route->view;
	bool has_can = false;

	if (!x->work.session.is_person || x->route->flags & ROUTE_TOOL || !view || !view->thing ||
	    !view->thing->can)
		return false;
	for (size_t i = 0; i < view->count; i++)
		has_can |= view->fields[i].offset == view->thing->can;
	return has_can && !prefers_csv(x);
}

const struct error *exchange_run(struct exchange *x)
{
	const struct error *error = idempotency_look_up(x);

	if (error || x->idempotency.is_replayed)
		return error;
	if (cached_answer_find(x))
		return NULL;
	error = begin_reading(x);
	x->work.tells_can = tells_can(x);
	if (!error)
		error = reason_take_header(x);
	if (!error)
		error = idempotency_judge(x, x->route->handle(x));
	if (!error && !x->work.is_writing)
		cached_answer_add(x);
	if (error || !x->work.is_writing)
		return error;
	error = idempotency_record(x);
	return error ? error : idempotency_finish(x);
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

/* ---- headers --------------------------------------------------------------------------------- */

bool origin_is_allowed(const struct exchange *x)
{
	struct text rest = service_settings(x->work.service)->cors_origins;

	while (!text_is_none(rest))
		if (text_equal(text_trim(text_cut(&rest, ',')), x->request->origin))
			return true;
	return false;
}

static void add_cors(struct exchange *x)
{
	if (text_is_none(x->request->origin) || !origin_is_allowed(x))
		return;
	reply_header(x->reply, "Access-Control-Allow-Origin", "%.*s",
		     TEXT_PRINT(x->request->origin));
	reply_header(x->reply, "Access-Control-Expose-Headers",
		     "Content-Disposition, Deprecation, ETag, Idempotent-Replayed, Link, "
		     "Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id");
}

/* What signs in, and what tells of sessions. */
static bool is_kept_nowhere(const struct exchange *x)
{
	return x->route && x->route->flags & (ROUTE_SIGN_IN | ROUTE_SESSION);
}

static void add_common(struct exchange *x)
{
	const struct settings *settings = service_settings(x->work.service);

	reply_header(x->reply, "X-Request-Id", "%.*s", TEXT_PRINT(x->request->id));
	reply_header(x->reply, "Cache-Control", "%s",
		     x->cache_control   ? x->cache_control :
		     is_kept_nowhere(x) ? "no-store" :
					  "private, no-cache");
	reply_header(x->reply, "Vary", "Authorization, Accept, Accept-Encoding%s%s",
		     gate_varies_by_cookie(x) ? ", Cookie" : "",
		     settings->cors_origins.size ? ", Origin" : "");
	reply_header(x->reply, "X-Content-Type-Options", "nosniff");
	add_cors(x);
	if (x->is_compressed && x->reply->status == 200)
		reply_header(x->reply, "Content-Encoding", "gzip");
	if (reply_size(x->reply) > 0 && text_is_none(x->media_type))
		reply_header(x->reply, "Content-Type", "application/json; charset=utf-8");
	else if (reply_size(x->reply) > 0)
		reply_header(x->reply, "Content-Type", "%.*s", TEXT_PRINT(x->media_type));
}

static void add_rate(struct exchange *x)
{
	const char *name = id_is_none(x->work.session.session_id) ? "key" : "session";

	if (!x->has_session || x->rate.limit == 0 || x->rate.reset_seconds == 0)
		return;
	reply_header(x->reply, "RateLimit-Policy", "\"%s\";q=%lld;w=60", name,
		     (long long)x->rate.limit);
	reply_header(x->reply, "RateLimit", "\"%s\";r=%lld;t=%u", name,
		     (long long)x->rate.remaining, x->rate.reset_seconds);
}

static void add_deprecation(struct exchange *x)
{
	struct text rest, path = TEXT_NONE;
	size_t id = 0;

	if (!x->route || !(x->route->flags & ROUTE_DEPRECATED))
		return;
	rest = text_from(x->route->successor + 1);
	while (!text_is_none(rest)) {
		struct text part = text_cut(&rest, '/');

		if (part.data[0] == ':')
			part = x->match.ids[id++];
		path = arena_print(x->work.arena, "%.*s/%.*s", TEXT_PRINT(path), TEXT_PRINT(part));
	}
	reply_header(x->reply, "Deprecation", DEPRECATED_AT);
	reply_header(x->reply, "Link", "<%.*s%s%.*s>; rel=\"successor-version\"",
		     TEXT_PRINT(x->request->origin_url), x->match.group->prefix, TEXT_PRINT(path));
}

/* The validator of what was answered; a VOLATILE answer is compared only now that it is known. */
static void add_etag(struct exchange *x)
{
	bool is_update = x->version > 0 && x->route->method == METHOD_PUT;
	bool has_none = x->route->flags & ROUTE_OPEN && !(x->route->flags & ROUTE_VOLATILE);

	if (has_none || !(is_read(x) || is_update))
		return;
	if (is_read(x) && x->route->flags & ROUTE_VOLATILE)
		x->is_unchanged = etag_is_known(x);
	if (is_read(x) && etag_is_any(x))
		x->is_unchanged = true;
	reply_header(x->reply, "ETag", "%.*s", TEXT_PRINT(etag_make(x)));
	if (x->is_unchanged) {
		x->reply->status = 304;
		reply_clear_body(x->reply);
	}
}

static void answer_preflight(struct exchange *x)
{
	struct text methods = route_methods(x->work.arena, x->request->path);

	x->reply->status = 204;
	reply_header(x->reply, "Allow", "%.*s", TEXT_PRINT(methods));
	if (text_is_none(x->request->origin) || !origin_is_allowed(x))
		return;
	reply_header(x->reply, "Access-Control-Allow-Methods", "%.*s", TEXT_PRINT(methods));
	reply_header(x->reply, "Access-Control-Allow-Headers",
		     "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, "
		     "X-Reason, X-Request-Id");
	reply_header(x->reply, "Access-Control-Max-Age", "86400");
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
		answer_preflight(x);
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
		add_etag(x);
	}
	if (x->reply->status == 204)
		reply_clear_body(x->reply);
	gate_add_cookie(x, !error);
	add_deprecation(x);
	add_rate(x);
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

	*trace = (struct api_trace){ .attempts = 1 };
	x->request = x->received = request;
	x->reply = reply;
	x->json = (struct json_writer){ .out = &reply->body };
	work_start(&x->work, service, arena, now);
	x->work.request_id = request->id;
	x->work.visitor = (struct visitor){ visitor_address(arena, request), request->user_agent };
	answer(x, trace);
	add_common(x);
	reply->has_no_body = text_equal(request->method, TEXT("HEAD"));
	service_leave(&x->work);
}

void api_afterwards(struct service *service)
{
	service_afterwards(service);
}
