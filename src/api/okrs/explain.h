/*
 * The okrs dialect: why an OKR stands as it does.
 */
#ifndef OKR_API_OKRS_EXPLAIN_H
#define OKR_API_OKRS_EXPLAIN_H

#include "api/route.h"

extern const struct route_group okrs_explain_routes;

#endif
