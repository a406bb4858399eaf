/*
 * Whether anybody changed the journal behind the program's back (product/journal.md E, reading 132).
 */
#ifndef OKR_SERVICE_AUDIT_VERIFY_H
#define OKR_SERVICE_AUDIT_VERIFY_H

#include "base/field.h"
#include "service/work.h"

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

enum { AUDIT_ROWS_MAX = 20000 };

/*
 * Looks at the rows `from` to `to` (from 1; INT64_MAX: to the head), `max` of them (0: all), in one
 * snapshot that the caller has begun. The row before them is taken for right.
 */
const struct error *audit_verify(struct work *work, int64_t from, int64_t to, int64_t max,
				 struct audit_verdict *out);

/* The whole chain. */
const struct error *audit_verify_all(struct work *work, struct audit_verdict *out);

#endif
