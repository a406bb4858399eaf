/*
 * The okrs dialect: review cycles and shared reviews.
 */
#ifndef OKR_API_OKRS_REVIEWS_H
#define OKR_API_OKRS_REVIEWS_H

#include "api/route.h"

extern const struct route_group okrs_reviews_routes;

#endif
