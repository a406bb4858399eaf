/*
 * The okrs dialect: how the first administrator is made.
 */
#ifndef OKR_API_OKRS_SETUP_H
#define OKR_API_OKRS_SETUP_H

#include "api/exchange.h"

extern const struct route_group okrs_setup_routes;

#endif
