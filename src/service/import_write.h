/*
 * Writing the rows of a file. Private to the service room.
 */
#ifndef OKR_SERVICE_IMPORT_WRITE_H
#define OKR_SERVICE_IMPORT_WRITE_H

#include "import_run.h"

/* Writes every row into the transaction that is open. */
const struct error *import_write(struct import_run *run);

#endif
