/*
 * The okrs dialect's ways in (product/console.md A1): password, token and the web server's own login by
 * one route, one-time links by another. What all of them share is the gate's (api/input/gate.c).
 */
#include "api/okrs/sign_in.h"

#include "api/input/body.h"
#include "api/okrs/me.h"
#include "api/output/page.h"
#include "api/output/view_write.h"
#include "service/service.h"
#include "service/setup.h"

/* ---- what a page can begin ------------------------------------------------------------------- */

struct ways {
	struct json_value methods;
	struct text oidc_name; /* there is none yet */
	bool setup;            /* an administrator can be made by POST /setup */
	struct text site_name;
};

#define WAYS(name, member, flags, ...) VIEW(name, struct ways, member, flags, __VA_ARGS__)

static const struct view_field ways_rows[] = {
	WAYS("methods", methods, VIEW_READ | VIEW_FILLED, .form = VIEW_TEXTS,
	     .example = "[\"password\"]",
	     .meaning = "The ways that are open here and now: `password`, `link` (one can be sent "
			"by mail), `remote` (the web server knows who you are)."),
	WAYS("oidc_name", oidc_name, VIEW_READ, .example = "null",
	     .meaning = "What the identity provider is called."),
	WAYS("setup", setup, VIEW_READ | VIEW_FILLED, .example = "false",
	     .meaning = "Whether the first administrator is still to be made."),
	WAYS("site_name", site_name, VIEW_READ, .example = "OKRs at Example Ltd",
	     .meaning = "What this installation calls itself."),
};

static const struct view ways_view = {
	.name = "WaysIn",
	.size = GIVEN_SIZE(struct ways),
	ROWS(ways_rows),
};

/* What is believed, and is there. */
static bool can_begin(const struct exchange *x, word method)
{
	const struct settings *settings = service_settings(x->work.service);

	if (method == BY_REMOTE && x->request->remote_user.size == 0)
		return false;
	return sign_in_is_open(settings, method);
}

/* Links are sent by mail, and tokens come with a page of somebody's own: no page here begins by them. */
static const struct error *show_ways(struct exchange *x)
{
	static const word begun[] = { BY_PASSWORD, BY_REMOTE };
	struct text list = TEXT_NONE;
	struct ways ways = { .site_name = service_settings(x->work.service)->site_name };
	const struct error *error;

	for (size_t i = 0; i < sizeof(begun) / sizeof(begun[0]); i++)
		if (can_begin(x, begun[i]))
			list = arena_print(x->work.arena, "%.*s%s\"%s\"", TEXT_PRINT(list),
					   list.size > 0 ? "," : "",
					   word_text(sign_in_method_words, begun[i]));
	ways.methods.text = arena_print(x->work.arena, "[%.*s]", TEXT_PRINT(list));
	error = setup_is_open(&x->work, &ways.setup);
	if (!error)
		view_write(&x->json, x->route->view, &ways);
	return error;
}

/* ---- signing in ------------------------------------------------------------------------------ */

#define CHOICE(name, member, ...)                                                                  \
	VIEW(name, struct workspace_choice, member, VIEW_READ | VIEW_FILLED, __VA_ARGS__)

static const struct view_field choice_rows[] = {
	CHOICE("id", id, .example = "organisation", .meaning = "The workspace's id."),
	CHOICE("name", name, .example = "Example Ltd", .meaning = "The workspace's name."),
};

static const struct view choice_view = {
	.name = "WorkspaceChoice",
	.size = GIVEN_SIZE(struct workspace_choice),
	ROWS(choice_rows),
};

static const struct view_field choices_rows[] = {
	VIEW("choose", struct signed_in, choices, VIEW_READ, .view = &choice_view,
	     .meaning = "Send the same request again with the `workspace_id` of one of them."),
};

static const struct view choices_view = {
	.name = "WorkspaceChoices",
	.size = GIVEN_SIZE(struct signed_in),
	ROWS(choices_rows),
};

const struct error *answer_signed_in(struct exchange *x, const struct signed_in *signed_in)
{
	if (text_is_none(signed_in->cookie)) {
		x->reply->status = 200;
		view_write(&x->json, x->route->choice, signed_in);
		return NULL;
	}
	x->new_cookie = signed_in->cookie;
	x->has_session = true;
	return answer_me(x);
}

enum { EMAIL_MAX = 320, PASSWORD_BYTES_MAX = 4096, TOKEN_MAX = 16384 };

#define SECRET_TEXT(struct_, member, size_, ...)                                                   \
	FIELD(struct_, member, FIELD_EXACT, .max = size_, __VA_ARGS__)

static const struct field form_fields[] = {
	FIELD(struct sign_in_form, email, 0, .max = EMAIL_MAX, .example = "alice@example.com",
	      .meaning = "The address, in any case."),
	SECRET_TEXT(struct sign_in_form, password, PASSWORD_BYTES_MAX,
		    .example = "correct horse battery", .meaning = "The password."),
	SECRET_TEXT(struct sign_in_form, jwt, TOKEN_MAX, .example = "eyJhbGciOi…",
		    .meaning = "A token (JWT) of a person, instead of address and password."),
	FIELD(struct sign_in_form, workspace_id, 0, .example = "organisation",
	      .meaning = "Which workspace, where the same address is in several."),
};

static const struct sign_in_form blank_form;

static const struct thing form_thing = {
	.name = "sign-in",
	.form = { sizeof(struct sign_in_form), form_fields, 4, &blank_form },
	.app_id = THING_HAS_NONE,
	.deleted_at = THING_HAS_NONE,
};

