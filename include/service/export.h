/*
 * A whole workspace as lines of JSON (product/import-export.md C2, readings 185–187): a header, its
 * records from one snapshot with parents first, deleted ones included, the journal, and a last line that
 * proves that nothing is missing. No hash, password, session, secret or token is among them.
 *
 * The format: {"format":"okr-workspace","version":1,…}, then {"t":KIND,…} with a member for each stored
 * field, then {"t":"end","counts":{KIND:N},"blake2b":64 hex digits}: BLAKE2b-256 over all bytes before.
 */
#ifndef OKR_SERVICE_EXPORT_H
#define OKR_SERVICE_EXPORT_H

#include "base/buffer.h"
#include "service/work.h"

struct export;

struct export_options {
	bool has_journal;
};

/* Puts the export on record and begins its snapshot, which stays open until work_end. *out lives in the
 * work's arena. */
const struct error *export_begin(struct work *work, const struct export_options *options,
				 struct export **out);

/* Adds the next lines, a bounded number of them; *has_more is false behind the last. */
const struct error *export_next(struct export *export, struct buffer *out, bool *has_more);

/* Gives back what the work's arena does not hold. */
void export_end(struct export *export);

#endif
