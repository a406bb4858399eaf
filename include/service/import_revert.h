/*
 * Taking an import back (readings 176): what it made is removed for good, what it changed is as it was.
 */
#ifndef OKR_SERVICE_IMPORT_REVERT_H
#define OKR_SERVICE_IMPORT_REVERT_H

#include "model/import.h"
#include "service/work.h"

/* ERROR_CONFLICT when it was not applied, or too long ago; when records were changed since, or something
 * else hangs on them, unless `is_forced`; and when something else needs what it made. */
const struct error *import_revert(struct work *work, struct id id, bool is_forced,
				  struct import *out);

#endif
