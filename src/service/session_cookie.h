/*
 * The session of a cookie. Private to the service room.
 */
#ifndef OKR_SERVICE_SESSION_COOKIE_H
#define OKR_SERVICE_SESSION_COOKIE_H

#include "model/sign_in.h"
#include "service/work.h"
#include "store/organisations.h"

/* Opens work->session for a cookie; *found false when it leads nowhere (any more). `remote_user`, when it
 * is there, must be the person of a session that the web server's login made. */
const struct error *session_open_cookie(struct work *work, struct text cookie,
					struct text remote_user, bool *found);

/* work->session becomes this one of its person's. */
void session_fill_cookie(struct work *work, const struct membership *membership,
			 const struct kept_session *kept);

/* Notes the minute of its last request. */
const struct error *session_touch_cookie(struct work *work);

#endif
