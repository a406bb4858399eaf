/*
 * The okrs dialect: what the credential is and may do.
 */
#ifndef OKR_API_OKRS_ME_H
#define OKR_API_OKRS_ME_H

#include "api/route.h"

extern const struct route_group okrs_me_routes;

#endif
