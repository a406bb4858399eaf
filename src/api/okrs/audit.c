/*
 * The okrs dialect's audit log (product/journal.md E): the journal for administrators, proof that
 * nobody changed it, and what happened to one record for whoever sees that record. What is told, and
 * to whom, is service/audit.c's.
 */
#include "api/okrs/audit.h"

#include "api/exchange.h"
#include "api/input/listing.h"
#include "api/okrs/measures.h"
#include "api/okrs/okrs.h"
#include "api/output/page.h"
#include "api/output/view_write.h"
#include "api/verbs.h"
#include "service/audit.h"
#include "service/audit_verify.h"
#include "service/key_results.h"
#include "service/kpis.h"
#include "service/objectives.h"

/* ---- rows ------------------------------------------------------------------------------------ */

#define ABOUT(name, member, ...) VIEW(name, struct journal_about, member, VIEW_READ, __VA_ARGS__)

static const struct view_field about_rows[] = {
	ABOUT("type", type, .words = journal_subject_words, .example = "key_result",
	      .meaning = "What kind of record it is."),
	ABOUT("id", id, .example = "key result", .meaning = "The record's id."),
	ABOUT("title", title, .example = "Lift signup → activation rate to 50%",
	      .meaning = "What it was called then; null for what has no title."),
};

static const struct view about_view = {
	.name = "JournalSubject",
	.size = GIVEN_SIZE(struct journal_about),
	ROWS(about_rows),
};

#define BY(name, member, ...) VIEW(name, struct journal_by, member, VIEW_READ, __VA_ARGS__)

static const struct view_field by_rows[] = {
	BY("type", type, .words = journal_actor_words, .example = "key",
	   .meaning = "An API key is itself, not the person whose name it writes with."),
	BY("id", id, .example = "API key", .meaning = "The person's or the key's id."),
	BY("name", name, .example = "BI dashboard", .meaning = "The name of today."),
	BY("prefix", prefix, .example = "okrt_8Kx2",
	   .meaning = "Of a key the first nine characters."),
};

static const struct view by_view = {
	.name = "JournalActor",
	.size = GIVEN_SIZE(struct journal_by),
	ROWS(by_rows),
};

#define ROW(name, member, flags, ...) VIEW(name, struct journal_row, member, flags, __VA_ARGS__)

static const struct view_field journal_rows[] = {
	ROW("sequence", sequence, VIEW_READ),
	ROW("at", at, VIEW_READ),
	ROW("type", type, VIEW_READ, .words = journal_type_words),
	ROW("subject", subject, VIEW_READ, .view = &about_view,
	    .meaning = "The record that it happened to."),
	ROW("actor", actor, VIEW_READ, .view = &by_view, .meaning = "Who did it."),
	ROW("via", via, VIEW_READ, .words = journal_via_words),
	ROW("request_id", request_id, VIEW_READ),
	ROW("reason", reason, VIEW_READ),
	ROW("changes", changes, VIEW_READ, .form = VIEW_OBJECT),
	ROW("context", context, VIEW_READ, .form = VIEW_OBJECT),
	ROW("hash", hash_text, VIEW_READ),
	ROW("erased_at", erased_at, VIEW_SHOWN | VIEW_IF_SET),
};

static const struct view journal_view = {
	.name = "JournalRow",
	.thing = &journal_thing,
	.size = GIVEN_SIZE(struct journal_row),
	ROWS(journal_rows),
};

static const struct filter audit_filters[] = {
	FILTER("type", FILTER_EQUAL, struct journal_row, type, .words = journal_type_words,
	       .meaning = "Rows of this type."),
	FILTER("subject_type", FILTER_EQUAL, struct journal_row, subject.type,
	       .words = journal_subject_words, .meaning = "Rows about this kind of record."),
	FILTER("subject_id", FILTER_EQUAL, struct journal_row, subject.id,
	       .meaning = "Rows about this record."),
	FILTER("actor_id", FILTER_EQUAL, struct journal_row, actor.id,
	       .meaning = "What this person or this key did."),
	FILTER("via", FILTER_EQUAL, struct journal_row, via, .words = journal_via_words,
	       .meaning = "What came in by this door."),
	FILTER("from", FILTER_FROM, struct journal_row, at,
	       .meaning = "Written on this day (UTC) or later; a time stamp counts to the second."),
	FILTER("to", FILTER_TO, struct journal_row, at,
	       .meaning = "Written on this day (UTC) or earlier, or up to this second."),
};

