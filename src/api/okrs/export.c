/*
 * The door of an export: who may, under which name it is saved. Lines are made while they are sent, so the
 * answer has neither a length nor an ETag; what they hold is service/export.c's.
 */
#include "api/okrs/export.h"

#include "api/exchange.h"
#include "api/input/filters.h"
#include "api/input/listing.h"
#include "base/log.h"
#include "service/export.h"
#include "service/service.h"

enum { EXPORT_MS = 120000 };

static const struct filter export_filters[] = {
	FILTER("journal", FILTER_TAKEN, struct export_options, has_journal,
	       .meaning = "false leaves the audit log out."),
};

static enum produced produce(void *producer, struct buffer *out)
{
	struct exchange *x = producer;
	bool has_more;
	const struct error *error = export_next(x->export, out, &has_more);

	if (error)
		log_print(LOG_ERROR, "an export was cut: %.*s",
			  TEXT_PRINT(error_reason(x->work.arena, error)));
	if (error || !has_more)
		export_end(x->export);
	if (error)
		return PRODUCED_HALF;
	return has_more ? PRODUCED_MORE : PRODUCED_LAST;
}

/* Of one application nobody sees the whole. */
static const struct error *check_whole(struct exchange *x)
{
	if (text_is_none(x->work.session.app_id))
		return NULL;
	return error_new(x->work.arena, ERROR_FORBIDDEN,
			 "A credential of one application may not export the workspace.");
}

static void begin_answer(struct exchange *x)
{
	char day[DATE_SIZE];

	date_print(x->work.today, day);
	x->media_type = TEXT("application/x-ndjson");
	x->cache_control = "no-store";
	reply_header(x->reply, "Content-Disposition",
		     "attachment; filename=\"workspace-%.10s.ndjson\"", day);
	x->reply->produce = produce;
	x->reply->producer = x;
}

static const struct error *export_workspace(struct exchange *x)
{
	struct export_options options = { .has_journal = true };
	const struct error *error = check_whole(x);

	if (!error)
		error = parameters_read(x, &options);
	if (!error)
		error = work_faults(&x->work);
	if (error)
		return error;
	service_limit(x->work.service, EXPORT_MS);
	/* Nothing leaves by a HEAD, so nothing is put on record. */
	if (!text_equal(x->request->method, TEXT("HEAD")))
		error = export_begin(&x->work, &options, &x->export);
	if (!error)
		begin_answer(x);
	return error;
}

static const struct route routes[] = {
	{ METHOD_GET, "/export", SCOPE_WORKSPACE_ADMIN, export_workspace, 200,
	  ROUTE_VOLATILE | ROUTE_STREAM, .filters = FILTERS(export_filters),
	  .media_type = "application/x-ndjson",
	  .refusal = "the credential is that of one application", .name = "exportWorkspace",
	  .title = "Export the workspace",
	  .meaning =
		  "Everything there is, deleted records and the audit log included, as of one "
		  "moment: a JSON object a line, parents first. The first line says what it is, "
		  "the last how many lines of each kind there are and the BLAKE2b-256 of all bytes "
		  "before it; a file without that line is cut. API keys are in it without what "
		  "could be used; passwords, sessions and links are not. `okrctl workspace "
		  "restore` makes a workspace of it. The export itself is put on record in the "
		  "audit log." },
};

const struct route_group okrs_export_routes = ROUTES("/api/v1");
