/*
 * How a person signs in (product/console.md A1, readings 101–119): with a password, a one-time link, a
 * token, or by the web server's own login. Each way ends in a session that a cookie leads to. Whoever
 * fails hears one sentence whatever the cause; the log has the cause.
 *
 * What signs in writes quietly: it changes no answer, so caches stay (reading 144).
 */
#ifndef OKR_SERVICE_SIGN_IN_H
#define OKR_SERVICE_SIGN_IN_H

#include "model/directory.h"
#include "model/sign_in.h"
#include "service/session.h"
#include "service/work.h"

/* Whether the setting `sign_in` leaves this way open (remote: `remote_login` as well). */
bool sign_in_is_open(const struct settings *settings, word method);

/* A workspace that the same person could sign in to. */
struct workspace_choice {
	struct id id;
	struct text name;
};

/* What comes of it: the value of a new cookie, and work->session is the new one; or, without a
 * cookie, the workspaces of which one must be chosen (struct workspace_choice). */
struct signed_in {
	struct text cookie;
	struct list choices;
};

/* What is sent. Members that are not given are absent. */
struct sign_in_form {
	struct text email, password;
	struct text jwt;
	struct id workspace_id; /* which, where several fit */
};

/*
 * ERROR_LIMITED when the address guessed too often (base/guesses.h): also for the right password.
 * Faults are noted at places of the form.
 *
 * `remote_user`: whom the web server names; absent: nobody. It is who signs in when the form has
 * neither address nor token.
 */
const struct error *sign_in(struct work *work, const struct sign_in_form *form,
			    struct text remote_user, struct signed_in *out);

struct link_form {
	struct text token, password;
};

/* Faults are noted at places of the form, and use up no link. */
const struct error *sign_in_by_link(struct work *work, const struct link_form *form,
				    struct signed_in *out);

/* A request of the console: by its cookie, or else by the web server's own login, which makes a session
 * of its own, committed, at the first of them. *made: the new cookie; absent without one. */
const struct error *session_open_console(struct work *work, struct text cookie,
					 struct text remote_user, struct text *made);

/* ---- for other ways in ------------------------------------------------------------------------ */

/* Within a write of the person's workspace: makes a session of this person, with a new cookie, whatever
 * came along; `scopes`: the most that it may have, INTEGER_NONE: what the role has. work->session becomes
 * it. The one ERROR_UNAUTHORIZED of all ways when the person is not active. */
const struct error *sign_in_open(struct work *work, struct id person_id, word method,
				 int64_t scopes, struct text *cookie);

/* Within a write: the person's password has this hash (base/password.h) from now on. Other links and
 * sessions are the caller's to end. */
const struct error *sign_in_set_password(struct work *work, const struct person *person,
					 struct text hash);

/* That failure, with what the log hears of it. */
const struct error *sign_in_refuse(struct work *work, const char *inside);

/* Writes down the failures of this request, once the answer is out: so nobody can tell by the time
 * whether there is such an account. Errors are logged, not returned. */
void sign_in_note_failures(struct work *work);

#endif
