/*
 * What the kinds of rows are records of. Private to the service room.
 */
#ifndef OKR_SERVICE_IMPORT_KINDS_H
#define OKR_SERVICE_IMPORT_KINDS_H

#include "import_run.h"

/* The thing and the rules of a kind of row. */
const struct resource *import_resource(word kind);
const struct thing *import_thing_of(word kind);

/* Whether the cell of this column says something. */
bool import_has(const struct import_row *row, enum template_column column);

#endif
