/*
 * The okrs dialect's directory (ours beside seed 003): cycles, people, departments, teams and API
 * keys: where the ids come from that the rest asks for. The rules are service/directory.c's and
 * api_keys.c's.
 */
#include "api/okrs/directory.h"

#include "api/exchange.h"
#include "api/input/body.h"
#include "api/output/page.h"
#include "api/output/view_write.h"
#include "api/verbs.h"
#include "model/directory.h"
#include "service/api_keys.h"
#include "service/directory.h"

/* ---- cycles and the directory ---------------------------------------------------------------- */

#define CYCLE(name, member, flags, ...) VIEW(name, struct cycle, member, flags, __VA_ARGS__)

static const struct view_field cycle_rows[] = {
	CYCLE("id", record.id, VIEW_READ),
	CYCLE("name", name, VIEW_WRITE | VIEW_NEEDED),
	CYCLE("start_date", start_date, VIEW_WRITE | VIEW_NEEDED),
	CYCLE("end_date", end_date, VIEW_WRITE | VIEW_NEEDED),
	CYCLE("status", status, VIEW_READ, .words = cycle_status_words),
	CYCLE("phase", phase, VIEW_READ, .words = cycle_phase_words),
	CYCLE("phase", phase, VIEW_NEW, .words = new_cycle_phase_words),
	CYCLE("created_at", record.created_at, VIEW_READ),
	CYCLE("updated_at", record.updated_at, VIEW_READ),
	CYCLE("reason", record.reason, VIEW_CHANGE),
};

const struct view cycle_view = {
	.name = "Cycle",
	.thing = &cycle_thing,
	.size = GIVEN_SIZE(struct cycle),
	ROWS(cycle_rows),
};

#define USER(name, member, flags, ...) VIEW(name, struct person, member, flags, __VA_ARGS__)

static const struct view_field user_rows[] = {
	USER("id", record.id, VIEW_READ),
	USER("name", name, VIEW_WRITE | VIEW_NEEDED),
	USER("email", email, VIEW_WRITE | VIEW_NEEDED),
	USER("role", role, VIEW_WRITE, .words = role_words),
	USER("department_id", department_id, VIEW_WRITE),
	USER("team_ids", team_ids, VIEW_WRITE),
	USER("manager_id", manager_id, VIEW_WRITE),
	USER("external_id", external_id, VIEW_WRITE),
	USER("active", is_active, VIEW_WRITE),
	USER("created_at", record.created_at, VIEW_READ),
	USER("updated_at", record.updated_at, VIEW_READ),
};

static const struct view user_view = {
	.name = "User",
	.thing = &person_thing,
	.size = GIVEN_SIZE(struct person),
	ROWS(user_rows),
};

static const struct filter user_filters[] = {
	FILTER("q", FILTER_SEARCH, struct person, name,
	       .meaning = "Users whose name contains this text."),
	FILTER("email", FILTER_EQUAL, struct person, email,
	       .meaning = "The user with this address."),
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
	.name = "Department",
	.thing = &department_thing,
	.size = GIVEN_SIZE(struct department),
	ROWS(department_rows),
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
	.name = "Team",
	.thing = &team_thing,
	.size = GIVEN_SIZE(struct team),
	ROWS(team_rows),
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
	FILTER("phase", FILTER_EQUAL, struct cycle, phase, .words = cycle_phase_words,
	       .meaning = "Cycles in this phase."),
	FILTER("updated_since", FILTER_SINCE, struct cycle, record.updated_at,
	       .meaning = "Changed at this time or later."),
};

/* ---- API keys -------------------------------------------------------------------------------- */

#define API_KEY(name, member, flags, ...) VIEW(name, struct api_key, member, flags, __VA_ARGS__)

static const struct view_field api_key_rows[] = {
	API_KEY("id", record.id, VIEW_READ),
	API_KEY("name", name, VIEW_SHOWN | VIEW_NEW | VIEW_NEEDED),
	API_KEY("key", key, VIEW_SHOWN | VIEW_IF_SET),
	API_KEY("prefix", prefix, VIEW_READ),
	API_KEY("scopes", scopes, VIEW_NEW | VIEW_NEEDED, .form = VIEW_SCOPES),
	API_KEY("scopes", scope_list, VIEW_READ, .form = VIEW_SCOPES),
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
	.name = "ApiKey",
	.thing = &api_key_thing,
	.size = GIVEN_SIZE(struct api_key),
	ROWS(api_key_rows),
};

/* The key is shown this once: whoever repeats the request is answered without it. */
static void answer_key(struct exchange *x, struct api_key *key)
{
	struct text secret = key->key;
	size_t start = x->reply->body.size;

	key->key = TEXT_NONE;
	view_write(&x->json, x->route->view, key);
	x->kept_body = arena_copy(x->work.arena, buffer_text(&x->reply->body));
	x->reply->body.size = start;
	x->json = (struct json_writer){ .out = &x->reply->body };
	key->key = secret;
	x->reply->has_secret = true;
	answer_record(x, key);
}

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
		answer_key(x, &key);
	return error;
}

