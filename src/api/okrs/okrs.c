/*
 * The okrs dialect (seed 003): what the OKRs Tool API calls things, and its doors. Objectives are
 * OKRs here, progress is a fraction.
 */
#include "api/okrs/okrs.h"

#include "api/input/body.h"
#include "api/okrs/initiatives.h"
#include "api/okrs/todo.h"
#include "api/output/view_write.h"
#include "api/verbs.h"
#include "model/key_result.h"
#include "model/objective.h"
#include "service/check_ins.h"
#include "service/key_results.h"
#include "service/objectives.h"

/* ---- words ----------------------------------------------------------------------------------- */

/* The seed writes org and takes company as well; personal goals come from the goals dialect. */
const struct word_name okr_type_words[] = {
	{ "org", TYPE_ORGANISATION },      { "company", TYPE_ORGANISATION },
	{ "department", TYPE_DEPARTMENT }, { "team", TYPE_TEAM },
	{ "individual", TYPE_INDIVIDUAL }, { NULL, 0 },
};

/* ---- key results ----------------------------------------------------------------------------- */

/* What a closing says; it can be said of what is there. */
enum { GRADED = VIEW_SHOWN | VIEW_CHANGE | VIEW_BEHIND };

#define KEY_RESULT(name, member, flags, ...)                                                       \
	VIEW(name, struct key_result, member, flags, __VA_ARGS__)

#define ON_REQUEST " Only when `fields` names it."

static const struct view_field key_result_rows[] = {
	KEY_RESULT("id", record.id, VIEW_READ),
	KEY_RESULT("okr_id", shown_objective_id, VIEW_READ),
	KEY_RESULT("title", title, VIEW_WRITE | VIEW_NEEDED),
	KEY_RESULT("description", description, VIEW_WRITE),
	KEY_RESULT("metric_type", metric_type, VIEW_WRITE | VIEW_NEEDED,
		   .words = metric_type_words),
	KEY_RESULT("start_value", start_value, VIEW_WRITE | VIEW_NEEDED),
	KEY_RESULT("current_value", current_value, VIEW_WRITE, .form = VIEW_VALUE),
	KEY_RESULT("target_value", target_value, VIEW_WRITE | VIEW_NEEDED),
	KEY_RESULT("unit", unit, VIEW_WRITE),
	KEY_RESULT("direction", direction, VIEW_WRITE, .words = direction_words),
	KEY_RESULT("weight", weight, VIEW_WRITE),
	KEY_RESULT("progress", progress, VIEW_READ, .form = VIEW_FRACTION),
	KEY_RESULT("attainment", attainment, VIEW_READ, .form = VIEW_FRACTION),
	KEY_RESULT("status", status, VIEW_READ, .words = status_words),
	KEY_RESULT("confidence_level", confidence_level, VIEW_READ, .words = status_words),
	KEY_RESULT("trend", trend, VIEW_READ, .words = trend_words),
	KEY_RESULT("owner", owner_name, VIEW_ON_REQUEST, .example = "Alice Nguyen",
		   .meaning = "The owner's name." ON_REQUEST),
	KEY_RESULT("owner_id", owner_id, VIEW_WRITE),
	KEY_RESULT("last_check_in_at", last_check_in_at, VIEW_READ),
	KEY_RESULT("due_on", due_on, VIEW_ON_REQUEST, .example = "2026-04-19",
		   .meaning =
			   "The day (UTC) on which its next check-in is due; null when it is done, "
			   "or its OKR is not running." ON_REQUEST),
	KEY_RESULT("check_ins", check_ins, VIEW_ON_REQUEST, .view = &okr_check_in_view,
		   .meaning = "Its last 12 check-ins, newest first." ON_REQUEST),
	KEY_RESULT("check_in_count", check_in_count, VIEW_ON_REQUEST, .example = "3",
		   .meaning = "How many check-ins it has; only when `fields` names it."),
	KEY_RESULT("progress_week_ago", progress_week_ago, VIEW_ON_REQUEST, .form = VIEW_FRACTION,
		   .example = "0.3889",
		   .meaning =
			   "Progress at the end of the day seven days ago, by start and target of "
			   "today; null when it was not there yet. Only when `fields` names it."),
	KEY_RESULT("recent", recent, VIEW_ON_REQUEST, .view = &recent_value_view,
		   .meaning =
			   "The last 12 values with their days, oldest first; only when `fields` "
			   "names it."),
	KEY_RESULT("created_at", record.created_at, VIEW_READ),
	KEY_RESULT("updated_at", record.updated_at, VIEW_READ),
	KEY_RESULT("grade", grade, GRADED),
	KEY_RESULT("grade_proposed", grade_proposed, VIEW_READ | VIEW_BEHIND),
	KEY_RESULT("outcome", outcome, GRADED, .words = outcome_words),
	KEY_RESULT("closing_note", closing_note, GRADED),
	KEY_RESULT("reason", record.reason, VIEW_CHANGE),
	KEY_RESULT("can", can, VIEW_READ | VIEW_IF_SET, .form = VIEW_WORDS, .words = can_words),
};

