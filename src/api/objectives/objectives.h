/*
 * The objectives dialect (seed 000, domain `okr`): objectives and key results as documents with
 * server stamps, type-prefixed ids, soft delete and optimistic locking. Progress is a percentage.
 */
#ifndef OKR_API_OBJECTIVES_OBJECTIVES_H
#define OKR_API_OBJECTIVES_OBJECTIVES_H

#include "api/exchange.h"

extern const struct route_group objectives_routes;

#endif
