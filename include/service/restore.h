/*
 * A new workspace from the lines of an export (product/import-export.md C2, readings 187 and 188): ids,
 * versions and times stay, the journal's chain is computed anew over the old contents and closed by
 * workspace.restored. All of it is one transaction: whatever fails, nothing is left.
 */
#ifndef OKR_SERVICE_RESTORE_H
#define OKR_SERVICE_RESTORE_H

#include "model/directory.h"
#include "service/work.h"

/* The lines of a file, which is read twice. */
struct restore_source {
	void *context;
	/* The next line with its line break, if it has one; absent at the end. It stays until the next. */
	const struct error *(*next)(void *context, struct text *line);
	const struct error *(*rewind)(void *context);
	void (*told)(void *context, int64_t lines); /* hears how many were written; may be NULL */
};

/* ERROR_INVALID with a sentence for a file that is cut, altered, no export or one of a later version, or
 * that the tables cannot hold; ERROR_CONFLICT for a name that is taken. The work is in the new
 * workspace then, and committed. */
const struct error *restore_workspace(struct work *work, const struct restore_source *source,
				      struct text name, struct organisation *out);

#endif
