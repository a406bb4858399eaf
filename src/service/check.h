/*
 * What every record must fulfil before it is written, whatever thing it is of (rulings.md 6).
 */
#ifndef OKR_SERVICE_CHECK_H
#define OKR_SERVICE_CHECK_H

#include "service/work.h"

/* Notes a fault for each given reference of `record` that names nothing which may be seen. Of an
 * update, `record` holds the changes alone. */
const struct error *check_references(struct work *work, const struct thing *thing,
				     const void *record, const struct draft *draft);

/* ERROR_CONFLICT when another record has a unique text that is new to this one. Does nothing when
 * faults were noted: those are said first. */
const struct error *check_taken(struct work *work, const struct thing *thing,
				const struct draft *draft);

#endif
