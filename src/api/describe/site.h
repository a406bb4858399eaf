/*
 * The pages below /docs/: files of docs/site that are part of the program, so that they are there on
 * every host that runs it, and belong to its version. They refer to each other by relative addresses
 * and contact no foreign host, which a policy in their head holds them to.
 */
#ifndef OKR_API_DESCRIBE_SITE_H
#define OKR_API_DESCRIBE_SITE_H

#include "api/exchange.h"

extern const struct route_group site_routes; /* /docs/ */

#endif