const struct view okr_key_result_view = {
	.name = "KeyResult",
	.thing = &key_result_thing,
	.size = GIVEN_SIZE(struct key_result),
	ROWS(key_result_rows),
};

static const struct filter key_result_filters[] = {
	FILTER("okr_id", FILTER_EQUAL, struct key_result, objective_id,
	       .meaning = "Key results of this OKR."),
	FILTER("status", FILTER_EQUAL, struct key_result, status, .words = status_words,
	       .meaning = "Key results with this stored status."),
	FILTER("owner_id", FILTER_EQUAL, struct key_result, owner_id,
	       .meaning = "Key results of this owner."),
	FILTER("updated_since", FILTER_SINCE, struct key_result, record.updated_at,
	       .meaning = "Changed at this time or later."),
};

/* ---- OKRs ------------------------------------------------------------------------------------ */

#define HEALTH(name, member, flags, ...) VIEW(name, struct health, member, flags, __VA_ARGS__)

static const struct view_field health_rows[] = {
	HEALTH("score", score, VIEW_READ | VIEW_FILLED, .example = "82",
	       .meaning = "0–100; 100 while nothing has been due yet."),
	HEALTH("expected_progress", expected_progress, VIEW_READ | VIEW_FILLED,
	       .form = VIEW_FRACTION, .example = "0.8",
	       .meaning = "The elapsed share of the period."),
	HEALTH("gap", gap, VIEW_READ | VIEW_FILLED, .form = VIEW_FRACTION, .example = "0.15",
	       .meaning = "How far progress is behind what is expected."),
	HEALTH("days_since_check_in", days_since_check_in, VIEW_READ | VIEW_FILLED, .example = "2",
	       .meaning = "Days since the newest check-in."),
	HEALTH("stalled", stalled, VIEW_READ,
	       .meaning = "Not touched for twice the expected time between check-ins."),
	HEALTH("trend", trend, VIEW_READ, .words = trend_words,
	       .meaning = "The worst trend of its key results."),
};

static const struct view health_view = {
	.name = "Health",
	.thing = NULL,
	.size = GIVEN_SIZE(struct health),
	ROWS(health_rows),
};

#define OKR(name, member, flags, ...) VIEW(name, struct objective, member, flags, __VA_ARGS__)

static const struct view_field above_rows[] = {
	OKR("id", record.id, VIEW_READ),
	OKR("title", title, VIEW_READ),
};

static const struct view above_view = {
	.name = "OkrAbove",
	.thing = &objective_thing,
	.size = GIVEN_SIZE(struct objective),
	ROWS(above_rows),
};

static const struct view_field below_rows[] = {
	OKR("id", record.id, VIEW_READ),
	OKR("title", title, VIEW_READ),
	OKR("type", type, VIEW_READ, .words = okr_type_words),
	OKR("owner", owner_name, VIEW_READ),
	OKR("weight", weight, VIEW_READ),
	OKR("progress", progress, VIEW_READ, .form = VIEW_FRACTION),
	OKR("status", health.status, VIEW_READ, .words = status_words),
	OKR("health_score", health.score, VIEW_READ),
	OKR("health", health, VIEW_READ, .view = &health_view),
	OKR("last_check_in_at", last_check_in_at, VIEW_READ),
};

