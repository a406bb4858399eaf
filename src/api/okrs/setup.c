/*
 * The okrs dialect's way to make the first administrator without a shell (reading 112). It answers as
 * signing in does.
 */
#include "api/okrs/setup.h"

#include "api/input/body.h"
#include "api/okrs/me.h"
#include "api/okrs/sign_in.h"
#include "service/setup.h"

enum { CODE_MAX = 4096, PASSWORD_BYTES_MAX = 4096, EMAIL_MAX = 320 };

static const struct field form_fields[] = {
	FIELD(struct setup_form, code, FIELD_EXACT, .max = CODE_MAX, .example = "…",
	      .meaning = "The setting `setup_code` of the server."),
	FIELD(struct setup_form, name, FIELD_TITLE, .example = "Alice Nguyen",
	      .meaning = "The administrator's name."),
	FIELD(struct setup_form, email, 0, .max = EMAIL_MAX, .example = "alice@example.com",
	      .meaning = "The administrator's e-mail address."),
	FIELD(struct setup_form, password, FIELD_EXACT, .max = PASSWORD_BYTES_MAX,
	      .example = "correct horse battery", .meaning = "The password, 12 to 256 characters."),
	FIELD(struct setup_form, workspace_name, FIELD_TITLE, .example = "Example Ltd",
	      .meaning = "Makes a workspace of this name; without it the only one is joined, or "
			 "the first one made."),
};

static const struct setup_form blank_form;

static const struct thing form_thing = {
	.name = "setup",
	.form = { sizeof(struct setup_form), form_fields,
		  sizeof(form_fields) / sizeof(form_fields[0]), &blank_form },
	.app_id = THING_HAS_NONE,
	.deleted_at = THING_HAS_NONE,
};

static const struct view_field form_rows[] = {
	VIEW("code", struct setup_form, code, VIEW_NEW | VIEW_NEEDED),
	VIEW("name", struct setup_form, name, VIEW_NEW | VIEW_NEEDED),
	VIEW("email", struct setup_form, email, VIEW_NEW | VIEW_NEEDED),
	VIEW("password", struct setup_form, password, VIEW_NEW | VIEW_NEEDED),
	VIEW("workspace_name", struct setup_form, workspace_name, VIEW_NEW),
};

static const struct view form_view = {
	.name = "SetupForm",
	.thing = &form_thing,
	.size = GIVEN_SIZE(struct setup_form),
	ROWS(form_rows),
};

/* Where nothing is to be set up there is no such route, whatever the body says. */
static const struct error *set_up(struct exchange *x)
{
	struct setup_form form = blank_form;
	struct signed_in signed_in;
	struct given given;
	const struct error *error = setup_needs_opening(&x->work);

	if (!error)
		error = body_read(x, true, &form, &given);
	if (!error)
		error = work_faults(&x->work);
	if (!error)
		error = setup_first_admin(&x->work, &form, &signed_in);
	if (!error)
		answer_signed_in(x, &signed_in);
	return error;
}

static const struct route routes[] = {
	{ METHOD_POST, "/setup", SCOPE_NONE, set_up, 201,
	  ROUTE_OPEN | ROUTE_SIGN_IN | ROUTE_BODY | ROUTE_GUESSED, .view = &okrs_my_session_view,
	  .takes = &form_view, .name = "setUp", .title = "Make the first administrator",
	  .meaning = "For servers without a shell: who knows the setting `setup_code` makes the "
		     "first administrator and is signed in. A 404 when no code is set, or as soon "
		     "as an administrator can sign in.",
	  .sample = "code name email password",
	  .missing = "No code is configured, or an administrator can sign in.",
	  .conflict = "There are several workspaces and none is named, or the name is taken." },
};

const struct route_group okrs_setup_routes = ROUTES("/api/v1");
