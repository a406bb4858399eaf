/*
 * The okrs dialect: the audit log, and what happened to one record.
 */
#ifndef OKR_API_OKRS_AUDIT_H
#define OKR_API_OKRS_AUDIT_H

#include "api/route.h"

extern const struct route_group okrs_audit_routes;

#endif
