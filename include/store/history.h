/*
 * The history of a key result, newest first: what its current value, status and momentum are made
 * from, and the lists that people read.
 */
#ifndef OKR_STORE_HISTORY_H
#define OKR_STORE_HISTORY_H

#include "model/key_result.h"
#include "model/query.h"
#include "store/db.h"

/* A place in a history: entries are ordered by time, then by id. */
struct history_place {
	struct instant at;
	struct id id;
};

#define HISTORY_TOP ((struct history_place){ INSTANT_NONE, ID_NONE })

/* An entry without its texts. */
struct entry {
	struct id id;
	struct instant checked_in_at;
	word kind;
	double value;
	word status;
};

/* Up to `limit` entries before `place`, newest first, of both kinds. */
const struct error *history_entries(struct db *db, struct id organisation_id,
				    struct id key_result_id, struct history_place place,
				    size_t limit, struct list *out);

/* An entry with what people read of it. */
struct told_entry {
	struct id id;
	struct id key_result_id;
	struct instant at;
	word kind;
	double value;
	word status;
	struct text comment;
	struct id person_id;
	bool is_seen; /* else only its value is to be used: the entry after it tells that */
};

/* Whole histories of at most 64 key results, by key result, oldest first. `seen`: a query of
 * check-ins that is limited to what the session may see. */
enum { HISTORIES_AT_ONCE = 64 };
const struct error *history_of_all(struct db *db, const struct query *seen, const struct id *ids,
				   size_t count, struct list *out);

/* How many check-ins there are. */
const struct error *history_count(struct db *db, struct id organisation_id, struct id key_result_id,
				  int64_t *out);

#endif
