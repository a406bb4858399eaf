/*
 * The okrs dialect (seed 003): what the OKRs Tool API calls things, and its doors. Objectives are
 * OKRs here, progress is a fraction.
 */
#include "api/okrs.h"

#include "model/key_result.h"
#include "model/objective.h"
#include "service/check_ins.h"

/* ---- words ----------------------------------------------------------------------------------- */

/* The seed writes org and takes company as well; personal goals come from the goals dialect. */
static const struct word_name type_words[] = {
	{ "org", TYPE_ORGANISATION },      { "company", TYPE_ORGANISATION },
	{ "department", TYPE_DEPARTMENT }, { "team", TYPE_TEAM },
	{ "individual", TYPE_INDIVIDUAL }, { NULL, 0 },
};

/* ---- key results ----------------------------------------------------------------------------- */

#define KEY_RESULT(name, member, flags, ...)                                                       \
	VIEW(name, struct key_result, member, flags, __VA_ARGS__)

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
	KEY_RESULT("owner_id", owner_id, VIEW_WRITE),
	KEY_RESULT("last_check_in_at", last_check_in_at, VIEW_READ),
	KEY_RESULT("created_at", record.created_at, VIEW_READ),
	KEY_RESULT("updated_at", record.updated_at, VIEW_READ),
};

const struct view okr_key_result_view = {
	.name = "KeyResult",
	.thing = &key_result_thing,
	.size = sizeof(struct key_result),
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
	HEALTH("score", score, VIEW_READ | VIEW_FILLED, .meaning = "0–100."),
	HEALTH("expected_progress", expected_progress, VIEW_READ | VIEW_FILLED,
	       .form = VIEW_FRACTION, .meaning = "The elapsed share of the period."),
	HEALTH("gap", gap, VIEW_READ | VIEW_FILLED, .form = VIEW_FRACTION,
	       .meaning = "How far progress is behind what is expected."),
	HEALTH("days_since_check_in", days_since_check_in, VIEW_READ | VIEW_FILLED,
	       .meaning = "Days since the newest check-in."),
	HEALTH("stalled", stalled, VIEW_READ,
	       .meaning = "Not touched for twice the expected time between check-ins."),
	HEALTH("trend", trend, VIEW_READ, .words = trend_words,
	       .meaning = "The worst trend of its key results."),
};

static const struct view health_view = {
	.name = "Health",
	.thing = NULL,
	.size = sizeof(struct health),
	ROWS(health_rows),
};

#define OKR(name, member, flags, ...) VIEW(name, struct objective, member, flags, __VA_ARGS__)

static const struct view_field okr_rows[] = {
	OKR("id", record.id, VIEW_READ),
	OKR("title", title, VIEW_WRITE | VIEW_NEEDED),
	OKR("description", description, VIEW_WRITE),
	OKR("type", type, VIEW_WRITE | VIEW_NEEDED, .words = type_words),
	OKR("owner", owner_name, VIEW_READ),
	OKR("owner_id", owner_id, VIEW_WRITE),
	OKR("department_id", department_id, VIEW_WRITE),
	OKR("team_id", team_id, VIEW_WRITE),
	OKR("visibility", visibility, VIEW_WRITE, .words = visibility_words),
	OKR("progress", progress, VIEW_READ, .form = VIEW_FRACTION),
	OKR("status", health.status, VIEW_READ, .words = status_words),
	OKR("health_score", health.score, VIEW_READ),
	OKR("health", health, VIEW_READ, .view = &health_view),
	OKR("confidence_level", confidence_level, VIEW_READ, .words = status_words),
	OKR("cycle", cycle_name, VIEW_READ),
	OKR("cycle_id", cycle_id, VIEW_WRITE | VIEW_NEEDED),
	OKR("parent_okr_id", shown_parent_id, VIEW_READ),
	OKR("parent_okr_id", parent_id, VIEW_NEW | VIEW_CHANGE),
	OKR("weight", weight, VIEW_WRITE),
	OKR("lifecycle", lifecycle, VIEW_WRITE, .words = lifecycle_words),
	OKR("is_archived", is_archived, VIEW_WRITE),
	OKR("check_in_frequency", check_in_frequency, VIEW_WRITE, .words = frequency_words),
	OKR("tags", tags, VIEW_WRITE, .form = VIEW_TEXTS),
	OKR("last_check_in_at", last_check_in_at, VIEW_READ),
	OKR("created_at", record.created_at, VIEW_READ),
	OKR("updated_at", record.updated_at, VIEW_READ),
	OKR("key_results", key_results, VIEW_SHOWN | VIEW_NEW, .view = &okr_key_result_view),
};

const struct view okr_view = {
	.name = "Okr",
	.thing = &objective_thing,
	.size = sizeof(struct objective),
	ROWS(okr_rows),
};