static const struct view below_view = {
	.name = "OkrBelow",
	.thing = &objective_thing,
	.size = GIVEN_SIZE(struct objective),
	ROWS(below_rows),
};

static const struct view_field open_child_rows[] = {
	OKR("id", record.id, VIEW_READ),
	OKR("title", title, VIEW_READ),
};

static const struct view open_child_view = {
	.name = "OpenChild",
	.thing = &objective_thing,
	.size = sizeof(struct objective),
	ROWS(open_child_rows),
};

static const struct view_field okr_rows[] = {
	OKR("id", record.id, VIEW_READ),
	OKR("title", title, VIEW_WRITE | VIEW_NEEDED),
	OKR("description", description, VIEW_WRITE),
	OKR("type", type, VIEW_WRITE | VIEW_NEEDED, .words = okr_type_words),
	OKR("owner", owner_name, VIEW_READ),
	OKR("owner_id", owner_id, VIEW_WRITE),
	OKR("department", department_name, VIEW_ON_REQUEST, .example = "Product",
	    .meaning = "The department's name." ON_REQUEST),
	OKR("department_id", department_id, VIEW_WRITE),
	OKR("team", team_name, VIEW_ON_REQUEST, .example = "Onboarding",
	    .meaning = "The team's name." ON_REQUEST),
	OKR("team_id", team_id, VIEW_WRITE),
	OKR("visibility", visibility, VIEW_WRITE, .words = visibility_words),
	OKR("progress", progress, VIEW_READ, .form = VIEW_FRACTION),
	OKR("progress_week_ago", progress_week_ago, VIEW_ON_REQUEST, .form = VIEW_FRACTION,
	    .example = "0.61",
	    .meaning = "Progress at the end of the day seven days ago, as `/history` has it; null "
		       "when it was not there yet." ON_REQUEST),
	OKR("status", health.status, VIEW_READ, .words = status_words),
	OKR("health_score", health.score, VIEW_READ),
	OKR("health", health, VIEW_READ, .view = &health_view),
	OKR("confidence_level", confidence_level, VIEW_READ, .words = status_words),
	OKR("cycle", cycle_name, VIEW_READ),
	OKR("cycle_id", cycle_id, VIEW_WRITE | VIEW_NEEDED),
	OKR("parent_okr_id", shown_parent_id, VIEW_READ),
	OKR("parent_okr_id", parent_id, VIEW_NEW | VIEW_CHANGE),
	OKR("parents", parents, VIEW_ON_REQUEST, .view = &above_view,
	    .meaning =
		    "The OKRs above it as far as you may see them, the topmost first." ON_REQUEST),
	OKR("children", children, VIEW_ON_REQUEST, .view = &below_view,
	    .meaning = "The OKRs that contribute to it and are not archived, in order of "
		       "creation." ON_REQUEST),
	OKR("initiatives", initiatives, VIEW_ON_REQUEST, .view = &okr_initiative_view,
	    .meaning = "The initiatives that are linked to it or to one of its key results, in "
		       "order of creation." ON_REQUEST),
	OKR("period_start", period_start, VIEW_ON_REQUEST, .example = "2026-04-01",
	    .meaning = "The first day of its period: its cycle's, or its own." ON_REQUEST),
	OKR("period_end", period_end, VIEW_ON_REQUEST, .example = "2026-06-30",
	    .meaning = "The last day of its period." ON_REQUEST),
	OKR("weight", weight, VIEW_WRITE),
	OKR("lifecycle", lifecycle, VIEW_WRITE, .words = lifecycle_words),
	OKR("is_archived", is_archived, VIEW_WRITE),
	OKR("check_in_frequency", check_in_frequency, VIEW_WRITE, .words = frequency_words),
	OKR("tags", tags, VIEW_WRITE, .form = VIEW_TEXTS),
	OKR("last_check_in_at", last_check_in_at, VIEW_READ),
	OKR("due_on", due_on, VIEW_ON_REQUEST, .example = "2026-04-19",
	    .meaning = "The day (UTC) on which the first of its key results is due for a check-in; "
		       "null when none is." ON_REQUEST),
	OKR("check_in_count", check_in_count, VIEW_ON_REQUEST, .example = "3",
	    .meaning = "How many check-ins its key results have; only when `fields` names it."),
	OKR("created_at", record.created_at, VIEW_READ),
	OKR("updated_at", record.updated_at, VIEW_READ),
	OKR("grade", grade, GRADED),
	OKR("grade_proposed", grade_proposed, VIEW_READ | VIEW_BEHIND),
	OKR("outcome", outcome, GRADED, .words = outcome_words),
	OKR("closing_note", closing_note, GRADED),
	OKR("closed_at", closed_at, VIEW_READ | VIEW_BEHIND),
	OKR("closed_by", closed_by, VIEW_READ | VIEW_BEHIND),
	OKR("reason", record.reason, VIEW_CHANGE),
	OKR("can", can, VIEW_READ | VIEW_IF_SET, .form = VIEW_WORDS, .words = can_words),
	OKR("key_results", key_results, VIEW_SHOWN | VIEW_NEW, .view = &okr_key_result_view),
	OKR("open_children", open_children, VIEW_READ | VIEW_IF_SET, .view = &open_child_view),
};

