/*
 * The kinds of lines that an export has, in their order. Private to the service room.
 */
#ifndef OKR_SERVICE_EXPORT_KINDS_H
#define OKR_SERVICE_EXPORT_KINDS_H

#include "model/thing.h"
#include "store/copy.h"

struct export_kind {
	const char *name;               /* "objective" */
	const struct thing *thing;      /* a table of records, or: */
	const struct link_table *links; /* a table of what links them */
	size_t parent; /* of a thing: the member that names a record of the same kind, which stands
			  before it; THING_HAS_NONE: there is none */
	const char *key; /* of a thing: the table's key by id; NULL: its primary one is */
	size_t secret;   /* of a thing: a member that is in no export; THING_HAS_NONE */
};

/* Ends with a row without a name. */
extern const struct export_kind export_kinds[];

/* Things that are in no export: what lets somebody in. Ends with NULL. */
extern const struct thing *const export_withheld[];

#endif