/* ---- for administrators ---------------------------------------------------------------------- */

/* The chain runs through rows that a key with an application does not see. */
static const struct error *check_whole(struct exchange *x)
{
	if (text_is_none(x->work.session.app_id))
		return NULL;
	return error_new(x->work.arena, ERROR_FORBIDDEN,
			 "A key of one application does not see the whole audit log.");
}

static const struct error *list_audit(struct exchange *x)
{
	struct listing listing;
	struct page page;
	const struct error *error = listing_read(x, &listing);

	if (error)
		return error;
	audit_limit(&x->work, &listing.query);
	error = listing_page(x, &listing, NULL, &page);
	if (!error)
		error = audit_narrow(&x->work, page.rows);
	if (!error)
		answer_page(x, &page);
	return error;
}

#define HEAD(name, member, ...) VIEW(name, struct audit_head, member, VIEW_READ, __VA_ARGS__)

static const struct view_field head_rows[] = {
	HEAD("sequence", sequence, .example = "1042", .meaning = "The newest row; 0 without any."),
	HEAD("hash", hash,
	     .example = "9d1c3f0b6f5a4e2d8c7b6a5948372615049382716f5e4d3c2b1a09f8e7d6c5b4",
	     .meaning = "Its hash, which stands for everything before it."),
	HEAD("at", at, .example = "2026-04-19T12:05:00Z", .meaning = "When it was written."),
};

static const struct view head_view = {
	.name = "AuditHead",
	.size = GIVEN_SIZE(struct audit_head),
	ROWS(head_rows),
};

static const struct error *show_head(struct exchange *x)
{
	struct audit_head head;
	const struct error *error = check_whole(x);

	if (!error)
		error = audit_read_head(&x->work, &head);
	if (!error)
		view_write(&x->json, x->route->view, &head);
	return error;
}

/* ---- verifying ------------------------------------------------------------------------------- */

struct verify_question {
	int64_t from, to; /* INTEGER_NONE: not given */
};

#define SEQUENCE_MAX 9007199254740991.0

static const struct filter verify_filters[] = {
	FILTER("from", FILTER_TAKEN, struct verify_question, from, .min = 1, .max = SEQUENCE_MAX,
	       .meaning = "The first row to look at; 1 by default."),
	FILTER("to", FILTER_TAKEN, struct verify_question, to, .min = 1, .max = SEQUENCE_MAX,
	       .meaning = "The last one; the newest by default."),
};

#define VERDICT(name, member, ...) VIEW(name, struct audit_verdict, member, VIEW_READ, __VA_ARGS__)

static const struct view_field verdict_rows[] = {
	VERDICT("valid", is_valid, .example = "true", .meaning = "Whether all of it is as it was."),
	VERDICT("checked", checked, .example = "1042", .meaning = "How many rows were looked at."),
	VERDICT("sequence", sequence, .example = "null", .meaning = "The first row that is bad."),
	VERDICT("reason", reason, .words = audit_reason_words, .example = "null",
		.meaning = "`content` does not fit its digest, a row does not fit the chain "
			   "(`link`), or is missing (`gap`)."),
	VERDICT("next_from", next_from, .example = "null",
		.meaning = "Where to go on; null at the newest row."),
};

static const struct view verdict_view = {
	.name = "AuditVerdict",
	.size = GIVEN_SIZE(struct audit_verdict),
	ROWS(verdict_rows),
};

static const struct error *read_question(struct exchange *x, struct verify_question *out)
{
	const struct error *error = parameters_read(x, out);

	if (error || out->from == INTEGER_NONE || out->to == INTEGER_NONE || out->from <= out->to)
		return error;
	error_add(&x->work.faults, x->work.arena, ERROR_NO_MEMBER, TEXT("from"),
		  "must not be above to");
	return work_faults(&x->work);
}

static const struct error *verify(struct exchange *x)
{
	struct verify_question question = { INTEGER_NONE, INTEGER_NONE };
	struct audit_verdict verdict;
	const struct error *error = check_whole(x);

	if (!error)
		error = read_question(x, &question);
	if (!error)
		error = work_snapshot(&x->work);
	if (!error)
		error = audit_verify(&x->work, question.from == INTEGER_NONE ? 1 : question.from,
				     question.to == INTEGER_NONE ? INT64_MAX : question.to,
				     AUDIT_ROWS_MAX, &verdict);
	if (!error)
		view_write(&x->json, x->route->view, &verdict);
	return error;
}

