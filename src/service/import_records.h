/*
 * Making records, and keeping what an import made. Private to the service room.
 */
#ifndef OKR_SERVICE_IMPORT_RECORDS_H
#define OKR_SERVICE_IMPORT_RECORDS_H

#include "import_run.h"

/* Makes a record that rows name and that is not there. */
const struct error *import_add(struct import_run *run, word kind, void *record, struct text key);

/* Notes that a record was made or changed. `before` is NULL for a new one. */
const struct error *import_note(struct import_run *run, word kind, struct id id, const void *before,
				const struct given *given);

/* What the source calls the record, unless it is known already. */
void import_ref_add(struct import_run *run, word kind, struct text key, struct id id);

#endif
