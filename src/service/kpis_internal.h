/*
 * What of KPIs follows from other rows and is stored all the same, for who verifies it. Private to the
 * service room.
 */
#ifndef OKR_SERVICE_KPIS_INTERNAL_H
#define OKR_SERVICE_KPIS_INTERNAL_H

#include "service/work.h"

/* Of a struct kpi: the newest update's value and time. Of a struct kpi_update: the value before it.
 * *applies is false when the KPI of an update does not exist. */
const struct error *kpi_derive(struct work *work, void *record, bool *applies);
const struct error *kpi_update_derive(struct work *work, void *record, bool *applies);

#endif
