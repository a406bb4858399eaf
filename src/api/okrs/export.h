/*
 * The okrs dialect's export of a whole workspace (product/import-export.md C2). Private to the api room.
 */
#ifndef OKR_API_OKRS_EXPORT_H
#define OKR_API_OKRS_EXPORT_H

#include "api/route.h"

extern const struct route_group okrs_export_routes;

#endif
