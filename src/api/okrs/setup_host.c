/*
 * The okrs dialect's set-up of a host without a shell (reading 199): who knows the setting `setup_code` is
 * told how the host is, and makes or updates the tables. What is looked at in the database and the files is
 * the service's; here stands what a request shows of the way that it came.
 */
#include "api/okrs/setup_host.h"

#include <stdlib.h>

#include "api/input/body.h"
#include "api/output/view_write.h"
#include "service/administration.h"
#include "service/examination.h"
#include "service/readiness.h"
#include "service/service.h"
#include "service/setup.h"

enum { CODE_MAX = 4096, CLOCK_SECONDS_MAX = 120, FINDINGS_MAX = 32, LOOK_MS = 2000 };

/* ---- what is sent ----------------------------------------------------------------------------- */

struct host_form {
	struct text code;
	struct instant now;
};

static const struct field form_fields[] = {
	FIELD(struct host_form, code, FIELD_EXACT, .max = CODE_MAX, .example = "…",
	      .meaning = "The setting `setup_code` of the server."),
	FIELD(struct host_form, now, 0, .example = "2026-03-31T09:00:00Z",
	      .meaning = "What your clock says, to be compared with the host's."),
};

static const struct host_form blank_form = { .now = INSTANT_NONE };

static const struct thing form_thing = {
	.name = "host setup",
	.form = { sizeof(struct host_form), form_fields,
		  sizeof(form_fields) / sizeof(form_fields[0]), &blank_form },
	.app_id = THING_HAS_NONE,
	.deleted_at = THING_HAS_NONE,
};

static const struct view_field form_rows[] = {
	VIEW("code", struct host_form, code, VIEW_NEW | VIEW_NEEDED),
	VIEW("now", struct host_form, now, VIEW_NEW),
};

static const struct view form_view = {
	.name = "HostForm",
	.thing = &form_thing,
	.size = GIVEN_SIZE(struct host_form),
	ROWS(form_rows),
};

/* ---- what is answered ------------------------------------------------------------------------- */

struct shown_finding {
	struct text check, result, found, advice;
};

#define FOUND(name, member, flags, ...) VIEW(name, struct shown_finding, member, flags, __VA_ARGS__)

static const struct view_field finding_rows[] = {
	FOUND("check", check, VIEW_READ | VIEW_FILLED, .example = "database version",
	      .meaning = "What was looked at."),
	FOUND("result", result, VIEW_READ | VIEW_FILLED, .example = "ok",
	      .meaning = "`ok`, or `mend`."),
	FOUND("found", found, VIEW_READ, .example = "10.11.14-MariaDB",
	      .meaning = "What there is, where that says something."),
	FOUND("advice", advice, VIEW_READ, .example = "null",
	      .meaning = "What is wrong, and how to mend it."),
};

static const struct view finding_view = {
	.name = "HostFinding",
	.size = GIVEN_SIZE(struct shown_finding),
	ROWS(finding_rows),
};

struct report {
	struct text version;
	int64_t applied, known;
	bool can_make_admin;
	struct list checks;
};

#define WHOLE(name, member, flags, ...) VIEW(name, struct report, member, flags, __VA_ARGS__)

static const struct view_field report_rows[] = {
	WHOLE("version", version, VIEW_READ | VIEW_FILLED, .example = PACKAGE_VERSION,
	      .meaning = "The program's version."),
	WHOLE("tables_applied", applied, VIEW_READ, .example = "10",
	      .meaning = "The number of the newest tables that the database has, 0 without any; "
			 "null when it cannot be asked."),
	WHOLE("tables_known", known, VIEW_READ | VIEW_FILLED, .example = "10",
	      .meaning = "The number that the program needs."),
	WHOLE("can_make_admin", can_make_admin, VIEW_READ | VIEW_FILLED, .example = "true",
	      .meaning = "Whether `POST /setup` would make the first administrator now."),
	WHOLE("checks", checks, VIEW_READ, .view = &finding_view,
	      .meaning = "What was looked at, what a later one needs first."),
};

static const struct view report_view = {
	.name = "HostReport",
	.size = GIVEN_SIZE(struct report),
	ROWS(report_rows),
};

struct hearing {
	struct shown_finding *items;
	size_t count;
};

static void hear(void *context, const struct finding *finding)
{
	struct hearing *hearing = context;

	if (hearing->count == FINDINGS_MAX)
		return;
	hearing->items[hearing->count++] = (struct shown_finding){
		.check = text_from(finding->check),
		.result = finding->is_well ? TEXT("ok") : TEXT("mend"),
		.found = finding->found,
		.advice = finding->advice,
	};
}

/* ---- what the request itself shows ------------------------------------------------------------ */

static void look_at_authorization(const struct exchange *x, const struct examiner *examiner)
{
	examiner_tell(examiner, "authorization", !text_is_none(x->received->authorization),
		      TEXT_NONE,
		      TEXT("the header Authorization does not reach the program, so no API key "
			   "works: the .htaccess of docs/install.md hands it over"));
}

