/*
 * The doors for those who run the server: whether it lives, and whether it can serve.
 */
#ifndef OKR_API_OPERATIONS_OPERATIONS_H
#define OKR_API_OPERATIONS_OPERATIONS_H

#include "api/exchange.h"

extern const struct route_group operations_routes;

#endif
