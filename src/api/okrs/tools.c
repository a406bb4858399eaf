/*
 * The tools of seed 003 ("AI Assistants"): what the okrs dialect's REST doors do, for a model. Lists
 * are short by default, because every record costs a model attention; each says how to get more.
 */
#include "api/okrs/tools.h"

#include "api/input/body.h"
#include "api/input/listing.h"
#include "api/okrs/brief.h"
#include "api/okrs/measures.h"
#include "api/okrs/okrs.h"
#include "api/okrs/reports.h"
#include "api/output/page.h"
#include "api/verbs.h"
#include "model/key_result.h"
#include "model/kpi.h"
#include "model/objective.h"
#include "service/check_ins.h"
#include "service/key_results.h"
#include "service/kpis.h"
#include "service/objectives.h"

enum { LIST_PAGE = 20, SEARCH_PAGE = 10, LIST_MAX = 100, INSIGHTS_MAX = 50 };

#define SHOWN(name, type, member, ...) VIEW(name, type, member, VIEW_READ, __VA_ARGS__)

/* ---- lists ----------------------------------------------------------------------------------- */

/* What a tool that lists answers; the rows have a name of their own in its view. */
struct listed {
	struct list cycle; /* that they belong to, where the route's .limit chose one */
	struct list rows;
	struct text next_cursor;
};

#define NEXT_CURSOR                                                                                \
	SHOWN("next_cursor", struct listed, next_cursor,                                           \
	      .meaning = "The argument cursor that goes on from here; null at the end.")

static const struct error *answer_list(struct exchange *x)
{
	struct listed answer = { 0 };
	struct listing listing;
	struct page page;
	const struct error *error = listing_read(x, &listing);

	if (!error && x->route->limit)
		error = x->route->limit(x, &listing.query, &answer.cycle);
	if (!error)
		error = listing_page(x, &listing, NULL, &page);
	if (error)
		return error;
	answer.rows = page.rows;
	answer.next_cursor = listing_cursor(x, &page);
	answer_report(x, &answer);
	return NULL;
}

/* ---- get_okrs -------------------------------------------------------------------------------- */

static const struct view_field okrs_rows[] = {
	VIEW("cycle", struct listed, cycle, VIEW_READ | VIEW_ONE, .view = &reported_cycle_view,
	     .meaning = "The cycle that was looked at; null when none is active."),
	SHOWN("okrs", struct listed, rows, .view = &okr_view, .brief = &brief_okr_view,
	      .meaning = "The OKRs with their key results, the newest first."),
	NEXT_CURSOR,
};

static const struct view okrs_view = {
	.name = "OkrsAnswer",
	.size = GIVEN_SIZE(struct listed),
	ROWS(okrs_rows),
};

static const struct filter okrs_filters[] = {
	FILTER("cycle_id", FILTER_EQUAL, struct objective, cycle_id,
	       .meaning = "OKRs of this cycle; by default of the active one."),
	FILTER("status", FILTER_COMPUTED, struct objective, health.status, .words = status_words,
	       .meaning = "OKRs with this status."),
};

static struct id asked_cycle(const struct query *query)
{
	for (size_t i = 0; i < query->condition_count; i++)
		if (query->conditions[i].column == offsetof(struct objective, cycle_id))
			return query->conditions[i].value.as.id;
	return ID_NONE;
}

/* Without a cycle that is asked for or active there is nothing to list. */
static const struct error *limit_to_cycle(struct exchange *x, struct query *query, struct list *out)
{
	struct report_question question = { .cycle_id = asked_cycle(query), .must_exist = true };
	struct cycle *cycle = arena_take(x->work.arena, sizeof(*cycle));
	bool found;
	const struct error *error = report_find_cycle(&x->work, &question, cycle, &found);

	if (error)
		return error;
	*out = (struct list){ cycle, found };
	query->is_impossible = query->is_impossible || !found;
	query->is_filtered = true;
	if (found && id_is_none(question.cycle_id))
		query_add(query, CONDITION_EQUAL, offsetof(struct objective, cycle_id),
			  value_id(cycle->record.id));
	return NULL;
}

/* ---- get_okr --------------------------------------------------------------------------------- */

struct okr_question {
	struct id okr_id;
};

struct okr_answer {
	struct objective okr;
};

static const struct view_field okr_answer_rows[] = {
	SHOWN("okr", struct okr_answer, okr, .view = &okr_view, .brief = &brief_okr_view,
	      .meaning = "The OKR with all its key results."),
};

static const struct view okr_answer_view = {
	.name = "OkrAnswer",
	.size = GIVEN_SIZE(struct okr_answer),
	ROWS(okr_answer_rows),
};

