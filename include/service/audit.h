/*
 * Reading the journal (product/journal.md E): its rows with the names of who and what they are about,
 * where it ends, and whether anybody changed it behind the program's back.
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
 * For whoever sees the records that the rows are about, but not the log (reading 134): keys are
 * nameless, of `changes` those members stay that `is_shown` says, and objectives that the session may
 * not see are null in them.
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

enum audit_reason { AUDIT_CONTENT, AUDIT_LINK, AUDIT_GAP };
extern const struct word_name audit_reason_words[];

/* A stretch of the chain that was looked at. */
struct audit_verdict {
	bool is_valid;
	int64_t checked;   /* rows */
	int64_t sequence;  /* the first that is bad; INTEGER_NONE: none */
	word reason;       /* enum audit_reason, or WORD_NONE */
	int64_t next_from; /* where to go on; INTEGER_NONE: it was looked at to its end */
};

enum { AUDIT_ROWS_MOST = 20000 };

/*
 * Looks at the rows `from` to `to` (from 1; INT64_MAX: to the head), `most` of them (0: all), in one
 * snapshot that the caller has begun. The row before them is taken for right.
 */
const struct error *audit_verify(struct work *work, int64_t from, int64_t to, int64_t most,
				 struct audit_verdict *out);

/* The whole chain. */
const struct error *audit_verify_all(struct work *work, struct audit_verdict *out);

/* The row with this sequence; *found false when there is none. */
const struct error *audit_find(struct work *work, int64_t sequence, struct journal_row *out,
			       bool *found);

#endif
