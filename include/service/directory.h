/*
 * The rules of people, departments, teams and cycles. A person who left is deactivated: history
 * keeps its names. What anything uses is not deleted; the database's own references say so.
 */
#ifndef OKR_SERVICE_DIRECTORY_H
#define OKR_SERVICE_DIRECTORY_H

#include "service/resource.h"

extern const struct resource cycle_resource;

extern const struct resource person_resource;

extern const struct resource department_resource;

extern const struct resource team_resource;

#endif
