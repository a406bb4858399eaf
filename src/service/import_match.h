/*
 * What a row hangs on, and which record it means. Private to the service room.
 */
#ifndef OKR_SERVICE_IMPORT_MATCH_H
#define OKR_SERVICE_IMPORT_MATCH_H

#include "import_run.h"

/* What each row hangs on, and the record that its key means. */
const struct error *import_resolve(struct import_run *run);

/* The record that a row without a known key means; sets row->before and row->id. */
const struct error *import_match(struct import_run *run, struct import_row *row,
				 const void *record);

/* Whether two rows of the file mean the same record. */
void import_register(struct import_run *run, struct import_row *row, const void *record);

#endif
