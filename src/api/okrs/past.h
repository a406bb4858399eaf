/*
 * The okrs dialect: what OKRs, key results and KPIs were on past days.
 */
#ifndef OKR_API_OKRS_PAST_H
#define OKR_API_OKRS_PAST_H

#include "api/route.h"

extern const struct route_group okrs_past_routes;

#endif
