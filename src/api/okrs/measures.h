/*
 * The okrs dialect's KPIs (seed 003, "KPIs" and "Initiatives").
 */
#ifndef OKR_API_OKRS_MEASURES_H
#define OKR_API_OKRS_MEASURES_H

#include "api/okrs/okrs.h"

extern const struct view okr_kpi_view;

extern const struct route_group okrs_measures_routes;

#endif