const struct view okr_view = {
	.name = "Okr",
	.thing = &objective_thing,
	.size = GIVEN_SIZE(struct objective),
	ROWS(okr_rows),
};

static const struct filter okr_filters[] = {
	FILTER("cycle_id", FILTER_EQUAL, struct objective, cycle_id,
	       .meaning = "OKRs of this cycle."),
	FILTER("status", FILTER_COMPUTED, struct objective, health.status, .words = status_words,
	       .meaning = "OKRs with this computed status."),
	FILTER("type", FILTER_EQUAL, struct objective, type, .words = okr_type_words,
	       .meaning = "OKRs of this level."),
	FILTER("owner_id", FILTER_EQUAL, struct objective, owner_id,
	       .meaning = "OKRs of this owner."),
	FILTER("team_id", FILTER_EQUAL, struct objective, team_id, .meaning = "OKRs of this team."),
	FILTER("department_id", FILTER_EQUAL, struct objective, department_id,
	       .meaning = "OKRs of this department."),
	FILTER("parent_okr_id", FILTER_EQUAL, struct objective, parent_id,
	       .meaning = "OKRs that contribute to this one."),
	FILTER("q", FILTER_SEARCH, struct objective, title,
	       .meaning = "OKRs whose title contains this text."),
	FILTER("updated_since", FILTER_SINCE, struct objective, record.updated_at,
	       .meaning = "Changed at this time or later."),
	FILTER("archived", FILTER_ARCHIVED, struct objective, is_archived,
	       .meaning = "false (the default), true, or any."),
};

/* ---- check-ins ------------------------------------------------------------------------------- */

#define CHECK_IN(name, member, flags, ...) VIEW(name, struct check_in, member, flags, __VA_ARGS__)

static const struct view_field check_in_rows[] = {
	CHECK_IN("id", record.id, VIEW_READ),
	CHECK_IN("okr_id", objective_id, VIEW_READ),
	CHECK_IN("key_result_id", key_result_id, VIEW_READ),
	CHECK_IN("value", value, VIEW_WRITE | VIEW_NEEDED, .form = VIEW_VALUE),
	CHECK_IN("previous_value", previous_value, VIEW_READ),
	CHECK_IN("status", status, VIEW_WRITE, .words = check_in_status_words),
	CHECK_IN("comment", comment, VIEW_WRITE),
	CHECK_IN("blocker_note", blocker_note, VIEW_WRITE),
	CHECK_IN("author", author_name, VIEW_READ),
	CHECK_IN("author_id", person_id, VIEW_READ),
	CHECK_IN("checked_in_at", checked_in_at, VIEW_WRITE),
	CHECK_IN("created_at", record.created_at, VIEW_READ),
	CHECK_IN("late", is_late, VIEW_READ),
};

