/*
 * The okrs dialect: how people sign in.
 */
#ifndef OKR_API_OKRS_SIGN_IN_H
#define OKR_API_OKRS_SIGN_IN_H

#include "api/exchange.h"
#include "service/sign_in.h"

extern const struct route_group okrs_sign_in_routes;

/* Answers somebody who signed in: 201 with the body of GET /session and the cookie; or the workspaces of
 * which one is to be chosen, 200 and no cookie. */
const struct error *answer_signed_in(struct exchange *x, const struct signed_in *signed_in);

#endif
