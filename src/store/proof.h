/*
 * How a write on a cluster (Galera) proves that it was one transaction. When another node's write
 * comes first, such a server rolls this one's back; in the midst of a packet of several statements it
 * says no word of it, and ends the packet or goes on with the rest as if nothing had been before.
 * So nothing is committed by itself while a write lasts, every packet ends with a statement that fails
 * unless the write's own revision still stands in the workspace's row, and a question behind COMMIT is
 * answered by the revision that was kept. A single server pays for none of it. Private to the store room.
 */
#ifndef OKR_STORE_PROOF_H
#define OKR_STORE_PROOF_H

#include "store/db_internal.h"

/* Into what is sent next, before the write begins whose revision it is: nothing, unless the server is of
 * a cluster. */
void proof_open(struct db *db, struct id organisation_id, int64_t revision);

/*
 * Sends what waits, and commits. *is_open: what became of it is not known. Otherwise NULL says that it was
 * done, an error that it was not. For a server of a cluster alone.
 */
const struct error *proof_commit(struct db *db, bool *is_open);

/* Rolls back, and leaves the session as it was before proof_open. */
const struct error *proof_drop(struct db *db);

/* Whether the revision is among the newest of a workspace (organisation.recent_revisions). */
bool proof_is_among(struct text recent, int64_t revision);

#endif
