/*
 * The doors for those who run the server: whether it lives, and whether it can serve.
 */
#include "api/exchange.h"

static const struct error *say_ok(struct exchange *x)
{
	json_open_object(&x->json);
	json_member(&x->json, TEXT("status"), TEXT("ok"));
	json_close_object(&x->json);
	return NULL;
}

/* Nothing is asked: a process that answers is alive, whatever the database does. */
static const struct error *healthz(struct exchange *x)
{
	return say_ok(x);
}

static const struct error *readyz(struct exchange *x)
{
	const struct error *error = service_is_ready(&x->work);

	return error ? error : say_ok(x);
}

static const struct route routes[] = {
	{ "GET", "/healthz", SCOPE_NONE, healthz, 200, ROUTE_OPEN,
	  .meaning = "The process answers." },
	{ "GET", "/readyz", SCOPE_NONE, readyz, 200, ROUTE_OPEN,
	  .meaning = "The database answers, keeps what it commits, and has the right schema." },
};

const struct route_group operations_routes = { "", routes, sizeof(routes) / sizeof(routes[0]) };
