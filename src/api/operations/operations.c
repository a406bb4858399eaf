/*
 * The doors for those who run the server: whether it lives, and whether it can serve. Neither needs
 * a credential, and neither tells more than that; why not is in the log.
 */
#include "api/operations/operations.h"

#include "api/exchange.h"
#include "api/operations/metrics.h"
#include "api/output/view_write.h"
#include "service/readiness.h"

struct state {
	struct text status;
};

static const struct view_field state_rows[] = {
	VIEW("status", struct state, status, VIEW_READ | VIEW_FILLED, .example = "ok",
	     .meaning = "ok; what is wrong is told by an error."),
};

static const struct view state_view = {
	.name = "ServerState",
	.size = GIVEN_SIZE(struct state),
	ROWS(state_rows),
};

static const struct error *say_ok(struct exchange *x)
{
	const struct state state = { TEXT("ok") };

	view_write(&x->json, x->route->view, &state);
	return NULL;
}

/* Nothing is asked: a process that answers is alive, whatever the database does. */
static const struct error *healthz(struct exchange *x)
{
	const struct error *error = service_is_alive(&x->work);

	return error ? error : say_ok(x);
}

static const struct error *readyz(struct exchange *x)
{
	const struct error *error = service_is_ready(&x->work);

	return error ? error : say_ok(x);
}

static const struct route routes[] = {
	{ METHOD_GET, "/healthz", SCOPE_NONE, healthz, 200, ROUTE_OPEN, .view = &state_view,
	  .name = "getHealth", .title = "Whether the process answers",
	  .meaning = "Answers as long as a worker runs, whatever the database does. For load "
		     "balancers and monitors." },
	{ METHOD_GET, "/readyz", SCOPE_NONE, readyz, 200, ROUTE_OPEN, .view = &state_view,
	  .name = "getReadiness", .title = "Whether the server can serve",
	  .meaning = "Answers when the database answers, keeps what it commits, and has the schema "
		     "that this version needs." },
	{ METHOD_GET, "/metrics", SCOPE_NONE, metrics_show, 200, ROUTE_OPEN,
	  .media_type = "text/plain", .name = "getMetrics", .title = "Figures for monitoring",
	  .meaning =
		  "The figures of this host in the text form of Prometheus: requests by route and "
		  "status, durations, database, cache, workers. Shown to callers on the host "
		  "itself, or to whoever has the server's `metrics_token`.",
	  .refusal = "The caller is not on this host, or lacks the `metrics_token`." },
};

const struct route_group operations_routes = ROUTES("");
