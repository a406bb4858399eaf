/*
 * The table of first answers (idempotency).
 */
#ifndef OKR_STORE_ANSWERS_H
#define OKR_STORE_ANSWERS_H

#include "store/db.h"

struct answer_key {
	struct id organisation_id;
	struct id credential;
	struct text request; /* 32 bytes */
};

struct stored_answer {
	struct answer_key key;
	struct text fingerprint; /* 32 bytes */
	struct instant created_at;
	int64_t status;
	struct text head, body;
};

/* Fills the rest of the row that `out->key` names, if there is one. What was kept before `oldest` has
 * expired: its body may not be whole any more. */
const struct error *answer_find(struct db *db, struct stored_answer *out, struct instant oldest,
				bool *found);

/* Reads every answer of a workspace, without its body, for damage to be told. */
const struct error *answer_read_all(struct db *db, struct id organisation_id);

/* All that follows is done with the commit: a key that is there already makes the commit fail with an
 * error that db_is_duplicate tells. */

void answer_insert(struct db *db, const struct stored_answer *answer);

/* Removes a few of a workspace that were kept before this time. */
void answer_expire(struct db *db, struct id organisation_id, struct instant before);

/* Removes the one of this key, if it was kept before this time. */
void answer_forget(struct db *db, const struct answer_key *key, struct instant before);

/* Removes those of a workspace in whose body this text stands, and every one so large that it might
 * (256 KiB). */
void answer_forget_all_with(struct db *db, struct id organisation_id, struct text text);

#endif