struct rotation {
	struct record record;
	int64_t overlap_seconds;
};

static const struct field rotation_fields[] = {
	FIELD(struct rotation, overlap_seconds, 0, .min = 0, .max = API_KEY_OVERLAP_MAX,
	      .example = "3600", .meaning = "How long the old key lives on."),
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
	.name = "Rotation",
	.thing = &rotation_thing,
	.size = GIVEN_SIZE(struct rotation),
	ROWS(rotation_rows),
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
		error = api_key_rotate(&x->work, path_id(x), rotation.overlap_seconds, &key);
	if (!error)
		answer_key(x, &key);
	return error;
}

/* ---- doors ----------------------------------------------------------------------------------- */

static const struct route routes[] = {
	{ METHOD_GET, "/cycles", SCOPE_OKRS_READ, verb_list, 200, ROUTE_LIST, OF(cycle, cycle),
	  .filters = FILTERS(cycle_filters), .sort = offsetof(struct cycle, start_date),
	  .name = "listCycles", .title = "List cycles",
	  .meaning = "All cycles of the workspace, the latest start first. `status` follows from "
		     "today's date (UTC): `active` from the first to the last day, `upcoming` "
		     "before, `ended` after." },
	{ METHOD_GET, "/cycles/:id", SCOPE_OKRS_READ, verb_get, 200, 0, OF(cycle, cycle),
	  .name = "getCycle", .title = "Get a cycle", .meaning = "One cycle." },
	{ METHOD_POST, "/cycles", SCOPE_WORKSPACE_ADMIN, verb_create, 201, ROUTE_BODY,
	  OF(cycle, cycle), .location = "/cycles/", .name = "createCycle",
	  .title = "Create a cycle", .meaning = "Makes a cycle. Cycles may overlap.",
	  .sample = "name start_date end_date", .conflict = "Another cycle has this name." },
	{ METHOD_PUT, "/cycles/:id", SCOPE_WORKSPACE_ADMIN, verb_update, 200, ROUTE_BODY,
	  OF(cycle, cycle), .name = "updateCycle", .title = "Update a cycle",
	  .meaning = "Changes the fields that you send. New dates change what is expected of every "
		     "OKR in the cycle.",
	  .sample = "name end_date",
	  .conflict = "Another cycle has this name, or the cycle is closed." },
	{ METHOD_DELETE, "/cycles/:id", SCOPE_WORKSPACE_ADMIN, verb_delete, 204, 0,
	  OF(cycle, cycle), .name = "deleteCycle", .title = "Delete a cycle",
	  .meaning = "Deletes a cycle that no OKR uses, deleted ones included.",
	  .conflict = "OKRs use the cycle, or it is closed." },

	{ METHOD_GET, "/users", SCOPE_OKRS_READ, verb_list, 200, ROUTE_LIST, OF(person, user),
	  .filters = FILTERS(user_filters), .name = "listUsers", .title = "List people",
	  .meaning = "The people of the workspace, those who left included (`active` false)." },
	{ METHOD_GET, "/users/:id", SCOPE_OKRS_READ, verb_get, 200, 0, OF(person, user),
	  .name = "getUser", .title = "Get a person", .meaning = "One person." },
	{ METHOD_POST, "/users", SCOPE_WORKSPACE_ADMIN, verb_create, 201, ROUTE_BODY,
	  OF(person, user), .location = "/users/", .name = "createUser", .title = "Add a person",
	  .meaning = "Adds a person to the workspace. E-mail addresses are unique in it.",
	  .sample = "name email role department_id team_ids",
	  .conflict = "Another person has this e-mail address or external id." },
	{ METHOD_PUT, "/users/:id", SCOPE_WORKSPACE_ADMIN, verb_update, 200, ROUTE_BODY,
	  OF(person, user), .name = "updateUser", .title = "Update a person",
	  .meaning = "Changes the fields that you send. `active` true brings back somebody who "
		     "left.",
	  .sample = "name role active",
	  .conflict = "Another person has this e-mail address or external id." },
	{ METHOD_DELETE, "/users/:id", SCOPE_WORKSPACE_ADMIN, verb_delete, 204, 0, OF(person, user),
	  .name = "deleteUser", .title = "Deactivate a person",
	  .meaning = "Deactivates a person: tokens stop working, the name stays in history." },

	{ METHOD_GET, "/departments", SCOPE_OKRS_READ, verb_list, 200, ROUTE_LIST,
	  OF(department, department), .filters = FILTERS(department_filters),
	  .name = "listDepartments", .title = "List departments",
	  .meaning = "The departments of the workspace." },
	{ METHOD_GET, "/departments/:id", SCOPE_OKRS_READ, verb_get, 200, 0,
	  OF(department, department), .name = "getDepartment", .title = "Get a department",
	  .meaning = "One department." },
	{ METHOD_POST, "/departments", SCOPE_WORKSPACE_ADMIN, verb_create, 201, ROUTE_BODY,
	  OF(department, department), .location = "/departments/", .name = "createDepartment",
	  .title = "Create a department",
	  .meaning = "Makes a department, below another one if you like.", .sample = "name",
	  .conflict = "Another department has this name." },
	{ METHOD_PUT, "/departments/:id", SCOPE_WORKSPACE_ADMIN, verb_update, 200, ROUTE_BODY,
	  OF(department, department), .name = "updateDepartment", .title = "Update a department",
	  .meaning = "Changes the fields that you send.", .sample = "name",
	  .conflict = "Another department has this name." },
	{ METHOD_DELETE, "/departments/:id", SCOPE_WORKSPACE_ADMIN, verb_delete, 204, 0,
	  OF(department, department), .name = "deleteDepartment", .title = "Delete a department",
	  .meaning = "Deletes a department that nothing uses.",
	  .conflict = "Something uses the department." },

	{ METHOD_GET, "/teams", SCOPE_OKRS_READ, verb_list, 200, ROUTE_LIST, OF(team, team),
	  .filters = FILTERS(team_filters), .name = "listTeams", .title = "List teams",
	  .meaning = "The teams of the workspace." },
	{ METHOD_GET, "/teams/:id", SCOPE_OKRS_READ, verb_get, 200, 0, OF(team, team),
	  .name = "getTeam", .title = "Get a team", .meaning = "One team." },
	{ METHOD_POST, "/teams", SCOPE_WORKSPACE_ADMIN, verb_create, 201, ROUTE_BODY,
	  OF(team, team), .location = "/teams/", .name = "createTeam", .title = "Create a team",
	  .meaning = "Makes a team, in a department if you like.", .sample = "name department_id",
	  .conflict = "Another team has this name." },
	{ METHOD_PUT, "/teams/:id", SCOPE_WORKSPACE_ADMIN, verb_update, 200, ROUTE_BODY,
	  OF(team, team), .name = "updateTeam", .title = "Update a team",
	  .meaning = "Changes the fields that you send.", .sample = "name",
	  .conflict = "Another team has this name." },
	{ METHOD_DELETE, "/teams/:id", SCOPE_WORKSPACE_ADMIN, verb_delete, 204, 0, OF(team, team),
	  .name = "deleteTeam", .title = "Delete a team",
	  .meaning = "Deletes a team that nothing uses.", .conflict = "Something uses the team." },

	{ METHOD_GET, "/api-keys", SCOPE_WORKSPACE_ADMIN, verb_list, 200,
	  ROUTE_LIST | ROUTE_VOLATILE, OF(api_key, api_key), .name = "listApiKeys",
	  .title = "List API keys",
	  .meaning = "The API keys of the workspace, revoked ones included. The keys themselves "
		     "are never shown again." },
	{ METHOD_GET, "/api-keys/:id", SCOPE_WORKSPACE_ADMIN, verb_get, 200, ROUTE_VOLATILE,
	  OF(api_key, api_key), .name = "getApiKey", .title = "Get an API key",
	  .meaning = "What an API key is and may do, without the key itself." },
	{ METHOD_POST, "/api-keys", SCOPE_WORKSPACE_ADMIN, api_key_new, 201, ROUTE_BODY,
	  OF(api_key, api_key), .location = "/api-keys/", .name = "createApiKey",
	  .title = "Create an API key",
	  .meaning = "Makes a key with any combination of scopes. `key` is in this answer and in "
		     "no other: store it at once.",
	  .sample = "name scopes expires_at" },
	{ METHOD_DELETE, "/api-keys/:id", SCOPE_WORKSPACE_ADMIN, verb_delete, 204, 0,
	  OF(api_key, api_key), .name = "revokeApiKey", .title = "Revoke an API key",
	  .meaning = "Ends a key. It stops working at once, on every worker." },
	{ METHOD_POST, "/api-keys/:id/rotate", SCOPE_WORKSPACE_ADMIN, api_key_renew, 200, 0,
	  OF(api_key, api_key), .takes = &rotation_view, .name = "rotateApiKey",
	  .title = "Rotate an API key",
	  .meaning = "Makes a new key with the same rights. The old one lives on for "
		     "`overlap_seconds`, at most a day, and not at all without it.",
	  .sample = "overlap_seconds", .conflict = "The key is revoked." },
};

const struct route_group okrs_directory_routes = ROUTES("/api/v1");
