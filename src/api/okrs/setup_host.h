/*
 * The okrs dialect: how a host without a shell is examined, and gets its tables.
 */
#ifndef OKR_API_OKRS_SETUP_HOST_H
#define OKR_API_OKRS_SETUP_HOST_H

#include "api/exchange.h"

extern const struct route_group okrs_setup_host_routes;

#endif
