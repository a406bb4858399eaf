/*
 * One request behind its head: route, gate, handler (run.c). A request that fails for a reason that
 * may pass (a deadlock, a lost connection before anything was committed) is run again from its
 * beginning. The parts of a batch come this way as well, each as a request of its own.
 */
#include "api/dispatch.h"

#include <time.h>

#include "api/input/body.h"
#include "api/input/filters.h"
#include "api/input/gate.h"
#include "api/input/listing.h"
#include "api/output/etag.h"
#include "api/output/fields.h"
#include "api/run.h"
#include "base/duration.h"
#include "base/secret.h"
#include "service/readiness.h"
#include "service/service.h"

enum { ATTEMPTS_MAX = 4, ATTEMPTS_MS = 2000, PAUSE_MS = 10 };

/* ---- the gate, in the order of api.md section 1 ---------------------------------------------- */

const struct error *dispatch_find(struct exchange *x)
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
	error = session_count(&x->work, x->route->weigh ? x->route->weigh(x) : 1, &x->rate);
	/* One that was not counted is not let through by trying again. */
	x->is_counted = !error || error->code == ERROR_LIMITED;
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

/* What stands in a transaction that began before is read by the workspace's revision of that time. */
static const struct error *open_session(struct exchange *x)
{
	int64_t revision = x->work.session.revision;
	const struct error *error = gate_open(x);

	if (!error && x->work.is_joined)
		x->work.session.revision = revision;
	return error;
}

static const struct error *pass_gate(struct exchange *x)
{
	const struct error *error = service_is_usable(&x->work);

	if (!error)
		error = open_session(x);
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

const struct error *dispatch_once(struct exchange *x)
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
void dispatch_drop(struct exchange *x)
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

	dispatch_drop(x);
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
}

/* Jitter keeps two workers that met in a deadlock from meeting again. */
static void pause_before(unsigned attempt)
{
	long ms = (long)(random64() % (PAUSE_MS << attempt));
	struct timespec pause = { 0, (ms + 1) * 1000000 };

	nanosleep(&pause, NULL);
}

const struct error *dispatch_run(struct exchange *x, unsigned *attempts)
{
	int64_t start = monotonic_ms();
	const struct error *error;

	for (*attempts = 1;; (*attempts)++) {
		error = dispatch_once(x);
		if (!error || !error->is_retryable || *attempts == ATTEMPTS_MAX ||
		    monotonic_ms() - start > ATTEMPTS_MS || !service_may_repeat(x->work.service))
			return error;
		rewind_exchange(x);
		pause_before(*attempts);
	}
}
