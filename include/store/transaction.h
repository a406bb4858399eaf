/*
 * Write transactions. Each begins by renewing the organisation's revision, and so holds its row:
 * one writer per workspace at a time, which is what makes checks, roll-ups and stamps safe without
 * any other lock. Ends by committing, and finds out what became of a commit whose answer was lost.
 */
#ifndef OKR_STORE_TRANSACTION_H
#define OKR_STORE_TRANSACTION_H

#include "store/journal.h"

/* Begins a transaction, unless there is one. Its snapshot is made by the first statement in it. */
const struct error *db_begin(struct db *db);

/* Ends the transaction: what was written is kept. An error leaves the outcome unknown when it is
 * retryable; transaction_commit finds out. Does nothing outside a transaction. */
const struct error *db_end(struct db *db);

/* Ends the transaction: what was written is forgotten. */
void db_forget(struct db *db);

/* No stamp is beyond it: the year 9999 can still be printed. */
#define STAMP_MAX 253402214400000

struct transaction {
	struct id organisation_id;
	int64_t revision;         /* the new one */
	int64_t known_revision;   /* one that the organisation had before, as lately as may be */
	struct instant stamp;     /* greater than that of any earlier write of the workspace */
	bool needs_reason;        /* the workspace wants to know why (change_reason) */
	bool is_owners;           /* its owners alone edit (edit_policy) */
	bool is_unphased;         /* no cycle of it is in review or closed */
	struct journal_head head; /* where the journal ended before it */
};

/*
 * Leaves the snapshot that reads were made from and begins a write. The stamp is `now`, or later
 * when the workspace was written in this millisecond or the clock stepped back (rulings.md 20).
 * ERROR_NOT_FOUND when the organisation is gone. Whoever may not wait gets an error at once while
 * somebody else has the row.
 *
 * `is_quiet`: what is written changes no answer, so the workspace keeps its revision, and with it what
 * is kept of answers; that the write was done can be found out all the same.
 */
const struct error *transaction_begin(struct db *db, struct id organisation_id, struct instant now,
				      int64_t known_revision, bool may_wait, bool is_quiet,
				      struct transaction *out);

/* What the workspace has chosen, as it stands within the transaction that is open. */
const struct error *transaction_look(struct db *db, struct id organisation_id, bool *needs_reason,
				     bool *is_owners);

/* The write took so long that its stamp went on: the next one's is greater than this. */
void transaction_restamp(struct db *db, const struct transaction *transaction);

/*
 * Commits. When the connection dies meanwhile, it is made anew and the organisation's newest
 * revisions tell whether the commit was done: NULL if it was, a retryable error if it was not. When
 * they cannot tell (the database stays away, or so many wrote since that even known_revision is no
 * longer among them), an error that is not retryable and says so.
 */
const struct error *transaction_commit(struct db *db, const struct transaction *transaction);

/* The revision that readers of the current snapshot see, and whether owners alone edit. */
const struct error *revision_read(struct db *db, struct id organisation_id, int64_t *out,
				  bool *is_owners);

#endif
