/*
 * The okrs dialect's routes for the life of a cycle (product/cycles.md D).
 */
#ifndef OKR_API_OKRS_CYCLES_H
#define OKR_API_OKRS_CYCLES_H

#include "api/route.h"

extern const struct route_group okrs_cycles_routes;

#endif
