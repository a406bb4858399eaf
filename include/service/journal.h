/*
 * The journal: a row for each record whose own stored fields a write changes, in the write's own
 * transaction (product/journal.md J, readings 131–144). What a row tells is made here from the record
 * before and after; the rows are numbered, chained and sent with the commit.
 *
 * Whoever changes a resource's rows opens an entry before and closes it after what follows from the
 * change: rows stand in the order of opening, so the verb's subject comes first.
 */
#ifndef OKR_SERVICE_JOURNAL_H
#define OKR_SERVICE_JOURNAL_H

#include "model/journal.h"
#include "model/key_result.h"
#include "service/work.h"

struct journal_entry; /* in the work's arena */

/* The next row of the write, about a record of this thing. Within a write alone. */
struct journal_entry *journal_open(struct work *work, const struct thing *thing);

/*
 * What became of it: `before` is NULL for a new record, `after` for one that was removed; both are
 * read here and now. Without a difference that is told there is no row.
 */
const struct error *journal_close(struct work *work, struct journal_entry *entry,
				  const void *before, const void *after);

/* Both for a record that nothing else follows from. */
const struct error *journal_note(struct work *work, const struct thing *thing, const void *before,
				 const void *after);

/* The row's type, where what happened is more than the difference tells: then there is a row in any
 * case. */
void journal_set_type(struct journal_entry *entry, word type);

/* What else there is to know: a JSON object. */
void journal_set_context(struct journal_entry *entry, struct text context);

/* Of the entry that is open, a check-in or an edit of a value: what the key result has become by it,
 * and how far its objective has come (reading 138). */
void journal_tell_key_result(struct work *work, const struct key_result *key_result);

/* What a roll-up made of the nearest objective; for the entries that are told of. */
struct journal_moved {
	struct id objective_id, cycle_id;
	double from, to; /* progress */
	struct date period_end;
};
void journal_moved(struct work *work, const struct journal_moved *moved);

/* The newest of the write that is open, when it is of this objective; else NULL. */
const struct journal_moved *journal_find_moved(const struct work *work, struct id objective_id);

#endif