/* The seed's default: a check-in that says nothing says on_track. */
static const struct check_in blank_check_in = {
	.record = RECORD_BLANK,
	.checked_in_at = { INT64_MIN },
	.kind = ENTRY_CHECK_IN,
	.value = NAN,
	.status = STATUS_ON_TRACK,
	.previous_value = NAN,
};

const struct view okr_check_in_view = {
	.name = "CheckIn",
	.thing = &check_in_thing,
	.size = GIVEN_SIZE(struct check_in),
	.fields = check_in_rows,
	.count = sizeof(check_in_rows) / sizeof(check_in_rows[0]),
	.blank = &blank_check_in,
};

/* In a batch each names its key result itself. */
static const struct view_field batch_item_rows[] = {
	CHECK_IN("key_result_id", key_result_id, VIEW_WRITE | VIEW_NEEDED),
	CHECK_IN("value", value, VIEW_WRITE | VIEW_NEEDED, .form = VIEW_VALUE),
	CHECK_IN("status", status, VIEW_WRITE, .words = check_in_status_words),
	CHECK_IN("comment", comment, VIEW_WRITE),
	CHECK_IN("blocker_note", blocker_note, VIEW_WRITE),
	CHECK_IN("checked_in_at", checked_in_at, VIEW_WRITE),
};

static const struct view batch_item_view = {
	.name = "BatchCheckIn",
	.thing = &check_in_thing,
	.size = GIVEN_SIZE(struct check_in),
	.fields = batch_item_rows,
	.count = sizeof(batch_item_rows) / sizeof(batch_item_rows[0]),
	.blank = &blank_check_in,
};

struct batch {
	struct record record;
	struct list check_ins;
};

static const struct field batch_fields[] = {
	FIELD(struct batch, check_ins, 0, .meaning = "Up to 500 check-ins: all or none."),
};

static const struct batch blank_batch;

static const struct thing batch_thing = {
	.name = "batch",
	.form = { sizeof(struct batch), batch_fields, 1, &blank_batch },
	.app_id = THING_HAS_NONE,
	.deleted_at = THING_HAS_NONE,
};

static const struct view_field batch_rows[] = {
	VIEW("checkins", struct batch, check_ins, VIEW_NEW | VIEW_NEEDED, .view = &batch_item_view),
	VIEW("checkins", struct batch, check_ins, VIEW_SHOWN, .view = &okr_check_in_view),
};

static const struct view batch_view = {
	.name = "Batch",
	.thing = &batch_thing,
	.size = GIVEN_SIZE(struct batch),
	.fields = batch_rows,
	.count = sizeof(batch_rows) / sizeof(batch_rows[0]),
};

static const struct error *check_in_batch(struct exchange *x)
{
	struct batch batch = blank_batch;
	struct given given;
	const struct error *error = body_read(x, true, &batch, &given);

	if (!error)
		error = check_in_create_all(&x->work, batch.check_ins,
					    offsetof(struct batch, check_ins));
	if (!error)
		view_write(&x->json, x->route->view, &batch);
	return error;
}

/* ---- doors ----------------------------------------------------------------------------------- */

#define UNDER_KEY_RESULT                                                                           \
	.parent = &key_result_resource, .parent_member = offsetof(struct check_in, key_result_id)

