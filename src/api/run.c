/*
 * What follows the gate: the snapshot that a read is made from, the answer that is known already, the
 * handler, and the end of its transaction. MCP runs a tool through it a second time.
 */
#include "api/run.h"

#include "api/input/gate.h"
#include "api/input/reason.h"
#include "api/output/cache.h"
#include "api/output/headers.h"
#include "api/output/idempotency.h"
#include "api/output/media.h"
#include "service/writing.h"

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

	if (x->route->flags & ROUTE_OPEN || !(exchange_is_read(x) || is_search(x)))
		return NULL;
	error = work_snapshot(&x->work);
	if (error || x->work.session.revision == revision)
		return error;
	error = gate_open(x);
	return error ? error : gate_permits(x);
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

void exchange_add_etag(struct exchange *x)
{
	struct session *session = &x->work.session;
	int64_t before = session->revision;

	if (x->work.is_writing && (x->idempotency.is_given || work_has_changes(&x->work)))
		session->revision = x->work.revision;
	headers_etag(x);
	session->revision = before;
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
	if (x->work.is_joined)
		return NULL;
	if (x->whole)
		exchange_add_etag(x);
	error = idempotency_record(x);
	return error ? error : idempotency_finish(x);
}
