/*
 * The tools of seed 003 ("AI Assistants"): what the okrs dialect's REST doors do, for a model. Lists
 * are short by default, because every record costs a model attention; each says how to get more.
 */
#ifndef OKR_API_OKRS_TOOLS_H
#define OKR_API_OKRS_TOOLS_H

#include "api/route.h"

extern const struct route_group okrs_tools;

#endif