static const struct route routes[] = {
	{ METHOD_GET, "/okrs", SCOPE_OKRS_READ, verb_list, 200, ROUTE_LIST | ROUTE_CSV,
	  OF(objective, okr), .filters = FILTERS(okr_filters), .nested = &okr_key_result_view,
	  .nested_list = offsetof(struct objective, key_results), .name = "listOkrs",
	  .title = "List OKRs",
	  .meaning = "The newest 500 OKRs of the workspace with their computed progress, status "
		     "and health score (0–100: pace, recency of check-ins, velocity), each with "
		     "its key results in order of creation. The `id` of a key result in "
		     "`key_results` is what the check-in and update endpoints ask for. As CSV it "
		     "has a row for each key result." },
	{ METHOD_GET, "/okrs/:id", SCOPE_OKRS_READ, verb_get, 200, 0, OF(objective, okr),
	  .name = "getOkr", .title = "Get an OKR",
	  .meaning = "One OKR with its key results, as the list shows it." },
	{ METHOD_POST, "/okrs", SCOPE_WRITE_OKRS, verb_create, 201, ROUTE_BODY, OF(objective, okr),
	  .location = "/okrs/", .name = "createOkr", .title = "Create an OKR",
	  .meaning = "Makes an OKR in a cycle. `key_results` may bring its key results along, in "
		     "the shape that `POST /okrs/{id}/key-results` takes: all of it is written, or "
		     "nothing.",
	  .sample = "title description type cycle_id owner_id visibility" },
	{ METHOD_PUT, "/okrs/:id", SCOPE_WRITE_OKRS, verb_update, 200, ROUTE_BODY,
	  OF(objective, okr), .name = "updateOkr", .title = "Update an OKR",
	  .meaning = "Changes the fields that you send, and answers the whole OKR. `null` clears "
		     "an optional field.",
	  .sample = "title owner_id visibility" },
	{ METHOD_DELETE, "/okrs/:id", SCOPE_WRITE_OKRS, verb_delete, 204, 0, OF(objective, okr),
	  .name = "deleteOkr", .title = "Delete an OKR",
	  .meaning = "Deletes an OKR and all its key results. OKRs below it stay, without a "
		     "parent. Restoring is possible for 90 days, unless the server is configured "
		     "otherwise." },
	{ METHOD_POST, "/okrs/:id/restore", SCOPE_WRITE_OKRS, verb_restore, 200, 0,
	  OF(objective, okr), .name = "restoreOkr", .title = "Restore an OKR",
	  .meaning = "Brings a deleted OKR back, with exactly what was deleted with it.",
	  .conflict = "The OKR is not deleted, or was deleted too long ago." },
	{ METHOD_POST, "/okrs/:id/key-results", SCOPE_WRITE_OKRS, verb_create, 201, ROUTE_BODY,
	  OF(key_result, okr_key_result), .parent = &objective_resource,
	  .parent_member = offsetof(struct key_result, objective_id), .location = "/key-results/",
	  .name = "createKeyResult", .title = "Add a key result",
	  .meaning = "Adds a key result to an OKR. `current_value` begins at `start_value` unless "
		     "you send one. Its status is `not_started` until a value or a check-in says "
		     "more; set it by checking in.",
	  .sample = "title metric_type start_value target_value current_value owner_id unit" },
	{ METHOD_POST, "/okrs/:id/checkins", SCOPE_CHECKINS_WRITE, verb_create, 200,
	  ROUTE_BODY | ROUTE_DEPRECATED, OF(check_in, okr_check_in), UNDER_KEY_RESULT,
	  .successor = "/key-results/:id/checkins", .name = "createCheckInByOkrPath",
	  .title = "Check in (deprecated path)",
	  .meaning = "Use `POST /key-results/{id}/checkins` instead. Despite the path, the id is "
		     "that of a key result, not of an OKR. It behaves like its successor and will "
		     "continue to work.",
	  .sample = "value comment status" },

	{ METHOD_GET, "/key-results", SCOPE_OKRS_READ, verb_list, 200, ROUTE_LIST | ROUTE_CSV,
	  OF(key_result, okr_key_result), .filters = FILTERS(key_result_filters),
	  .name = "listKeyResults", .title = "List key results",
	  .meaning = "The newest key results of the workspace, whatever OKR they belong to. Those "
		     "made without an OKR have `okr_id` null." },
	{ METHOD_GET, "/key-results/:id", SCOPE_OKRS_READ, verb_get, 200, 0,
	  OF(key_result, okr_key_result), .name = "getKeyResult", .title = "Get a key result",
	  .meaning = "One key result with its computed progress." },
	{ METHOD_PUT, "/key-results/:id", SCOPE_WRITE_OKRS, verb_update, 200, ROUTE_BODY,
	  OF(key_result, okr_key_result), .name = "updateKeyResult", .title = "Update a key result",
	  .meaning = "Changes the fields that you send, and answers the whole key result. A new "
		     "`current_value` is kept in its history as a direct edit; progress and all "
		     "OKRs above follow at once.",
	  .sample = "title target_value current_value owner_id" },
	{ METHOD_DELETE, "/key-results/:id", SCOPE_WRITE_OKRS, verb_delete, 204, 0,
	  OF(key_result, okr_key_result), .name = "deleteKeyResult", .title = "Delete a key result",
	  .meaning = "Deletes a key result and all its check-ins." },
	{ METHOD_POST, "/key-results/:id/restore", SCOPE_WRITE_OKRS, verb_restore, 200, 0,
	  OF(key_result, okr_key_result), .name = "restoreKeyResult",
	  .title = "Restore a key result",
	  .meaning = "Brings a deleted key result back, with its check-ins.",
	  .conflict = "The key result is not deleted, was deleted too long ago, or its OKR is "
		      "deleted: restore that first." },
	{ METHOD_POST, "/key-results/:id/checkins", SCOPE_CHECKINS_WRITE, verb_create, 201,
	  ROUTE_BODY, OF(check_in, okr_check_in), UNDER_KEY_RESULT, .location = "/checkins/",
	  .name = "createCheckIn", .title = "Check in on a key result",
	  .meaning = "Records a check-in: a value, and what you think of it. `value` is a number; "
		     "for a boolean key result also `true`, `false`, `\"yes\"` or `\"no\"`. "
		     "`status` is `on_track` unless you say otherwise; `blocked` needs a "
		     "`blocker_note`. `checked_in_at` back-dates it. The key result, its OKR and "
		     "everything above move in the same moment.",
	  .sample = "value comment status" },
	{ METHOD_GET, "/key-results/:id/checkins", SCOPE_OKRS_READ, verb_list, 200,
	  ROUTE_LIST | ROUTE_CSV, OF(check_in, okr_check_in), UNDER_KEY_RESULT,
	  .sort = offsetof(struct check_in, checked_in_at), .name = "listCheckIns",
	  .title = "List the check-ins of a key result",
	  .meaning = "The history of a key result, newest first, with author and previous value." },

	{ METHOD_GET, "/checkins/:id", SCOPE_OKRS_READ, verb_get, 200, 0,
	  OF(check_in, okr_check_in), .name = "getCheckIn", .title = "Get a check-in",
	  .meaning = "One check-in." },
	{ METHOD_PUT, "/checkins/:id", SCOPE_CHECKINS_WRITE, verb_update, 200, ROUTE_BODY,
	  OF(check_in, okr_check_in), .name = "updateCheckIn", .title = "Correct a check-in",
	  .meaning = "Changes the fields that you send. What depends on the check-in (the current "
		     "value, progress, trend, the OKRs above) is computed anew.",
	  .sample = "value comment" },
	{ METHOD_DELETE, "/checkins/:id", SCOPE_CHECKINS_WRITE, verb_delete, 204, 0,
	  OF(check_in, okr_check_in), .name = "deleteCheckIn", .title = "Take a check-in back",
	  .meaning = "Removes a check-in. The key result falls back to the entry before it." },
	{ METHOD_POST, "/checkins/batch", SCOPE_CHECKINS_WRITE, check_in_batch, 201, ROUTE_BODY,
	  .view = &batch_view, .name = "createCheckIns", .title = "Check in on many key results",
	  .meaning = "Records up to 500 check-ins as one request: all of them, or none.",
	  .sample = "checkins", .conflict = "The cycle of one of them is closed." },
};

const struct noun okr_nouns[] = { { .thing = &objective_thing, .noun = "OKR" }, { 0 } };

const struct route_group okrs_routes = ROUTES("/api/v1", .nouns = okr_nouns);
