/*
 * The okrs dialect's directory (ours beside seed 003): cycles, people, departments,
 * teams and API keys: where the ids come from that the rest asks for.
 */
#ifndef OKR_API_OKRS_DIRECTORY_H
#define OKR_API_OKRS_DIRECTORY_H

#include "api/exchange.h"

extern const struct view cycle_view;

extern const struct route_group okrs_directory_routes; /* cycles, people, keys */

#endif