static const struct filter okr_filters[] = {
	FILTER("okr_id", FILTER_TAKEN, struct okr_question, okr_id, .is_needed = true,
	       .meaning = "The OKR's id."),
};

static const struct error *get_okr(struct exchange *x)
{
	struct okr_question question = { ID_NONE };
	struct okr_answer answer;
	const struct error *error = parameters_read(x, &question);

	if (!error)
		error = resource_get(&x->work, &objective_resource, question.okr_id, NULL,
				     &answer.okr);
	if (!error)
		answer_report(x, &answer);
	return error;
}

/* ---- create_checkin -------------------------------------------------------------------------- */

#define TAKEN(name, member, flags, ...) VIEW(name, struct check_in, member, flags, __VA_ARGS__)

/* Without a status the stored one stays (rulings.md 14). */
static const struct view_field check_in_rows[] = {
	TAKEN("kr_id", key_result_id, VIEW_NEW | VIEW_NEEDED, .meaning = "The key result's id."),
	TAKEN("value", value, VIEW_NEW | VIEW_NEEDED, .form = VIEW_VALUE,
	      .meaning = "The metric's new value, in its own unit (not a percentage of the way); "
			 "for a boolean key result yes, no, true or false."),
	TAKEN("note", comment, VIEW_NEW, .meaning = "A comment for the people who follow it."),
	TAKEN("status", status, VIEW_NEW, .words = check_in_status_words,
	      .meaning = "How it is going; left out, it stays as it is."),
	TAKEN("blocker_note", blocker_note, VIEW_NEW,
	      .meaning = "What blocks it; required with status blocked."),
};

static const struct view check_in_view = {
	.name = "CheckInArguments",
	.thing = &check_in_thing,
	.size = GIVEN_SIZE(struct check_in),
	ROWS(check_in_rows),
};

struct check_in_answer {
	struct check_in check_in;
	struct key_result key_result;
};

static const struct view_field check_in_answer_rows[] = {
	SHOWN("check_in", struct check_in_answer, check_in, .view = &okr_check_in_view,
	      .meaning = "The check-in as it was recorded."),
	SHOWN("key_result", struct check_in_answer, key_result, .view = &okr_key_result_view,
	      .brief = &found_key_result_view,
	      .meaning = "The key result with its new progress and status."),
};

static const struct view check_in_answer_view = {
	.name = "CheckInAnswer",
	.size = GIVEN_SIZE(struct check_in_answer),
	ROWS(check_in_answer_rows),
};

static const struct error *create_checkin(struct exchange *x)
{
	struct check_in_answer answer;
	struct given given;
	const struct error *error;

	memcpy(&answer.check_in, check_in_thing.form.blank, sizeof(answer.check_in));
	error = body_read(x, true, &answer.check_in, &given);
	if (!error)
		error = resource_create(&x->work, &check_in_resource, &answer.check_in, &given);
	if (!error)
		error = resource_get(&x->work, &key_result_resource, answer.check_in.key_result_id,
				     NULL, &answer.key_result);
	if (!error)
		answer_report(x, &answer);
	return error;
}

/* ---- get_kpis -------------------------------------------------------------------------------- */

static const struct view_field kpis_rows[] = {
	SHOWN("kpis", struct listed, rows, .view = &okr_kpi_view, .brief = &brief_kpi_view,
	      .meaning = "The KPIs, the newest first."),
	NEXT_CURSOR,
};

static const struct view kpis_view = {
	.name = "KpisAnswer",
	.size = GIVEN_SIZE(struct listed),
	ROWS(kpis_rows),
};

static const struct filter kpi_filters[] = {
	FILTER("status", FILTER_COMPUTED, struct kpi, status, .words = status_words,
	       .meaning = "KPIs with this status."),
};

/* ---- reports --------------------------------------------------------------------------------- */

static const struct filter cycle_filters[] = { REPORT_CYCLE_FILTER };

static const struct filter risk_filters[] = {
	RISK_SEVERITY_FILTER,
	REPORT_CYCLE_FILTER,
	REPORT_LIMIT_FILTER(REPORT_ROWS_MAX),
};

static const struct filter insight_filters[] = {
	INSIGHT_SEVERITY_FILTER,
	REPORT_CYCLE_FILTER,
	REPORT_LIMIT_FILTER(INSIGHTS_MAX),
};

static const struct filter team_filters[] = {
	REPORT_CYCLE_FILTER,
	REPORT_LIMIT_FILTER(REPORT_ROWS_MAX),
};

/* ---- search_okrs ----------------------------------------------------------------------------- */

struct search_question {
	struct text query;
	struct id cycle_id;
	int64_t limit;
};

struct search_answer {
	struct list okrs, key_results;
	int64_t okr_count, key_result_count;
};

