/*
 * Reading the journal (product/journal.md E): its rows with the names of who and what they are about,
 * and where it ends. Whether it is whole is audit_verify.h's.
 */
#ifndef OKR_SERVICE_AUDIT_H
#define OKR_SERVICE_AUDIT_H

#include "model/journal.h"
#include "service/resource.h"
#include "service/work.h"

/* Rows of struct journal_row, newest first where nothing else is asked for. Nothing writes it. */
extern const struct resource journal_resource;

/* Limits a question about rows to what a key with an application may see (reading 134). */
void audit_limit(struct work *work, struct query *query);

/*
 * For a credential with an application: of the rows that it may see, ids of other applications'
 * records are null in `changes`, and so is the progress of their objectives in `context`. Does nothing
 * for others.
 */
const struct error *audit_narrow(struct work *work, struct list rows);

/*
 * For whoever sees the records that the rows are about, but not the log (reading 134): keys are
 * nameless, of `changes` those members stay that `is_shown` says, and ids of what the session may not
 * see are null in them, and so is its objectives' progress in `context`.
 */
const struct error *audit_soften(struct work *work, struct list rows,
				 bool (*is_shown)(const void *context, struct text name),
				 const void *context);

/* Where the journal ends. */
struct audit_head {
	int64_t sequence;  /* 0 without rows */
	struct text hash;  /* 64 hexadecimal digits */
	struct instant at; /* none without rows */
};

const struct error *audit_read_head(struct work *work, struct audit_head *out);

/* The row with this sequence; *found false when there is none. */
const struct error *audit_find(struct work *work, int64_t sequence, struct journal_row *out,
			       bool *found);

#endif
