/*
 * The okrs dialect's answer to "who am I" (ours beside seed 003): what a credential is and what it
 * may do. How the credential was found is session.c's.
 */
#include "api/okrs/me.h"

#include "api/exchange.h"
#include "api/okrs/directory.h"
#include "api/output/view_write.h"
#include "model/sign_in.h"
#include "model/words.h"
#include "service/policy.h"

/* ---- the answer ------------------------------------------------------------------------------ */

struct me_workspace {
	struct id id;
	struct text name;
};

struct me_key {
	struct id id;
	struct text name;
	struct text prefix;
	struct instant expires_at;
};

struct me_user {
	struct id id;
	struct text name;
	struct text email;
	word role;
};

struct me_session {
	struct id id;
	word method; /* enum sign_in_method */
	struct instant created_at, expires_at;
};

struct me_limits {
	int64_t requests_per_minute;
	int64_t records_per_page;
};

struct me {
	struct me_workspace workspace;
	struct list key, user; /* one of the two has its one record */
	struct id user_id;
	struct text app_id;
	struct json_value scopes;
	int64_t can_create;
	struct me_limits limits;
	struct me_session session; /* of a cookie alone */
};

#define WORKSPACE(name, member, ...)                                                               \
	VIEW(name, struct me_workspace, member, VIEW_READ | VIEW_FILLED, __VA_ARGS__)

static const struct view_field workspace_rows[] = {
	WORKSPACE("id", id, .example = "organisation", .meaning = "The workspace's id."),
	WORKSPACE("name", name, .example = "Example Ltd", .meaning = "The workspace's name."),
};

static const struct view workspace_view = {
	.name = "MyWorkspace",
	.size = GIVEN_SIZE(struct me_workspace),
	ROWS(workspace_rows),
};

#define KEY(name, member, flags, ...) VIEW(name, struct me_key, member, flags, __VA_ARGS__)

static const struct view_field key_rows[] = {
	KEY("id", id, VIEW_READ | VIEW_FILLED, .example = "API key", .meaning = "The key's id."),
	KEY("name", name, VIEW_READ | VIEW_FILLED, .example = "BI dashboard",
	    .meaning = "What the key is for."),
	KEY("prefix", prefix, VIEW_READ | VIEW_FILLED, .example = "okrt_8Kx2",
	    .meaning = "The first nine characters, to tell keys apart."),
	KEY("expires_at", expires_at, VIEW_READ, .example = "null",
	    .meaning = "When the key stops working."),
};

static const struct view key_view = {
	.name = "MyKey",
	.size = GIVEN_SIZE(struct me_key),
	ROWS(key_rows),
};

#define USER(name, member, ...)                                                                    \
	VIEW(name, struct me_user, member, VIEW_READ | VIEW_FILLED, __VA_ARGS__)

static const struct view_field user_rows[] = {
	USER("id", id, .example = "user", .meaning = "The person's id."),
	USER("name", name, .example = "Alice Nguyen", .meaning = "The person's name."),
	USER("email", email, .example = "alice@example.com",
	     .meaning = "The person's e-mail address."),
	USER("role", role, .words = role_words, .meaning = "The person's role."),
};

static const struct view user_view = {
	.name = "MyUser",
	.size = GIVEN_SIZE(struct me_user),
	ROWS(user_rows),
};

#define LIMIT(name, member, ...)                                                                   \
	VIEW(name, struct me_limits, member, VIEW_READ | VIEW_FILLED, __VA_ARGS__)

static const struct view_field limit_rows[] = {
	LIMIT("requests_per_minute", requests_per_minute, .example = "60",
	      .meaning = "0 is unlimited."),
	LIMIT("records_per_page", records_per_page, .example = "500",
	      .meaning = "How many records a list gives at most."),
};

static const struct view limits_view = {
	.name = "MyLimits",
	.size = GIVEN_SIZE(struct me_limits),
	ROWS(limit_rows),
};

static const struct word_name can_create_words[] = {
	{ "individual", CREATE_INDIVIDUAL },
	{ "team", CREATE_TEAM },
	{ "department", CREATE_DEPARTMENT },
	{ "org", CREATE_ORGANISATION },
	{ "kpi", CREATE_KPI },
	{ NULL, 0 },
};

#define SESSION(name, member, ...)                                                                 \
	VIEW(name, struct me_session, member, VIEW_READ | VIEW_FILLED, __VA_ARGS__)

