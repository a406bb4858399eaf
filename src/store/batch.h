/*
 * A statement as text, for several in one packet. Private to the store room.
 */
#ifndef OKR_STORE_BATCH_H
#define OKR_STORE_BATCH_H

#include "base/buffer.h"
#include "base/value.h"

/*
 * Appends the statement with each `?` replaced by the value in its place, and `;`. There is nothing
 * to escape: numbers are digits, times are digits in quotes, texts and ids are hexadecimal bytes, which
 * the server takes as they are. No `?` may stand in the statement for anything else.
 */
void batch_add(struct buffer *batch, const char *sql, const struct value *values, size_t count);

#endif
