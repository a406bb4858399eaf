/*
 * The goals dialect (seed 002): nested, weighted goals. A goal is an objective, its progress the
 * same fraction as in the okrs dialect.
 */
#ifndef OKR_API_GOALS_GOALS_H
#define OKR_API_GOALS_GOALS_H

#include "api/exchange.h"

extern const struct route_group goals_routes;

#endif