static const struct view_field search_rows[] = {
	SHOWN("okrs", struct search_answer, okrs, .view = &okr_view, .brief = &found_okr_view,
	      .meaning = "OKRs whose title or description has the text."),
	SHOWN("key_results", struct search_answer, key_results, .view = &okr_key_result_view,
	      .brief = &found_key_result_view,
	      .meaning = "Key results whose title or description has the text."),
	VIEW("okr_count", struct search_answer, okr_count, VIEW_READ | VIEW_FILLED,
	     .meaning = "How many OKRs have it in all."),
	VIEW("key_result_count", struct search_answer, key_result_count, VIEW_READ | VIEW_FILLED,
	     .meaning = "How many key results have it in all."),
};

static const struct view search_view = {
	.name = "SearchAnswer",
	.size = GIVEN_SIZE(struct search_answer),
	ROWS(search_rows),
};

static const struct filter search_filters[] = {
	FILTER("query", FILTER_TAKEN, struct search_question, query, .is_needed = true,
	       .meaning = "The text to look for, without regard to case or accents."),
	FILTER("cycle_id", FILTER_TAKEN, struct search_question, cycle_id,
	       .meaning = "Only in this cycle; by default in all."),
	FILTER("limit", FILTER_TAKEN, struct search_question, limit, .min = 1, .max = LIST_MAX,
	       .meaning = "How many of either at most; 10 by default."),
};

static const struct error *find(struct exchange *x, const struct resource *resource,
				struct query *query, size_t title, size_t description,
				const struct search_question *question, struct list *rows,
				int64_t *count)
{
	struct condition *condition;
	struct page page;
	const struct error *error;

	query->thing = resource->thing;
	query->sort_column = offsetof(struct record, id);
	query->is_descending = true;
	query->limit = (size_t)question->limit;
	query->is_filtered = true;
	query_add(query, CONDITION_CONTAINS, title, value_text(question->query));
	condition = &query->conditions[query->condition_count - 1];
	condition->or_column = description;
	condition->or_value = condition->value;
	query_add(query, CONDITION_IS_NULL, resource->thing->deleted_at,
		  (struct value){ .kind = FIELD_INSTANT });
	error = resource_list(&x->work, resource, query, NULL, &page);
	if (!error)
		error = resource_count(&x->work, resource, query, count);
	if (!error)
		*rows = page.rows;
	return error;
}

#define OBJECTIVE(member) offsetof(struct objective, member)
#define KEY_RESULT(member) offsetof(struct key_result, member)

static const struct error *search(struct exchange *x, const struct search_question *question,
				  struct search_answer *out)
{
	struct query okrs = { 0 }, key_results = { 0 };
	const struct error *error;

	query_add(&okrs, CONDITION_EQUAL, OBJECTIVE(is_archived), value_flag(false));
	if (!id_is_none(question->cycle_id)) {
		query_add(&okrs, CONDITION_EQUAL, OBJECTIVE(cycle_id),
			  value_id(question->cycle_id));
		query_add(&key_results, CONDITION_IN_CYCLE, KEY_RESULT(objective_id),
			  value_id(question->cycle_id));
	}
	error = find(x, &objective_resource, &okrs, OBJECTIVE(title), OBJECTIVE(description),
		     question, &out->okrs, &out->okr_count);
	if (error)
		return error;
	return find(x, &key_result_resource, &key_results, KEY_RESULT(title),
		    KEY_RESULT(description), question, &out->key_results, &out->key_result_count);
}

static const struct error *search_okrs(struct exchange *x)
{
	struct search_question question = { .query = TEXT(""), .limit = SEARCH_PAGE };
	struct report_question cycle_question = { .must_exist = true };
	struct search_answer answer;
	struct cycle cycle;
	bool found;
	const struct error *error = parameters_read(x, &question);

	question.query = text_trim(question.query);
	if (!error && question.query.size == 0)
		error = error_new(x->work.arena, ERROR_INVALID, "query must not be empty.");
	cycle_question.cycle_id = question.cycle_id;
	if (!error && !id_is_none(question.cycle_id))
		error = report_find_cycle(&x->work, &cycle_question, &cycle, &found);
	if (!error)
		error = search(x, &question, &answer);
	if (!error)
		answer_report(x, &answer);
	return error;
}

/* ---- tools ----------------------------------------------------------------------------------- */

#define READS (ROUTE_TOOL | ROUTE_READ)
#define LISTS (READS | ROUTE_BRIEF)
#define CYCLE_HINT "A cycle's id stands in the answers of get_cycle and get_okrs."

