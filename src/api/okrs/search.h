/*
 * The okrs dialect: finding records of all kinds by their titles.
 */
#ifndef OKR_API_OKRS_SEARCH_H
#define OKR_API_OKRS_SEARCH_H

#include "api/route.h"

extern const struct route_group okrs_search_routes;

#endif
