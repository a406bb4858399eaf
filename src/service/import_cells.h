/*
 * From the cells of a row to the members of its record. Private to the service room.
 */
#ifndef OKR_SERVICE_IMPORT_CELLS_H
#define OKR_SERVICE_IMPORT_CELLS_H

#include "import_run.h"

/* From the cells of a row to the members of its record: what is empty stays. */
const struct error *import_fill(struct import_run *run, struct import_row *row, void *record,
				struct given *given);

/* The column that a member of this kind's record comes from; TEMPLATE_COLUMNS: none. */
enum template_column import_column_of(word kind, size_t member);

#endif
