/*
 * The okrs dialect's directory (ours beside seed 003): what a credential is, cycles, people,
 * departments, teams and API keys: where the ids come from that the rest asks for.
 */
#include "api/exchange.h"
#include "model/directory.h"
#include "service/api_keys.h"

/* ---- cycles and the directory ---------------------------------------------------------------- */

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
	.name = "Cycle",
	.thing = &cycle_thing,
	.size = sizeof(struct cycle),
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
	USER("external_id", external_id, VIEW_WRITE),
	USER("active", is_active, VIEW_WRITE),
	USER("created_at", record.created_at, VIEW_READ),
	USER("updated_at", record.updated_at, VIEW_READ),
};

static const struct view user_view = {
	.name = "User",
	.thing = &person_thing,
	.size = sizeof(struct person),
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
	.size = sizeof(struct department),
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
	.size = sizeof(struct team),
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
	.name = "ApiKey",
	.thing = &api_key_thing,
	.size = sizeof(struct api_key),
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
	.name = "Rotation",
	.thing = &rotation_thing,
	.size = sizeof(struct rotation),
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

/* ---- me -------------------------------------------------------------------------------------- */

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

static void write_key(struct json_writer *json, const struct session *session)
{
	char expires[INSTANT_SIZE];

	json_key(json, TEXT("key"));
	if (!session->is_key) {
		json_null(json);
		return;
	}
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
}

/* Whom a token names; a key acts for the workspace. */
static void write_user(struct json_writer *json, const struct session *session)
{
	json_key(json, TEXT("user"));
	if (session->is_key) {
		json_null(json);
		return;
	}
	json_open_object(json);
	write_id(json, TEXT("id"), session->person_id);
	json_member(json, TEXT("name"), session->name);
	json_member(json, TEXT("email"), session->email);
	json_member(json, TEXT("role"), text_from(word_text(role_words, session->role)));
	json_close_object(json);
}

static const struct error *me(struct exchange *x)
{
	const struct session *session = &x->work.session;
	struct json_writer *json = &x->json;

	json_open_object(json);
	json_key(json, TEXT("workspace"));
	json_open_object(json);
	write_id(json, TEXT("id"), session->organisation_id);
	json_member(json, TEXT("name"), session->organisation_name);
	json_close_object(json);
	write_key(json, session);
	write_user(json, session);
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

/* ---- doors ----------------------------------------------------------------------------------- */

static const struct route routes[] = {
	{ "GET", "/me", SCOPE_NONE, me, 200, ROUTE_VOLATILE,
	  .meaning = "What this credential is and may do." },

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

const struct route_group okrs_directory_routes = { "/api/v1", routes,
						   sizeof(routes) / sizeof(routes[0]) };
