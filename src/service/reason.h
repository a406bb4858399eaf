/*
 * When a change must say why. Private to the service room.
 */
#ifndef OKR_SERVICE_REASON_H
#define OKR_SERVICE_REASON_H

#include "service/work.h"

/* Notes a fault of `reason` when the workspace wants one for this change and there is none: of what
 * was agreed on, or by which the record leaves a cycle that has begun (reading 147). */
const struct error *reason_check(struct work *work, const struct thing *thing, const void *before,
				 const void *after);

#endif