static const struct view_field session_rows[] = {
	SESSION("id", id, .example = "session", .meaning = "The session's id."),
	SESSION("method", method, .words = sign_in_method_words, .example = "password",
		.meaning = "How the person signed in."),
	SESSION("created_at", created_at, .example = "2026-04-19T12:05:00Z",
		.meaning = "When the person signed in."),
	SESSION("expires_at", expires_at, .example = "2026-05-19T12:05:00Z",
		.meaning = "When it ends at the latest; without requests it ends sooner."),
};

static const struct view session_part_view = {
	.name = "MySessionDetails",
	.size = GIVEN_SIZE(struct me_session),
	ROWS(session_rows),
};

#define ME(name, member, flags, ...) VIEW(name, struct me, member, flags, __VA_ARGS__)

/* clang-format off */
#define ME_ROWS \
	ME("workspace", workspace, VIEW_READ, .view = &workspace_view, \
	   .meaning = "The workspace that the credential belongs to."), \
	ME("key", key, VIEW_READ | VIEW_ONE, .view = &key_view, \
	   .meaning = "The API key; null for a token and for a session."), \
	ME("user", user, VIEW_READ | VIEW_ONE, .view = &user_view, .example = "null", \
	   .meaning = "The person whom a token names, or who signed in; null for a key, which acts for the " \
		      "workspace."), \
	ME("user_id", user_id, VIEW_READ, .example = "user", \
	   .meaning = "The person whose name writes carry."), \
	ME("app_id", app_id, VIEW_READ, .example = "null", \
	   .meaning = "The application that it acts for; null: for the whole workspace."), \
	ME("scopes", scopes, VIEW_READ | VIEW_FILLED, .form = VIEW_SCOPES, \
	   .example = "[\"okrs:read\", \"kpis:read\"]", .meaning = "What it may do."), \
	ME("can_create", can_create, VIEW_READ | VIEW_IF_SET, .form = VIEW_WORDS, \
	   .words = can_create_words, .example = "null", \
	   .meaning = \
		   "Which types of OKRs, and whether KPIs, the person may make somewhere without " \
		   "a parent; only people are told."), \
	ME("limits", limits, VIEW_READ, .view = &limits_view, .meaning = "How much it may ask.")

/* clang-format on */

static const struct view_field me_rows[] = { ME_ROWS };

static const struct view_field my_session_rows[] = {
	ME_ROWS,
	ME("session", session, VIEW_READ, .view = &session_part_view,
	   .meaning = "The session that asks."),
};

const struct view okrs_my_session_view = {
	.name = "MySession",
	.size = GIVEN_SIZE(struct me),
	ROWS(my_session_rows),
};

static const struct view me_view = {
	.name = "Me",
	.size = GIVEN_SIZE(struct me),
	ROWS(me_rows),
};

/* ---- the handler ----------------------------------------------------------------------------- */

static struct text list_scopes(struct arena *arena, unsigned scopes)
{
	struct text list = TEXT_NONE;

	for (unsigned bit = 1; bit <= SCOPE_WORKSPACE_ADMIN; bit <<= 1)
		if (scopes & bit)
			list = arena_print(arena, "%.*s%s\"%s\"", TEXT_PRINT(list),
					   list.size ? "," : "", scope_text(bit));
	return arena_print(arena, "[%.*s]", TEXT_PRINT(list));
}

const struct error *answer_me(struct exchange *x)
{
	const struct session *session = &x->work.session;
	struct me_key key = { session->credential_id, session->name, session->fingerprint,
			      session->expires_at };
	struct me_user user = { session->person_id, session->name, session->email, session->role };
	int64_t can_create;
	const struct error *error = policy_can_create(&x->work, &can_create);

	if (error)
		return error;

	const struct me answer = {
		.workspace = { session->organisation_id, session->organisation_name },
		.key = { &key, session->is_key ? 1 : 0 },
		.user = { &user, session->is_key ? 0 : 1 },
		.user_id = session->person_id,
		.app_id = session->app_id,
		.scopes = { list_scopes(x->work.arena, session->scopes) },
		.can_create = can_create,
		.limits = { session->rate_limit, (int64_t)session->page_limit },
		.session = { session->session_id, session->method, session->created_at,
			     session->expires_at },
	};

	view_write(&x->json, x->route->view, &answer);
	return NULL;
}

/* ---- doors ----------------------------------------------------------------------------------- */

static const struct route routes[] = {
	{ METHOD_GET, "/me", SCOPE_NONE, answer_me, 200, ROUTE_VOLATILE, .view = &me_view,
	  .name = "getMe", .title = "Who am I",
	  .meaning = "What this credential is and what it may do: workspace, key or person, "
		     "scopes, limits." },
};

const struct route_group okrs_me_routes = ROUTES("/api/v1");
