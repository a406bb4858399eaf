/*
 * What an import says of itself. Private to the service room.
 */
#ifndef OKR_SERVICE_IMPORT_REPORT_H
#define OKR_SERVICE_IMPORT_REPORT_H

#include "import_run.h"

/* Notes what is wrong with a row, which is then left out. */
__attribute__((format(printf, 5, 6))) void import_error(struct import_run *run,
							struct import_row *row,
							enum template_column column,
							const char *code, const char *format, ...);
__attribute__((format(printf, 4, 5))) void import_warn(struct import_run *run,
						       const struct import_row *row,
						       const char *code, const char *format, ...);

/* Sets what the import says of itself by now: counts and the number of errors; and keeps the rest. */
const struct error *import_report(struct import_run *run);

#endif