static const struct route routes[] = {
	{ METHOD_POST, "#get_okrs", SCOPE_OKRS_READ, answer_list, 200, LISTS | ROUTE_LIST,
	  OF(objective, okrs), .limit = limit_to_cycle, .filters = FILTERS(okrs_filters),
	  .page = LIST_PAGE, .page_max = LIST_MAX, .title = "List OKRs",
	  .meaning =
		  "Lists the OKRs (objectives with their key results) of the active cycle, or of another, "
		  "with progress, status and health. Use it to see where things stand or to find ids of "
		  "OKRs and key results; use search_okrs instead when you know a word of the title.",
	  .hint = CYCLE_HINT },
	{ METHOD_POST, "#get_okr", SCOPE_OKRS_READ, get_okr, 200, READS, .view = &okr_answer_view,
	  .filters = FILTERS(okr_filters), .title = "Get an OKR",
	  .meaning =
		  "Tells everything about one OKR and its key results: description, values, targets, "
		  "progress, status, owners and the parts of the health score.",
	  .hint = "The ids of OKRs stand in the answers of get_okrs and search_okrs." },
	{ METHOD_POST, "#create_checkin", SCOPE_CHECKINS_WRITE, create_checkin, 200, ROUTE_TOOL,
	  .view = &check_in_answer_view, .takes = &check_in_view,
	  .title = "Check in on a key result",
	  .meaning =
		  "Records a new value of a key result, with an optional note. This changes the progress "
		  "of the key result and of the OKRs above it, and other people see it: call it once for "
		  "each update that the user asked for.",
	  .hint = "The ids of key results stand in the key_results of get_okrs and search_okrs." },
	{ METHOD_POST, "#get_kpis", SCOPE_KPIS_READ, answer_list, 200, LISTS | ROUTE_LIST,
	  OF(kpi, kpis), .filters = FILTERS(kpi_filters), .page = LIST_PAGE, .page_max = LIST_MAX,
	  .title = "List KPIs",
	  .meaning =
		  "Lists KPIs (continuously tracked metrics) with current value, target, status and "
		  "whether their measurement is overdue.",
	  .hint = "" },
	{ METHOD_POST, "#get_cycle", SCOPE_OKRS_READ, answer_cycle_report, 200, READS,
	  .view = &cycle_report_view, .filters = FILTERS(cycle_filters),
	  .title = "Get the cycle and overall health",
	  .meaning =
		  "Tells the active cycle (or another): its dates and days left, the health of the "
		  "workspace from 0 to 100 with what it is made of, and counts of OKRs by status. A good "
		  "first call.",
	  .hint = CYCLE_HINT },
	{ METHOD_POST, "#get_risks", SCOPE_OKRS_READ, answer_risks, 200, LISTS,
	  .view = &risk_report_view, .filters = FILTERS(risk_filters), .page = LIST_PAGE,
	  .page_max = REPORT_ROWS_MAX, .title = "List risks",
	  .meaning =
		  "Lists OKRs and key results of the active cycle that are likely to miss their targets, "
		  "the worst first, each with the projection, the reasons and possible interventions. "
		  "total says how many there are; ask for more with limit.",
	  .hint = CYCLE_HINT },
	{ METHOD_POST, "#get_insights", SCOPE_OKRS_READ, answer_insights, 200, LISTS,
	  .view = &insight_report_view, .filters = FILTERS(insight_filters), .page = LIST_PAGE,
	  .page_max = INSIGHTS_MAX, .title = "List insights",
	  .meaning =
		  "Lists what deserves attention in the active cycle, the most urgent first: stalled or "
		  "blocked key results, missing owners, KPIs off track, what is ahead; each with a "
		  "recommendation.",
	  .hint = CYCLE_HINT },
	{ METHOD_POST, "#get_team_performance", SCOPE_OKRS_READ, answer_teams, 200, LISTS,
	  .view = &team_report_view, .filters = FILTERS(team_filters), .page = LIST_PAGE,
	  .page_max = REPORT_ROWS_MAX, .title = "Get team performance",
	  .meaning =
		  "Tells for each team, and for OKRs without one, how its OKRs do in a cycle: counts by "
		  "status, mean progress and health, check-in rate, stalled key results, risks; the "
		  "lowest health first.",
	  .hint = CYCLE_HINT },
	{ METHOD_POST, "#search_okrs", SCOPE_OKRS_READ, search_okrs, 200, LISTS,
	  .view = &search_view, .filters = FILTERS(search_filters),
	  .title = "Search OKRs and key results",
	  .meaning =
		  "Finds OKRs and key results whose title or description has a text, in all cycles or in "
		  "one. Use it to turn a name that the user mentions into an id; get_okr tells an OKR's "
		  "key results.",
	  .hint = CYCLE_HINT },
};

const struct route_group okrs_tools = ROUTES("", .is_tools = true);
