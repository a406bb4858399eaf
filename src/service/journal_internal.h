/*
 * What the files of the journal share. Private to the service room.
 */
#ifndef OKR_SERVICE_JOURNAL_INTERNAL_H
#define OKR_SERVICE_JOURNAL_INTERNAL_H

#include "base/buffer.h"
#include "service/journal.h"
#include "store/journal.h"

struct journal_entry {
	struct journal_entry *next;    /* in the order of the rows */
	struct journal_entry *outer;   /* the one that was open before; NULL: none */
	const struct telling *telling; /* NULL: about the workspace */
	word type, subject;
	bool is_void;
	struct id subject_id, objective_id, cycle_id;
	struct text app_id;
	struct text context; /* a JSON object, or absent */
	struct text content; /* JSON, or its packed form */
};

/* The rows of the write that is open. */
struct journal {
	struct journal_head head; /* before them */
	struct journal_entry *first, *last;
	struct journal_entry *open; /* the innermost that is not closed */
	struct journal_moved moved; /* the newest; ID_NONE: nothing has */
};

/* Begins the rows of a write behind this head. */
void journal_begin(struct work *work, const struct journal_head *head);

/* A row about the workspace itself; `changes`: a JSON object. */
void journal_add_workspace(struct work *work, word type, struct text changes);

/* Hands the rows over, to go with the commit. */
void journal_flush(struct work *work);

bool journal_is_empty(const struct work *work);

/* ---- what a row tells ------------------------------------------------------------------------- */

/* {"title", "changes", "context"}, packed where it is long. */
struct text journal_content(struct arena *arena, struct text title, struct text changes,
			    struct text context);

/* The object of changes; absent when nothing that is told differs. */
struct text journal_changes(struct arena *arena, const struct telling *telling, const void *before,
			    const void *after);

/* Takes a content apart; false when it is none (damaged, or erased). The members are JSON. */
struct journal_told {
	struct text title, changes, context;
};
bool journal_unpack(struct arena *arena, struct text content, struct journal_told *out);

/* ---- the chain -------------------------------------------------------------------------------- */

/* The hash of a row behind the one with the hash `previous`. */
void journal_hash(struct text pepper, struct id organisation_id, struct text previous,
		  const struct journal_link *link, uint8_t out[JOURNAL_HASH_SIZE]);

void journal_digest(struct text content, uint8_t out[JOURNAL_HASH_SIZE]);

#endif
