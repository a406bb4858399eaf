/*
 * The okrs dialect: what the credential is and may do.
 */
#ifndef OKR_API_OKRS_ME_H
#define OKR_API_OKRS_ME_H

#include "api/route.h"

extern const struct route_group okrs_me_routes;

/* Who the session is, through the route's view: that of GET /me, or this one, which shows the session of
 * a cookie as well. */
extern const struct view okrs_my_session_view;
const struct error *answer_me(struct exchange *x);

#endif
