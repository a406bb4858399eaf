/*
 * From the bytes of a file to rows, and the wrong ones back. Private to the service room.
 */
#ifndef OKR_SERVICE_IMPORT_READ_H
#define OKR_SERVICE_IMPORT_READ_H

#include "import_run.h"

/* From bytes to rows. What is wrong with the file as a whole is an error, what is wrong with a row is
 * noted. */
const struct error *import_read(struct import_run *run, struct text bytes);

/* The rows as they were sent with what is wrong with each. */
struct text import_error_table(struct import_run *run, struct text bytes);

#endif
