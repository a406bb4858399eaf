/*
 * The rules of KPIs. The history is in order of arrival (updates are not back-dated); each update
 * keeps the value before it, and correcting or deleting one mends the next (rulings.md 18).
 */
#ifndef OKR_SERVICE_KPIS_H
#define OKR_SERVICE_KPIS_H

#include "service/resource.h"

extern const struct resource kpi_resource;

extern const struct resource kpi_update_resource;

#endif
