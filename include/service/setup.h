/*
 * What somebody sets up who has no shell on the host but may write its okr.conf: who knows the setting
 * `setup_code` is believed (product/console.md A1, readings 112 and 199). Never first come, first served.
 * The code goes on making and updating the tables; an administrator it makes only while there is none who
 * can sign in.
 */
#ifndef OKR_SERVICE_SETUP_H
#define OKR_SERVICE_SETUP_H

#include "service/sign_in.h"

/* Whether an administrator can be made: a code is configured, and no admin of any workspace has a way to
 * sign in yet. A link that nobody has used is none. */
const struct error *setup_is_open(struct work *work, bool *out);

/* ERROR_NOT_FOUND when it is not. */
const struct error *setup_needs_opening(struct work *work);

/* ERROR_NOT_FOUND when no code is configured. The database is not asked. */
const struct error *setup_is_configured(struct work *work);

/* Whether this is the code: ERROR_NOT_FOUND without one in the settings, ERROR_LIMITED after ten wrong
 * ones of an address (base/guesses.h), ERROR_UNAUTHORIZED for a wrong one. The database is not asked. */
const struct error *setup_admit(struct work *work, struct text code);

/* Makes the tables, or updates them, for whoever was admitted; what is there already is kept. It may take
 * as long as it needs. ERROR_CONFLICT while somebody else does it. */
const struct error *setup_make_tables(struct work *work);

/* What is sent. */
struct setup_form {
	struct text code, name, email, password;
	struct text
		workspace_name; /* absent: of the only workspace, or of a new one if there is none */
};

/*
 * Makes an admin with this password, and a workspace for them where there is none or `workspace_name` is
 * given; `edit_policy` of the workspace becomes owners. Signs the admin in.
 *
 * ERROR_NOT_FOUND when setup is not open (any more); ERROR_LIMITED after ten wrong codes of an address
 * (base/guesses.h); ERROR_UNAUTHORIZED for a wrong code; ERROR_CONFLICT when there are several
 * workspaces and none is named, or the name or the address is taken. Faults are noted at places of the
 * form. Of several at once one succeeds.
 */
const struct error *setup_first_admin(struct work *work, const struct setup_form *form,
				      struct signed_in *out);

#endif
