/*
 * A statement as text, for several in one packet. Private to the store room.
 */
#ifndef OKR_STORE_BATCH_INTERNAL_H
#define OKR_STORE_BATCH_INTERNAL_H

#include "base/buffer.h"
#include "base/value.h"
#include "store/db_internal.h"

/*
 * Appends the statement with each `?` replaced by the value in its place, and `;`. There is nothing
 * to escape: numbers are digits, times are digits in quotes, texts and ids are hexadecimal bytes, which
 * the server takes as they are. No `?` may stand in the statement for anything else.
 */
void batch_add(struct buffer *batch, const char *sql, const struct value *values, size_t count);

/* Bytes of a packet. A server takes 16 MiB unless it is told otherwise, and ends the connection of
 * who sends more; some are told 4. */
enum { PACKET_MAX = 1 << 20 };

/*
 * Takes the next packet from statements that batch_add added, the last of which may lack its `;`:
 * as many whole ones as PACKET_MAX holds, but one at least. *count says how many they are, *rest is
 * what follows.
 */
struct text batch_cut(struct text *rest, unsigned *count);

/* On a cluster, within a write: what no packet of it may end without (proof.h). */
void batch_guard(struct db *db);

/* Sends what db_run_later added, with `last` (which may be empty) behind it: in one packet, unless
 * that would be too long for a server. */
const struct error *db_send_later(struct db *db, struct text last);

/* A question among the statements of db_run_later, and what became of them all. */
struct asking {
	const struct form *form; /* of its one row */
	void *row;
	bool found;
	unsigned count, answered; /* statements that were sent, and that were run */
};

/* Sends what waits, as db_send_later does, with a question among it: the first statement that gives
 * rows. */
const struct error *db_send_asking(struct db *db, struct asking *asking);

/* The same if one of the tables that they write into is among the named (struct tables). */
const struct error *db_send_before(struct db *db, uint32_t named);

#endif
