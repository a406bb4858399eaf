/*
 * Imports: records that come in with a file (product/import-export.md C1, readings 170–179). A check
 * is an apply that is forgotten, so it finds whatever an apply would find; both obey the rules that
 * the API has, but for who may edit: an administrator may import everything.
 */
#ifndef OKR_SERVICE_IMPORTS_H
#define OKR_SERVICE_IMPORTS_H

#include "model/import.h"
#include "service/resource.h"

/* Rows of a file over HTTP, and by okrctl. */
enum { IMPORT_ROWS_MAX = 5000, IMPORT_ROWS_OF_JOBS = 200000 };

/* How long a file is kept that was checked, and how long an import can be reverted. */
enum { IMPORT_FILE_HOURS = 24, IMPORT_REVERT_DAYS = 7 };

/* Reads names of `create_missing` with commas between them; false when there is another. */
bool import_places(struct text list, unsigned *out);

/* Checks a file; *out is the import, which nothing but itself is written for. */
const struct error *import_check(struct work *work, const struct import_options *options,
				 struct text bytes, struct import *out);

/* Checks it again and writes all of it. ERROR_CONFLICT when there are errors that are not to be
 * skipped, or that the first check had not; when it was applied before; when its file is gone. */
const struct error *import_apply(struct work *work, struct id id, bool skips_bad_rows,
				 struct import *out);

/* With warnings, errors and preview. */
const struct error *import_get(struct work *work, struct id id, struct import *out);

/* The rows that are wrong, as they were sent, with what is wrong: CSV. */
const struct error *import_get_errors(struct work *work, struct id id, struct text *out);

extern const struct resource import_resource_of_all;

#endif
