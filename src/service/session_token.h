/*
 * The session of a JSON Web Token: the credential of people, and of applications that act in a
 * person's name (api.md section 2, rulings.md 25, 28 and 30). Whether the token is genuine is
 * decided in base; whom it names, and that this person is still with the workspace, here.
 */
#ifndef OKR_SERVICE_SESSION_TOKEN_H
#define OKR_SERVICE_SESSION_TOKEN_H

#include "service/service_internal.h"

/* The session of a JSON Web Token; ERROR_UNAUTHORIZED when it is no valid one. */
const struct error *session_open_token(struct work *work, struct text token);

#endif
