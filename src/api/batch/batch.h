/*
 * POST /batch: many writes as one request, together or each for itself (product/import-export.md C3,
 * readings 190–195). Private to the api room.
 */
#ifndef OKR_API_BATCH_H
#define OKR_API_BATCH_H

#include "api/route.h"

extern const struct route_group batch_routes;

#endif
