/*
 * The okrs dialect: initiatives.
 */
#ifndef OKR_API_OKRS_INITIATIVES_H
#define OKR_API_OKRS_INITIATIVES_H

#include "api/route.h"

extern const struct view okr_initiative_view;

extern const struct route_group okrs_initiatives_routes;

#endif
