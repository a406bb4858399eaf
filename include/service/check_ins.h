/*
 * Check-ins beyond the verbs of every resource (check_in_resource). Each write recomputes the key
 * result and every objective above it in its own transaction.
 *
 * A check-in without a status keeps the stored one, and makes what is not started on_track; a
 * dialect that wants another default sets it before (rulings.md 14).
 */
#ifndef OKR_SERVICE_CHECK_INS_H
#define OKR_SERVICE_CHECK_INS_H

#include "model/key_result.h"
#include "service/resource.h"

/*
 * Records all of them (struct check_in, key_result_id set) or none, in their order, as one write.
 * Faults are noted under the list's place `list` in the caller's record. They become the stored
 * records, filled.
 */
const struct error *check_in_create_all(struct work *work, struct list check_ins, size_t list);

extern const struct resource check_in_resource;

#endif
