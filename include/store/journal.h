/*
 * The journal's rows as they stand in the table, column by column: what is hashed, added and read
 * again to be verified. Columns are kept raw, so that whatever somebody wrote into one is seen as it
 * is, null unlike empty.
 */
#ifndef OKR_STORE_JOURNAL_H
#define OKR_STORE_JOURNAL_H

#include "store/db.h"

enum { JOURNAL_HASH_SIZE = 32 };

/* Where the journal of a workspace ends. */
struct journal_head {
	int64_t sequence; /* 0: there is no row yet */
	struct text hash; /* 32 bytes; zeros before the first row */
};

/* A row. The members up to `content_digest` are what its hash covers, in this order. */
struct journal_link {
	int64_t sequence;
	struct text at; /* as the column prints: 2026-11-28 20:00:00.000 */
	int64_t type, subject_type;
	struct text subject_id, objective_id, cycle_id; /* 16 bytes or null */
	struct text app_id;
	int64_t actor_type;
	struct text actor_id;
	int64_t via;
	struct text request_id;
	struct text reason;
	struct text content_digest;

	struct text hash;
	struct text content;
	int64_t is_erased; /* 1 when erased_at is set; only read */
};

/* The fields that the hash covers. */
extern const struct field journal_hashed[];
extern const size_t journal_hashed_count;

/* Both go with the commit. */
void journal_append(struct db *db, struct id organisation_id, const struct journal_link *link);
void journal_store_head(struct db *db, struct id organisation_id, const struct journal_head *head);

/* Erases what rows tell that were written before this time; *erased counts them. */
const struct error *journal_erase_before(struct db *db, struct id organisation_id,
					 struct instant before, struct instant now,
					 int64_t *erased);

/* … and that are about this subject. */
const struct error *journal_erase_about(struct db *db, struct id organisation_id, word subject_type,
					struct id subject_id, struct instant now);

/* Rows that came without content are told to be erased. */
const struct error *journal_mark_erased(struct db *db, struct id organisation_id,
					struct instant now);

const struct error *journal_read_head(struct db *db, struct id organisation_id,
				      struct journal_head *out, struct instant *at);

/* Rows (struct journal_link) from a sequence on, in their order, at most `limit`. */
const struct error *journal_read_links(struct db *db, struct id organisation_id, int64_t from,
				       int64_t limit, struct list *out);

#endif