static void look_at_tls(const struct exchange *x, const struct examiner *examiner)
{
	struct text base_url = service_settings(x->work.service)->base_url;

	examiner_tell(examiner, "https",
		      x->received->is_tls || text_starts_with(base_url, TEXT("https:")),
		      x->received->origin_url,
		      TEXT("the web server does not say that it speaks TLS: set base_url to the "
			   "address of this site, https://…"));
}

static void look_at_time(const struct exchange *x, struct instant said,
			 const struct examiner *examiner)
{
	int64_t apart = llabs(said.ms - x->work.now.ms) / 1000;

	if (instant_is_none(said))
		return;
	examiner_tell(examiner, "time", apart <= CLOCK_SECONDS_MAX, TEXT_NONE,
		      arena_print(x->work.arena,
				  "the host's clock and yours are %lld s apart: sessions and days "
				  "go by the host's",
				  (long long)apart));
}

/* ---- routes ----------------------------------------------------------------------------------- */

static const struct error *answer_report(struct exchange *x, const struct host_form *form)
{
	struct hearing hearing = {
		arena_array(x->work.arena, FINDINGS_MAX, sizeof(struct shown_finding)), 0
	};
	const struct examiner examiner = { hear, &hearing };
	struct report report = { .version = TEXT(PACKAGE_VERSION), .applied = INTEGER_NONE };

	examine_settings(&x->work, &examiner);
	look_at_authorization(x, &examiner);
	look_at_tls(x, &examiner);
	look_at_time(x, form->now, &examiner);
	examine_database(&x->work, &examiner);
	if (administration_schema(&x->work, &report.applied, &report.known))
		report.applied = INTEGER_NONE;
	if (report.applied == report.known && setup_is_open(&x->work, &report.can_make_admin))
		report.can_make_admin = false;
	report.checks = (struct list){ hearing.items, hearing.count };
	view_write(&x->json, x->route->view, &report);
	return NULL;
}

/* Where no code is configured there is no such route, whatever the body says. */
static const struct error *admit(struct exchange *x, struct host_form *form)
{
	struct given given;
	const struct error *error = setup_is_configured(&x->work);

	*form = blank_form;
	if (!error)
		error = body_read(x, true, form, &given);
	if (!error)
		error = work_faults(&x->work);
	return error ? error : setup_admit(&x->work, form->code);
}

static const struct error *check_host(struct exchange *x)
{
	struct host_form form;
	const struct error *error = admit(x, &form);

	return error ? error : answer_report(x, &form);
}

/* Nobody here can read the log: what the database refused is told to who knows the code. */
static const struct error *explain_failure(struct exchange *x, const struct error *error)
{
	struct error *told;

	if (error->code != ERROR_INTERNAL)
		return error;
	told = arena_take(x->work.arena, sizeof(*told));
	told->code = ERROR_CONFLICT;
	told->inside = error->inside;
	told->message = arena_print(x->work.arena, "The tables could not be made: %.*s",
				    TEXT_PRINT(error->inside));
	return told;
}

static const struct error *make_tables(struct exchange *x)
{
	struct host_form form;
	const struct error *error = admit(x, &form);

	if (error)
		return error;
	error = setup_make_tables(&x->work);
	if (error)
		return explain_failure(x, error);
	/* That may have taken longer than a request may: looking at it has a time of its own. */
	service_limit(x->work.service, LOOK_MS);
	return answer_report(x, &form);
}

#define FLAGS (ROUTE_OPEN | ROUTE_SIGN_IN | ROUTE_BODY | ROUTE_GUESSED | ROUTE_UNREADY)

static const struct route routes[] = {
	{ METHOD_POST, "/setup/check", SCOPE_NONE, check_host, 200, FLAGS, .view = &report_view,
	  .takes = &form_view, .name = "checkHost", .title = "See how the host is",
	  .meaning = "For servers without a shell: who knows the setting `setup_code` is told what "
		     "is wrong with settings, files, database and tables, as `okrctl doctor` tells "
		     "it, and what reached the program of the request. It works before there are "
		     "tables. Send an `Authorization` header of any content: the check "
		     "`authorization` says whether it arrived.",
	  .sample = "code now", .missing = "No code is configured." },
	{ METHOD_POST, "/setup/tables", SCOPE_NONE, make_tables, 200, FLAGS, .view = &report_view,
	  .takes = &form_view, .name = "makeTables", .title = "Make or update the tables",
	  .meaning = "For servers without a shell: who knows the setting `setup_code` makes the "
		     "tables, or updates them after a newer version was uploaded, and is told how "
		     "the host is. What is there is kept; after a failure it can be sent again.",
	  .sample = "code now", .missing = "No code is configured.",
	  .conflict = "The database refused, or somebody else is at it: the message says which." },
};

const struct route_group okrs_setup_host_routes = ROUTES("/api/v1");