static const struct filter okr_filters[] = {
	FILTER("cycle_id", FILTER_EQUAL, struct objective, cycle_id,
	       .meaning = "OKRs of this cycle."),
	FILTER("status", FILTER_COMPUTED, struct objective, health.status, .words = status_words,
	       .meaning = "OKRs with this computed status."),
	FILTER("type", FILTER_EQUAL, struct objective, type, .words = type_words,
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
	.size = sizeof(struct check_in),
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
	.size = sizeof(struct check_in),
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
	.size = sizeof(struct batch),
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
	{ "GET", "/okrs", SCOPE_OKRS_READ, verb_list, 200, ROUTE_LIST | ROUTE_CSV,
	  OF(objective, okr), .filters = FILTERS(okr_filters), .nested = &okr_key_result_view,
	  .nested_list = offsetof(struct objective, key_results),
	  .meaning = "The newest OKRs with their key results." },
	{ "GET", "/okrs/:id", SCOPE_OKRS_READ, verb_get, 200, 0, OF(objective, okr),
	  .meaning = "One OKR." },
	{ "POST", "/okrs", SCOPE_WRITE_OKRS, verb_create, 201, ROUTE_BODY, OF(objective, okr),
	  .location = "/okrs/", .meaning = "Make an OKR, with key results if you like." },
	{ "PUT", "/okrs/:id", SCOPE_WRITE_OKRS, verb_update, 200, ROUTE_BODY, OF(objective, okr),
	  .meaning = "Change the fields that you send." },
	{ "DELETE", "/okrs/:id", SCOPE_WRITE_OKRS, verb_delete, 204, 0, OF(objective, okr),
	  .meaning = "Delete an OKR and all its key results." },
	{ "POST", "/okrs/:id/restore", SCOPE_WRITE_OKRS, verb_restore, 200, 0, OF(objective, okr),
	  .meaning = "Bring a deleted OKR back with what was deleted with it." },
	{ "POST", "/okrs/:id/key-results", SCOPE_WRITE_OKRS, verb_create, 201, ROUTE_BODY,
	  OF(key_result, okr_key_result), .parent = &objective_resource,
	  .parent_member = offsetof(struct key_result, objective_id), .location = "/key-results/",
	  .meaning = "Add a key result to an OKR." },
	{ "POST", "/okrs/:id/checkins", SCOPE_CHECKINS_WRITE, verb_create, 200,
	  ROUTE_BODY | ROUTE_DEPRECATED, OF(check_in, okr_check_in), UNDER_KEY_RESULT,
	  .successor = "/key-results/:id/checkins",
	  .meaning = "The former name of POST /key-results/:id/checkins; :id is a key result's." },

	{ "GET", "/key-results", SCOPE_OKRS_READ, verb_list, 200, ROUTE_LIST | ROUTE_CSV,
	  OF(key_result, okr_key_result), .filters = FILTERS(key_result_filters),
	  .meaning = "The newest key results." },
	{ "GET", "/key-results/:id", SCOPE_OKRS_READ, verb_get, 200, 0,
	  OF(key_result, okr_key_result), .meaning = "One key result." },
	{ "PUT", "/key-results/:id", SCOPE_WRITE_OKRS, verb_update, 200, ROUTE_BODY,
	  OF(key_result, okr_key_result), .meaning = "Change the fields that you send." },
	{ "DELETE", "/key-results/:id", SCOPE_WRITE_OKRS, verb_delete, 204, 0,
	  OF(key_result, okr_key_result), .meaning = "Delete a key result and its check-ins." },
	{ "POST", "/key-results/:id/restore", SCOPE_WRITE_OKRS, verb_restore, 200, 0,
	  OF(key_result, okr_key_result), .meaning = "Bring a deleted key result back." },
	{ "POST", "/key-results/:id/checkins", SCOPE_CHECKINS_WRITE, verb_create, 201, ROUTE_BODY,
	  OF(check_in, okr_check_in), UNDER_KEY_RESULT, .location = "/checkins/",
	  .meaning = "Record a check-in." },
	{ "GET", "/key-results/:id/checkins", SCOPE_OKRS_READ, verb_list, 200,
	  ROUTE_LIST | ROUTE_CSV, OF(check_in, okr_check_in), UNDER_KEY_RESULT,
	  .sort = offsetof(struct check_in, checked_in_at),
	  .meaning = "The check-ins of a key result, newest first." },

	{ "GET", "/checkins/:id", SCOPE_OKRS_READ, verb_get, 200, 0, OF(check_in, okr_check_in),
	  .meaning = "One check-in." },
	{ "PUT", "/checkins/:id", SCOPE_CHECKINS_WRITE, verb_update, 200, ROUTE_BODY,
	  OF(check_in, okr_check_in),
	  .meaning = "Correct a check-in; what depends on it follows." },
	{ "DELETE", "/checkins/:id", SCOPE_CHECKINS_WRITE, verb_delete, 204, 0,
	  OF(check_in, okr_check_in), .meaning = "Take a check-in back." },
	{ "POST", "/checkins/batch", SCOPE_CHECKINS_WRITE, check_in_batch, 201, ROUTE_BODY,
	  .view = &batch_view, .meaning = "Record up to 500 check-ins as one: all or none." },
};

const struct route_group okrs_routes = { "/api/v1", routes, sizeof(routes) / sizeof(routes[0]) };
