/*
 * The okrs dialect: the settings of the workspace.
 */
#ifndef OKR_API_OKRS_WORKSPACE_H
#define OKR_API_OKRS_WORKSPACE_H

#include "api/route.h"

extern const struct route_group okrs_workspace_routes;

#endif
