/*
 * The okrs dialect's sessions (product/console.md A1, reading 117): one's own, how they end, one's
 * own password; and the links that administrators make for others. The rules are
 * service/sessions.c's and own_password.c's.
 */
#include "api/okrs/sessions.h"

#include "api/exchange.h"
#include "api/input/body.h"
#include "api/input/listing.h"
#include "api/okrs/me.h"
#include "api/output/page.h"
#include "api/output/view_write.h"
#include "api/verbs.h"
#include "service/directory.h"
#include "service/own_password.h"
#include "service/sessions.h"
#include "service/sign_in.h"
#include "service/sign_in_link.h"

/* ---- one's own ------------------------------------------------------------------------------- */

#define SESSION(name, member, flags, ...)                                                          \
	VIEW(name, struct kept_session, member, flags, __VA_ARGS__)

static const struct view_field session_rows[] = {
	SESSION("id", record.id, VIEW_READ),
	SESSION("method", method, VIEW_READ, .words = sign_in_method_words),
	SESSION("created_at", record.created_at, VIEW_READ),
	SESSION("seen_at", seen_at, VIEW_READ),
	SESSION("expires_at", expires_at, VIEW_READ),
	SESSION("user_agent", user_agent, VIEW_READ),
	SESSION("address", address, VIEW_READ),
	SESSION("current", is_current, VIEW_READ),
};

static const struct view session_view = {
	.name = "Session",
	.thing = &session_thing,
	.size = GIVEN_SIZE(struct kept_session),
	ROWS(session_rows),
};

static const struct error *list_own(struct exchange *x)
{
	struct listing listing;
	struct page page;
	const struct error *error = listing_read(x, &listing);

	if (error)
		return error;
	query_add(&listing.query, CONDITION_EQUAL, offsetof(struct kept_session, person_id),
		  value_id(x->work.session.person_id));
	listing.query.is_filtered = true;
	error = listing_page(x, &listing, NULL, &page);
	if (!error)
		answer_page(x, &page);
	return error;
}

/* ---- ends ------------------------------------------------------------------------------------ */

static const struct error *sign_out(struct exchange *x)
{
	const struct error *error = session_sign_out(&x->work);

	x->drops_cookie = !error;
	return error;
}

static const struct error *revoke(struct exchange *x)
{
	const struct error *error = session_revoke(&x->work, path_id(x));

	x->drops_cookie = !error && id_equal(path_id(x), x->work.session.session_id);
	return error;
}

static const struct error *revoke_others(struct exchange *x)
{
	return sessions_revoke_others(&x->work);
}

/* ---- one's own password ---------------------------------------------------------------------- */

enum { PASSWORD_BYTES_MAX = 4096 };

static const struct field password_fields[] = {
	FIELD(struct password_form, current_password, FIELD_EXACT, .max = PASSWORD_BYTES_MAX,
	      .example = "correct horse battery",
	      .meaning = "The present one; not needed while there is none."),
	FIELD(struct password_form, new_password, FIELD_EXACT, .max = PASSWORD_BYTES_MAX,
	      .example = "three blind mice run", .meaning = "12 to 256 characters."),
};

static const struct password_form blank_password;

static const struct thing password_thing = {
	.name = "password",
	.form = { sizeof(struct password_form), password_fields, 2, &blank_password },
	.app_id = THING_HAS_NONE,
	.deleted_at = THING_HAS_NONE,
};

static const struct view_field password_rows[] = {
	VIEW("current_password", struct password_form, current_password, VIEW_NEW | VIEW_CHANGE),
	VIEW("new_password", struct password_form, new_password,
	     VIEW_NEW | VIEW_CHANGE | VIEW_NEEDED),
};

static const struct view password_view = {
	.name = "PasswordForm",
	.thing = &password_thing,
	.size = GIVEN_SIZE(struct password_form),
	ROWS(password_rows),
};

/* Nothing of it is left as it is: what is needed must be sent, as for something new. */
static const struct error *change_password(struct exchange *x)
{
	struct password_form form = blank_password;
	struct given given;
	const struct error *error = body_read(x, true, &form, &given);

	if (!error)
		error = work_faults(&x->work);
	return error ? error : own_password_change(&x->work, &form);
}

