/*
 * The okrs dialect: what a person owes.
 */
#ifndef OKR_API_OKRS_TODO_H
#define OKR_API_OKRS_TODO_H

#include "api/route.h"

extern const struct route_group okrs_todo_routes;

/* The last values of a record, and the days that they are of. */
extern const struct view recent_value_view;

#endif
