/*
 * The okrs dialect's imports (product/import-export.md C1).
 */
#ifndef OKR_API_OKRS_IMPORTS_H
#define OKR_API_OKRS_IMPORTS_H

#include "api/route.h"

extern const struct route_group okrs_import_routes;

#endif