/* ---- what happened to one record ------------------------------------------------------------- */

/* The names under which this dialect shows a kind of record. */
static bool is_shown(const void *context, struct text name)
{
	const struct view *view = context;

	for (size_t i = 0; i < view->count; i++)
		if (view->fields[i].flags & VIEW_SHOWN &&
		    text_equal(name, text_from(view->fields[i].name)))
			return true;
	return false;
}

static const struct view *view_of(const struct resource *resource)
{
	if (resource == &objective_resource)
		return &okr_view;
	return resource == &key_result_resource ? &okr_key_result_view : &okr_kpi_view;
}

static const struct error *list_changes(struct exchange *x)
{
	const struct thing *thing = x->route->parent->thing;
	void *parent = arena_take(x->work.arena, thing->form.size);
	struct listing listing;
	struct page page;
	const struct error *error = listing_read(x, &listing);

	if (!error)
		error = work_need(&x->work, thing, x->ids[0], parent);
	if (error)
		return error;
	query_add(&listing.query, CONDITION_EQUAL, x->route->parent_member, value_id(x->ids[0]));
	listing.query.is_filtered = true;
	error = listing_page(x, &listing, NULL, &page);
	if (!error)
		error = audit_soften(&x->work, page.rows, is_shown, view_of(x->route->parent));
	if (!error)
		answer_page(x, &page);
	return error;
}

/* Sign-ins add rows and leave the workspace's revision as it is: what is answered here hangs on the
 * journal itself (reading 144). */

/* ---- doors ----------------------------------------------------------------------------------- */

#define CHANGES_OF(resource_)                                                                      \
	200, ROUTE_LIST | ROUTE_VOLATILE, OF(journal, journal),                                    \
		.sort = offsetof(struct journal_row, sequence), .parent = &(resource_),            \
		.parent_member = offsetof(struct journal_row, subject.id)

static const struct route routes[] = {
	{ METHOD_GET, "/audit", SCOPE_WORKSPACE_ADMIN, list_audit, 200,
	  ROUTE_LIST | ROUTE_VOLATILE | ROUTE_CSV | ROUTE_NDJSON, OF(journal, journal),
	  .filters = FILTERS(audit_filters), .sort = offsetof(struct journal_row, sequence),
	  .name = "listAudit", .title = "List the audit log",
	  .meaning = "Everything that was changed in the workspace, the newest first: who, when, "
		     "from what to what. Also as CSV and NDJSON." },
	{ METHOD_GET, "/audit/head", SCOPE_WORKSPACE_ADMIN, show_head, 200, ROUTE_VOLATILE,
	  .view = &head_view, .name = "getAuditHead", .title = "Get the head of the audit log",
	  .meaning = "The number and the hash of the newest row. Keep a copy elsewhere: with it "
		     "you can prove later that nothing before it was changed or removed." },
	{ METHOD_POST, "/audit/verify", SCOPE_WORKSPACE_ADMIN, verify, 200,
	  ROUTE_READ | ROUTE_VOLATILE, .view = &verdict_view, .filters = FILTERS(verify_filters),
	  .name = "verifyAudit", .title = "Verify the audit log",
	  .meaning = "Computes the chain of hashes again and tells the first row that does not "
		     "fit. Looks at 20,000 rows at most; `next_from` goes on. It only reads.",
	  .sample = "from to" },
	{ METHOD_GET, "/okrs/:id/changes", SCOPE_OKRS_READ, list_changes,
	  CHANGES_OF(objective_resource), .name = "listOkrChanges",
	  .title = "List the changes of an OKR",
	  .meaning = "What happened to the OKR itself, the newest first; not to its key results." },
	{ METHOD_GET, "/key-results/:id/changes", SCOPE_OKRS_READ, list_changes,
	  CHANGES_OF(key_result_resource), .name = "listKeyResultChanges",
	  .title = "List the changes of a key result",
	  .meaning = "Who changed the key result, its target for instance, the newest first; "
		     "check-ins have a list of their own." },
	{ METHOD_GET, "/kpis/:id/changes", SCOPE_KPIS_READ, list_changes, CHANGES_OF(kpi_resource),
	  .name = "listKpiChanges", .title = "List the changes of a KPI",
	  .meaning = "What happened to the KPI itself, the newest first; measurements have a list "
		     "of their own." },
};

const struct route_group okrs_audit_routes = ROUTES("/api/v1", .nouns = okr_nouns);