static const struct view_field form_rows[] = {
	VIEW("email", struct sign_in_form, email, VIEW_NEW),
	VIEW("password", struct sign_in_form, password, VIEW_NEW),
	VIEW("jwt", struct sign_in_form, jwt, VIEW_NEW),
	VIEW("workspace_id", struct sign_in_form, workspace_id, VIEW_NEW),
};

static const struct view form_view = {
	.name = "Credentials",
	.thing = &form_thing,
	.size = GIVEN_SIZE(struct sign_in_form),
	ROWS(form_rows),
};

static const struct error *begin_session(struct exchange *x)
{
	struct sign_in_form form = blank_form;
	struct signed_in signed_in;
	struct given given;
	const struct error *error = body_read(x, true, &form, &given);

	if (!error)
		error = work_faults(&x->work);
	if (!error)
		error = sign_in(&x->work, &form, x->request->remote_user, &signed_in);
	return error ? error : answer_signed_in(x, &signed_in);
}

/* ---- one-time links -------------------------------------------------------------------------- */

static const struct field link_fields[] = {
	SECRET_TEXT(struct link_form, token, TOKEN_MAX, .example = "okrl_…",
		    .meaning = "What stands behind `#` in the link."),
	SECRET_TEXT(struct link_form, password, PASSWORD_BYTES_MAX,
		    .example = "correct horse battery",
		    .meaning = "The new password, 12 to 256 characters: needed with a link that "
			       "resets it, optional with an invitation, and not taken with a link "
			       "that only signs in."),
};

static const struct link_form blank_link;

static const struct thing link_thing = {
	.name = "link",
	.form = { sizeof(struct link_form), link_fields, 2, &blank_link },
	.app_id = THING_HAS_NONE,
	.deleted_at = THING_HAS_NONE,
};

static const struct view_field link_rows[] = {
	VIEW("token", struct link_form, token, VIEW_NEW | VIEW_NEEDED),
	VIEW("password", struct link_form, password, VIEW_NEW),
};

static const struct view link_view = {
	.name = "LinkForm",
	.thing = &link_thing,
	.size = GIVEN_SIZE(struct link_form),
	ROWS(link_rows),
};

static const struct error *use_link(struct exchange *x)
{
	struct link_form form = blank_link;
	struct signed_in signed_in;
	struct given given;
	const struct error *error = body_read(x, true, &form, &given);

	if (!error)
		error = work_faults(&x->work);
	if (!error)
		error = sign_in_by_link(&x->work, &form, &signed_in);
	return error ? error : answer_signed_in(x, &signed_in);
}

struct link_request {
	struct text email;
};

static const struct field request_fields[] = {
	FIELD(struct link_request, email, 0, .max = EMAIL_MAX, .example = "alice@example.com",
	      .meaning = "To whom the link is to be sent."),
};

static const struct link_request blank_request;

static const struct thing request_thing = {
	.name = "request",
	.form = { sizeof(struct link_request), request_fields, 1, &blank_request },
	.app_id = THING_HAS_NONE,
	.deleted_at = THING_HAS_NONE,
};

static const struct view_field request_rows[] = {
	VIEW("email", struct link_request, email, VIEW_NEW | VIEW_NEEDED),
};

static const struct view request_view = {
	.name = "LinkRequest",
	.thing = &request_thing,
	.size = GIVEN_SIZE(struct link_request),
	ROWS(request_rows),
};

/* The same for every address: nobody learns who is here (reading 113). */
static const struct error *send_link(struct exchange *x)
{
	struct link_request request = blank_request;
	struct given given;
	const struct error *error = body_read(x, true, &request, &given);

	if (!error)
		error = work_faults(&x->work);
	if (error)
		return error;
	return error_new(x->work.arena, ERROR_CONFLICT,
			 "This server sends no mail: ask your administrator for a link.");
}

/* ---- doors ----------------------------------------------------------------------------------- */

#define WAY_IN (ROUTE_OPEN | ROUTE_SIGN_IN)

static const struct route routes[] = {
	{ METHOD_GET, "/sign-in", SCOPE_NONE, show_ways, 200, WAY_IN, .view = &ways_view,
	  .name = "getSignIn", .title = "How one can sign in",
	  .meaning = "What a sign-in page can offer here and now." },
	{ METHOD_POST, "/session", SCOPE_NONE, begin_session, 201,
	  WAY_IN | ROUTE_BODY | ROUTE_GUESSED, .view = &okrs_my_session_view, .takes = &form_view,
	  .choice = &choices_view, .name = "signIn", .title = "Sign in",
	  .meaning = "Signs a person in with address and password, with a token (`jwt`), or, "
		     "where the web server knows who it is, with neither; and sets the cookie "
		     "`__Host-okr`. Whatever is wrong, the answer is the same 401. After ten "
		     "failures in 15 minutes at one address, or a hundred in an hour, it is a 429 "
		     "for the right password as well.",
	  .sample = "email password" },
	{ METHOD_POST, "/session/token", SCOPE_NONE, use_link, 201, WAY_IN | ROUTE_BODY,
	  .view = &okrs_my_session_view, .takes = &link_view, .name = "useLink",
	  .title = "Sign in with a one-time link",
	  .meaning = "Signs in whoever has the link, once. With an invitation, or a link that "
		     "resets the password, all older links and sessions of the person end.",
	  .sample = "token password" },
	{ METHOD_POST, "/session/link", SCOPE_NONE, send_link, 202, WAY_IN | ROUTE_BODY,
	  .takes = &request_view, .name = "requestLink", .title = "Ask for a link by mail",
	  .meaning = "Sends a link to this address, if there is such a person. The answer is the "
		     "same for every address.",
	  .sample = "email", .conflict = "The server sends no mail." },
};

const struct route_group okrs_sign_in_routes = ROUTES("/api/v1");