/* ---- invitations ----------------------------------------------------------------------------- */

struct invitation {
	struct instant expires_at;
	struct text url;
};

static const struct view_field invitation_rows[] = {
	VIEW("expires_at", struct invitation, expires_at, VIEW_READ | VIEW_FILLED,
	     .example = "2026-04-26T12:05:00Z", .meaning = "When the link stops working."),
	VIEW("url", struct invitation, url, VIEW_SHOWN | VIEW_IF_SET,
	     .example = "https://okr.example.org/app/link#okrl_…",
	     .meaning = "The link, to be handed over; in this answer and in no other."),
};

static const struct view invitation_view = {
	.name = "Invitation",
	.size = GIVEN_SIZE(struct invitation),
	ROWS(invitation_rows),
};

/* The link is shown this once: whoever repeats the request is answered without it (reading 111). */
static const struct error *invite(struct exchange *x)
{
	struct invitation invitation = { INSTANT_NONE, TEXT_NONE };
	struct made_link link;
	size_t start = x->reply->body.size;
	const struct error *error = sign_in_invite(&x->work, path_id(x), &link);

	if (error)
		return error;
	invitation.expires_at = link.expires_at;
	view_write(&x->json, x->route->view, &invitation);
	x->kept_body = arena_copy(x->work.arena, buffer_text(&x->reply->body));
	x->reply->body.size = start;
	x->json = (struct json_writer){ .out = &x->reply->body };
	x->reply->has_secret = true;
	invitation.url = sign_in_link_url(x->work.arena, x->request->origin_url, &link);
	view_write(&x->json, x->route->view, &invitation);
	return NULL;
}

/* ---- doors ----------------------------------------------------------------------------------- */

static const struct route routes[] = {
	{ METHOD_GET, "/session", SCOPE_NONE, answer_me, 200, ROUTE_SESSION | ROUTE_VOLATILE,
	  .view = &okrs_my_session_view, .name = "getSession", .title = "Who is signed in",
	  .meaning = "As `GET /me`, with the session. A 401 says that nobody is signed in." },
	{ METHOD_DELETE, "/session", SCOPE_NONE, sign_out, 204, ROUTE_SESSION, .name = "signOut",
	  .title = "Sign out", .meaning = "Ends this session and drops the cookie." },
	{ METHOD_GET, "/sessions", SCOPE_NONE, list_own, 200,
	  ROUTE_LIST | ROUTE_SESSION | ROUTE_VOLATILE, OF(session, session), .name = "listSessions",
	  .title = "List one's own sessions",
	  .meaning = "Where the person is signed in, the newest first." },
	{ METHOD_DELETE, "/sessions/:id", SCOPE_NONE, revoke, 204, ROUTE_SESSION,
	  OF(session, session), .name = "endSession", .title = "End a session",
	  .meaning = "Ends one of one's own sessions, at once. Those of others are a 404." },
	{ METHOD_DELETE, "/sessions", SCOPE_NONE, revoke_others, 204, ROUTE_SESSION,
	  .name = "endOtherSessions", .title = "End all other sessions",
	  .meaning = "Ends all of one's own sessions but this one." },
	{ METHOD_PUT, "/me/password", SCOPE_NONE, change_password, 204, ROUTE_SESSION | ROUTE_BODY,
	  .takes = &password_view, .name = "updatePassword", .title = "Set one's own password",
	  .meaning =
		  "Sets another password, and ends all other sessions and links of the person. A "
		  "wrong present password counts as a failed sign-in.",
	  .sample = "current_password new_password" },
	{ METHOD_POST, "/users/:id/invite", SCOPE_WORKSPACE_ADMIN, invite, 201, 0,
	  .resource = &person_resource, .view = &invitation_view, .name = "inviteUser",
	  .title = "Invite a person",
	  .meaning =
		  "Makes a one-time link that lets the person in and set a password, for 7 days; "
		  "for somebody who has a password one that resets it, for an hour.",
	  .conflict = "The person is deactivated." },
};

const struct route_group okrs_sessions_routes = ROUTES("/api/v1");
