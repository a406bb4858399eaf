/*
 * The okrs dialect (seed 003): what the OKRs Tool API calls things, and its doors. Objectives are
 * OKRs here, progress is a fraction.
 */
#include "api/exchange.h"
#include "base/json_check.h"
#include "model/directory.h"
#include "model/key_result.h"
#include "model/objective.h"
#include "service/api_keys.h"
#include "service/check_ins.h"

/* ---- words ----------------------------------------------------------------------------------------- */

/* The seed writes org and takes company as well; personal goals come from the goals dialect. */
static const struct word_name type_words[] = {
	{ "org", TYPE_ORGANISATION },	     { "company", TYPE_ORGANISATION },
	{ "department", TYPE_DEPARTMENT },   { "team", TYPE_TEAM },
	{ "individual", TYPE_INDIVIDUAL },   { NULL, 0 },
};

/* ---- key results ----------------------------------------------------------------------------------- */

#define KEY_RESULT(name, member, flags, ...)                                                       \
	VIEW(name, struct key_result, member, flags, __VA_ARGS__)

static const struct view_field key_result_rows[] = {
	KEY_RESULT("id", record.id, VIEW_READ),
	KEY_RESULT("okr_id", objective_id, VIEW_READ),
	KEY_RESULT("title", title, VIEW_WRITE | VIEW_NEEDED),
	KEY_RESULT("description", description, VIEW_WRITE),
	KEY_RESULT("metric_type", metric_type, VIEW_WRITE | VIEW_NEEDED, .words = metric_type_words),
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

#define ROWS(table) table, sizeof(table) / sizeof((table)[0])

static const struct view key_result_view = {
	"KeyResult", &key_result_thing, sizeof(struct key_result), ROWS(key_result_rows),
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

/* ---- OKRs -------------------------------------------------------------------------------------------- */

#define HEALTH(name, member, flags, ...) VIEW(name, struct health, member, flags, __VA_ARGS__)

static const struct view_field health_rows[] = {
	HEALTH("score", score, VIEW_READ, .meaning = "0–100."),
	HEALTH("expected_progress", expected_progress, VIEW_READ, .form = VIEW_FRACTION,
	       .meaning = "The elapsed share of the period."),
	HEALTH("gap", gap, VIEW_READ, .form = VIEW_FRACTION,
	       .meaning = "How far progress is behind what is expected."),
	HEALTH("days_since_check_in", days_since_check_in, VIEW_READ,
	       .meaning = "Days since the newest check-in."),
	HEALTH("stalled", stalled, VIEW_READ,
	       .meaning = "Not touched for twice the expected time between check-ins."),
	HEALTH("trend", trend, VIEW_READ, .words = trend_words,
	       .meaning = "The worst trend of its key results."),
};

static const struct view health_view = { "Health", NULL, sizeof(struct health),
					 ROWS(health_rows) };

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
	OKR("key_results", key_results, VIEW_SHOWN | VIEW_NEW, .view = &key_result_view),
};

static const struct view okr_view = {
	"Okr", &objective_thing, sizeof(struct objective), ROWS(okr_rows),
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
	FILTER("team_id", FILTER_EQUAL, struct objective, team_id,
	       .meaning = "OKRs of this team."),
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

/* ---- check-ins ------------------------------------------------------------------------------------- */

#define CHECK_IN(name, member, flags, ...)                                                         \
	VIEW(name, struct check_in, member, flags, __VA_ARGS__)

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

static const struct view check_in_view = {
	"CheckIn", &check_in_thing, sizeof(struct check_in), ROWS(check_in_rows),
};

static const struct error *check_in_new(struct exchange *x)
{
	struct check_in check_in;
	struct given given;
	const struct error *error;

	memcpy(&check_in, check_in_thing.form.blank, sizeof(check_in));
	error = body_read(x, true, &check_in, &given);
	check_in.key_result_id = x->ids[0];
	if (!error)
		error = check_in_create(&x->work, &check_in, CHECK_IN_ON_TRACK, NULL);
	if (!error)
		view_write(&x->json, x->route->view, &check_in);
	return error;
}

static const struct error *check_in_history(struct exchange *x)
{
	struct listing listing;
	struct page page;
	struct instant after = INSTANT_NONE;
	const struct error *error = listing_read(x, &listing);

	if (error)
		return error;
	if (listing.query.has_after)
		after = listing.query.after.as.instant;
	error = check_in_list(&x->work, x->ids[0], after, listing.query.after_id,
			      listing.query.limit, &page);
	if (error)
		return error;
	if (page.has_next)
		listing_link_next(x, page.next, page.next_id);
	view_write_list(&x->json, x->route->view, page.rows);
	return NULL;
}

/* ---- cycles and the directory ------------------------------------------------------------------------ */

#define CYCLE(name, member, flags, ...) VIEW(name, struct cycle, member, flags, __VA_ARGS__)

static const struct view_field cycle_rows[] = {
	CYCLE("id", record.id, VIEW_READ),
	CYCLE("name", name, VIEW_WRITE | VIEW_NEEDED),
	CYCLE("start_date", start_date, VIEW_WRITE | VIEW_NEEDED),
	CYCLE("end_date", end_date, VIEW_WRITE | VIEW_NEEDED),
	CYCLE("status", status, VIEW_READ, .words = cycle_status_words),
	CYCLE("created_at", record.created_at, VIEW_READ),
	CYCLE("updated_at", record.updated_at, VIEW_READ),
};

static const struct view cycle_view = {
	"Cycle", &cycle_thing, sizeof(struct cycle), ROWS(cycle_rows),
};

#define USER(name, member, flags, ...) VIEW(name, struct person, member, flags, __VA_ARGS__)

static const struct view_field user_rows[] = {
	USER("id", record.id, VIEW_READ),
	USER("name", name, VIEW_WRITE | VIEW_NEEDED),
	USER("email", email, VIEW_WRITE | VIEW_NEEDED),
	USER("role", role, VIEW_WRITE, .words = role_words),
	USER("department_id", department_id, VIEW_WRITE),
	USER("team_ids", team_ids, VIEW_WRITE),
	USER("external_id", external_id, VIEW_WRITE),
	USER("active", is_active, VIEW_WRITE),
	USER("created_at", record.created_at, VIEW_READ),
	USER("updated_at", record.updated_at, VIEW_READ),
};

static const struct view user_view = {
	"User", &person_thing, sizeof(struct person), ROWS(user_rows),
};

static const struct filter user_filters[] = {
	FILTER("q", FILTER_SEARCH, struct person, name,
	       .meaning = "Users whose name contains this text."),
	FILTER("email", FILTER_EQUAL, struct person, email, .meaning = "The user with this address."),
	FILTER("role", FILTER_EQUAL, struct person, role, .words = role_words,
	       .meaning = "Users with this role."),
	FILTER("department_id", FILTER_EQUAL, struct person, department_id,
	       .meaning = "Users of this department."),
	FILTER("updated_since", FILTER_SINCE, struct person, record.updated_at,
	       .meaning = "Changed at this time or later."),
};

#define DEPARTMENT(name, member, flags, ...)                                                       \
	VIEW(name, struct department, member, flags, __VA_ARGS__)

static const struct view_field department_rows[] = {
	DEPARTMENT("id", record.id, VIEW_READ),
	DEPARTMENT("name", name, VIEW_WRITE | VIEW_NEEDED),
	DEPARTMENT("parent_id", parent_id, VIEW_WRITE),
	DEPARTMENT("created_at", record.created_at, VIEW_READ),
	DEPARTMENT("updated_at", record.updated_at, VIEW_READ),
};

static const struct view department_view = {
	"Department", &department_thing, sizeof(struct department), ROWS(department_rows),
};

#define TEAM(name, member, flags, ...) VIEW(name, struct team, member, flags, __VA_ARGS__)

static const struct view_field team_rows[] = {
	TEAM("id", record.id, VIEW_READ),
	TEAM("name", name, VIEW_WRITE | VIEW_NEEDED),
	TEAM("department_id", department_id, VIEW_WRITE),
	TEAM("created_at", record.created_at, VIEW_READ),
	TEAM("updated_at", record.updated_at, VIEW_READ),
};

static const struct view team_view = {
	"Team", &team_thing, sizeof(struct team), ROWS(team_rows),
};

static const struct filter department_filters[] = {
	FILTER("q", FILTER_SEARCH, struct department, name,
	       .meaning = "Departments whose name contains this text."),
	FILTER("updated_since", FILTER_SINCE, struct department, record.updated_at,
	       .meaning = "Changed at this time or later."),
};

static const struct filter team_filters[] = {
	FILTER("q", FILTER_SEARCH, struct team, name,
	       .meaning = "Teams whose name contains this text."),
	FILTER("department_id", FILTER_EQUAL, struct team, department_id,
	       .meaning = "Teams of this department."),
	FILTER("updated_since", FILTER_SINCE, struct team, record.updated_at,
	       .meaning = "Changed at this time or later."),
};

static const struct filter cycle_filters[] = {
	FILTER("status", FILTER_COMPUTED, struct cycle, status, .words = cycle_status_words,
	       .meaning = "Cycles with this status today."),
	FILTER("updated_since", FILTER_SINCE, struct cycle, record.updated_at,
	       .meaning = "Changed at this time or later."),
};

/* ---- API keys -------------------------------------------------------------------------------------- */

#define API_KEY(name, member, flags, ...) VIEW(name, struct api_key, member, flags, __VA_ARGS__)

static const struct view_field api_key_rows[] = {
	API_KEY("id", record.id, VIEW_READ),
	API_KEY("name", name, VIEW_SHOWN | VIEW_NEW | VIEW_NEEDED),
	API_KEY("key", key, VIEW_SHOWN | VIEW_IF_SET),
	API_KEY("prefix", prefix, VIEW_READ),
	API_KEY("scopes", scopes, VIEW_NEW | VIEW_NEEDED, .form = VIEW_SCOPES),
	API_KEY("scopes", scope_list, VIEW_READ),
	API_KEY("app_id", app_id, VIEW_SHOWN | VIEW_NEW),
	API_KEY("expires_at", expires_at, VIEW_SHOWN | VIEW_NEW),
	API_KEY("rate_limit", rate_limit, VIEW_SHOWN | VIEW_NEW),
	API_KEY("page_limit", page_limit, VIEW_SHOWN | VIEW_NEW),
	API_KEY("last_used_at", last_used_at, VIEW_READ),
	API_KEY("revoked_at", revoked_at, VIEW_READ),
	API_KEY("created_by", record.created_by, VIEW_READ),
	API_KEY("created_at", record.created_at, VIEW_READ),
};

static const struct view api_key_view = {
	"ApiKey", &api_key_thing, sizeof(struct api_key), ROWS(api_key_rows),
};

static const struct error *api_key_new(struct exchange *x)
{
	struct api_key key;
	struct given given;
	const struct error *error;

	memcpy(&key, api_key_thing.form.blank, sizeof(key));
	error = body_read(x, true, &key, &given);
	if (!error)
		error = api_key_create(&x->work, &key, &given);
	if (!error)
		answer_record(x, &key);
	return error;
}

struct rotation {
	struct record record;
	int64_t overlap_seconds;
};

static const struct field rotation_fields[] = {
	FIELD(struct rotation, overlap_seconds, 0, .least = 0, .most = API_KEY_OVERLAP_MOST,
	      .meaning = "How long the old key lives on."),
};

static const struct rotation no_rotation = { .overlap_seconds = 0 };

static const struct thing rotation_thing = {
	.name = "rotation",
	.form = { sizeof(struct rotation), rotation_fields, 1, &no_rotation },
	.app_id = THING_HAS_NONE,
	.deleted_at = THING_HAS_NONE,
};

static const struct view_field rotation_rows[] = {
	VIEW("overlap_seconds", struct rotation, overlap_seconds, VIEW_NEW),
};

static const struct view rotation_view = {
	"Rotation", &rotation_thing, sizeof(struct rotation), ROWS(rotation_rows),
};

static const struct error *api_key_renew(struct exchange *x)
{
	struct rotation rotation = no_rotation;
	struct api_key key;
	struct given given;
	const struct error *error = NULL;

	if (x->request->body.size > 0)
		error = body_read(x, true, &rotation, &given);
	if (!error)
		error = work_faults(&x->work);
	if (!error)
		error = api_key_rotate(&x->work, x->ids[0], rotation.overlap_seconds, &key);
	if (!error)
		answer_record(x, &key);
	return error;
}

/* ---- me ------------------------------------------------------------------------------------------------ */

static void write_id(struct json_writer *json, struct text key, struct id id)
{
	char printed[ID_UUID_SIZE];

	id_print_uuid(id, printed);
	json_member(json, key,
		    id_is_none(id) ? TEXT_NONE : (struct text){ printed, sizeof(printed) });
}

static void write_scopes(struct json_writer *json, unsigned scopes)
{
	json_key(json, TEXT("scopes"));
	json_open_array(json);
	for (unsigned bit = 1; bit <= SCOPE_WORKSPACE_ADMIN; bit <<= 1)
		if (scopes & bit)
			json_text(json, text_from(scope_text(bit)));
	json_close_array(json);
}

static const struct error *me(struct exchange *x)
{
	const struct session *session = &x->work.session;
	struct json_writer *json = &x->json;
	char expires[INSTANT_SIZE];

	json_open_object(json);
	json_key(json, TEXT("workspace"));
	json_open_object(json);
	write_id(json, TEXT("id"), session->organisation_id);
	json_member(json, TEXT("name"), session->organisation_name);
	json_close_object(json);
	json_key(json, TEXT("key"));
	json_open_object(json);
	write_id(json, TEXT("id"), session->credential_id);
	json_member(json, TEXT("name"), session->name);
	json_member(json, TEXT("prefix"), session->fingerprint);
	if (!instant_is_none(session->expires_at))
		instant_print(session->expires_at, expires);
	json_member(json, TEXT("expires_at"),
		    instant_is_none(session->expires_at) ?
			    TEXT_NONE :
			    (struct text){ expires, sizeof(expires) });
	json_close_object(json);
	write_id(json, TEXT("user_id"), session->person_id);
	json_member(json, TEXT("app_id"), session->app_id);
	write_scopes(json, session->scopes);
	json_key(json, TEXT("limits"));
	json_open_object(json);
	json_key(json, TEXT("requests_per_minute"));
	json_integer(json, session->rate_limit);
	json_key(json, TEXT("records_per_page"));
	json_integer(json, (long long)session->page_limit);
	json_close_object(json);
	json_close_object(json);
	return NULL;
}

/* ---- doors --------------------------------------------------------------------------------------------- */

#define OF(resource_, view_) .resource = &resource_##_resource, .view = &view_##_view

static const struct route routes[] = {
	{ "GET", "/me", SCOPE_NONE, me, 200, ROUTE_VOLATILE,
	  .meaning = "What this credential is and may do." },

	{ "GET", "/okrs", SCOPE_OKRS_READ, verb_list, 200, ROUTE_LIST, OF(objective, okr),
	  .filters = FILTERS(okr_filters), .meaning = "The newest OKRs with their key results." },
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
	  OF(key_result, key_result), .parent = &objective_resource,
	  .parent_member = offsetof(struct key_result, objective_id), .location = "/key-results/",
	  .meaning = "Add a key result to an OKR." },
	{ "POST", "/okrs/:id/checkins", SCOPE_CHECKINS_WRITE, check_in_new, 200,
	  ROUTE_BODY | ROUTE_DEPRECATED, .view = &check_in_view,
	  .successor = "/key-results/:id/checkins",
	  .meaning = "The former name of POST /key-results/:id/checkins; :id is a key result's." },

	{ "GET", "/key-results", SCOPE_OKRS_READ, verb_list, 200, ROUTE_LIST,
	  OF(key_result, key_result), .filters = FILTERS(key_result_filters),
	  .meaning = "The newest key results." },
	{ "GET", "/key-results/:id", SCOPE_OKRS_READ, verb_get, 200, 0, OF(key_result, key_result),
	  .meaning = "One key result." },
	{ "PUT", "/key-results/:id", SCOPE_WRITE_OKRS, verb_update, 200, ROUTE_BODY,
	  OF(key_result, key_result), .meaning = "Change the fields that you send." },
	{ "DELETE", "/key-results/:id", SCOPE_WRITE_OKRS, verb_delete, 204, 0,
	  OF(key_result, key_result), .meaning = "Delete a key result and its check-ins." },
	{ "POST", "/key-results/:id/restore", SCOPE_WRITE_OKRS, verb_restore, 200, 0,
	  OF(key_result, key_result), .meaning = "Bring a deleted key result back." },
	{ "POST", "/key-results/:id/checkins", SCOPE_CHECKINS_WRITE, check_in_new, 201, ROUTE_BODY,
	  .view = &check_in_view, .meaning = "Record a check-in." },
	{ "GET", "/key-results/:id/checkins", SCOPE_OKRS_READ, check_in_history, 200, ROUTE_LIST,
	  .resource = &check_in_resource, .view = &check_in_view,
	  .sort = offsetof(struct check_in, checked_in_at),
	  .meaning = "The check-ins of a key result, newest first." },

	{ "GET", "/cycles", SCOPE_OKRS_READ, verb_list, 200, ROUTE_LIST, OF(cycle, cycle),
	  .filters = FILTERS(cycle_filters), .sort = offsetof(struct cycle, start_date),
	  .meaning = "All cycles, the latest start first." },
	{ "GET", "/cycles/:id", SCOPE_OKRS_READ, verb_get, 200, 0, OF(cycle, cycle),
	  .meaning = "One cycle." },
	{ "POST", "/cycles", SCOPE_WORKSPACE_ADMIN, verb_create, 201, ROUTE_BODY, OF(cycle, cycle),
	  .location = "/cycles/", .meaning = "Make a cycle." },
	{ "PUT", "/cycles/:id", SCOPE_WORKSPACE_ADMIN, verb_update, 200, ROUTE_BODY,
	  OF(cycle, cycle), .meaning = "Change the fields that you send." },
	{ "DELETE", "/cycles/:id", SCOPE_WORKSPACE_ADMIN, verb_delete, 204, 0, OF(cycle, cycle),
	  .meaning = "Delete a cycle that nothing uses." },

	{ "GET", "/users", SCOPE_OKRS_READ, verb_list, 200, ROUTE_LIST, OF(person, user),
	  .filters = FILTERS(user_filters), .meaning = "The people of the workspace." },
	{ "GET", "/users/:id", SCOPE_OKRS_READ, verb_get, 200, 0, OF(person, user),
	  .meaning = "One person." },
	{ "POST", "/users", SCOPE_WORKSPACE_ADMIN, verb_create, 201, ROUTE_BODY, OF(person, user),
	  .location = "/users/", .meaning = "Add a person." },
	{ "PUT", "/users/:id", SCOPE_WORKSPACE_ADMIN, verb_update, 200, ROUTE_BODY,
	  OF(person, user), .meaning = "Change the fields that you send." },
	{ "DELETE", "/users/:id", SCOPE_WORKSPACE_ADMIN, verb_delete, 204, 0, OF(person, user),
	  .meaning = "Deactivate a person: history keeps the name." },

	{ "GET", "/departments", SCOPE_OKRS_READ, verb_list, 200, ROUTE_LIST,
	  OF(department, department), .filters = FILTERS(department_filters),
	  .meaning = "The departments." },
	{ "GET", "/departments/:id", SCOPE_OKRS_READ, verb_get, 200, 0, OF(department, department),
	  .meaning = "One department." },
	{ "POST", "/departments", SCOPE_WORKSPACE_ADMIN, verb_create, 201, ROUTE_BODY,
	  OF(department, department), .location = "/departments/",
	  .meaning = "Make a department." },
	{ "PUT", "/departments/:id", SCOPE_WORKSPACE_ADMIN, verb_update, 200, ROUTE_BODY,
	  OF(department, department), .meaning = "Change the fields that you send." },
	{ "DELETE", "/departments/:id", SCOPE_WORKSPACE_ADMIN, verb_delete, 204, 0,
	  OF(department, department), .meaning = "Delete a department that nothing uses." },

	{ "GET", "/teams", SCOPE_OKRS_READ, verb_list, 200, ROUTE_LIST, OF(team, team),
	  .filters = FILTERS(team_filters), .meaning = "The teams." },
	{ "GET", "/teams/:id", SCOPE_OKRS_READ, verb_get, 200, 0, OF(team, team),
	  .meaning = "One team." },
	{ "POST", "/teams", SCOPE_WORKSPACE_ADMIN, verb_create, 201, ROUTE_BODY, OF(team, team),
	  .location = "/teams/", .meaning = "Make a team." },
	{ "PUT", "/teams/:id", SCOPE_WORKSPACE_ADMIN, verb_update, 200, ROUTE_BODY, OF(team, team),
	  .meaning = "Change the fields that you send." },
	{ "DELETE", "/teams/:id", SCOPE_WORKSPACE_ADMIN, verb_delete, 204, 0, OF(team, team),
	  .meaning = "Delete a team that nothing uses." },

	{ "GET", "/api-keys", SCOPE_WORKSPACE_ADMIN, verb_list, 200, ROUTE_LIST | ROUTE_VOLATILE,
	  OF(api_key, api_key), .meaning = "The API keys, revoked ones included." },
	{ "POST", "/api-keys", SCOPE_WORKSPACE_ADMIN, api_key_new, 201, ROUTE_BODY,
	  OF(api_key, api_key), .meaning = "Make a key; it is shown this once." },
	{ "DELETE", "/api-keys/:id", SCOPE_WORKSPACE_ADMIN, verb_delete, 204, 0,
	  OF(api_key, api_key), .meaning = "Revoke a key, at once." },
	{ "POST", "/api-keys/:id/rotate", SCOPE_WORKSPACE_ADMIN, api_key_renew, 200, 0,
	  OF(api_key, api_key), .takes = &rotation_view,
	  .meaning = "A new key with the same rights; the old one lives on for a while." },
};

const struct dialect okrs_dialect = { "/api/v1", routes, sizeof(routes) / sizeof(routes[0]) };
