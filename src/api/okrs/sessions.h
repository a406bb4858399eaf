/*
 * The okrs dialect: one's own sessions and password, and invitations.
 */
#ifndef OKR_API_OKRS_SESSIONS_H
#define OKR_API_OKRS_SESSIONS_H

#include "api/route.h"

extern const struct route_group okrs_sessions_routes;

#endif
