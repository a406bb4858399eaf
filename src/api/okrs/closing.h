/*
 * The okrs dialect's routes for closing an OKR and reopening it (product/cycles.md D).
 */
#ifndef OKR_API_OKRS_CLOSING_H
#define OKR_API_OKRS_CLOSING_H

#include "api/route.h"

extern const struct route_group okrs_closing_routes;

#endif
