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

/* Sends what db_run_later added, with `last` (which may be empty) behind it, in one
 * packet. */
const struct error *db_send_later(struct db *db, struct text last);

/* The same if one of the tables that they write into is among the named (struct tables). */
const struct error *db_send_before(struct db *db, uint32_t named);

#endif
