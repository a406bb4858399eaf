/*
 * What a row of the journal tells, as it is kept. Private to the service room.
 */
#ifndef OKR_SERVICE_JOURNAL_CONTENT_H
#define OKR_SERVICE_JOURNAL_CONTENT_H

#include "model/journal.h"
#include "service/work.h"

/* {"title", "changes", "context"}, packed where it is long. */
struct text journal_content(struct arena *arena, struct text title, struct text changes,
			    struct text context);

/* The object of changes; absent when nothing that is told differs. */
struct text journal_changes(struct arena *arena, const struct telling *telling, const void *before,
			    const void *after);

/* Contexts and changes of rows that no record's difference tells: JSON objects. */
struct text journal_sign_in(struct arena *arena, word method, struct text address);
struct text journal_session_end(struct arena *arena, struct id session_id, const char *reason);
struct text journal_link(struct arena *arena, word purpose, struct instant expires_at);
struct text journal_password(struct arena *arena, struct instant from, struct instant to);

/* Whether anything that is told differs: else there is nothing to write (reading 136). */
bool journal_differs(struct work *work, const struct thing *thing, const void *before,
		     const void *after);

/* Takes a content apart; false when it is none (damaged, or erased). The members are JSON. */
struct journal_told {
	struct text title, changes, context;
};
bool journal_unpack(struct arena *arena, struct text content, struct journal_told *out);

#endif
