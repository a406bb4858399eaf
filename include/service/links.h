/*
 * Resolving groups, periods and lists of key results.
 */
#ifndef OKR_SERVICE_LINKS_H
#define OKR_SERVICE_LINKS_H

#include "service/work.h"

/* The cycle with exactly this name (whatever its case), or ID_NONE. */
const struct error *cycle_find_named(struct work *work, struct text name, struct id *out);

#endif
