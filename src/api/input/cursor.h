/*
 * Cursors: the place of the last row that a page looked at, so that a list goes on rightly while
 * records come and go. A cursor is the base64url of a code (16 bytes), the row's id (16 bytes) and,
 * where the list has a sort key, that key's value. The code authenticates all of it under a key that
 * never leaves the installation, so nobody but this server makes one (rulings.md 61). What a place
 * means to the store is listing.c's and the store's business.
 */
#ifndef OKR_API_INPUT_CURSOR_H
#define OKR_API_INPUT_CURSOR_H

#include "api/exchange.h"

/* Sets where the list begins; false when it is no cursor of this list in this order. */
bool cursor_read(struct exchange *x, struct text cursor, struct query *query);
struct text cursor_make(struct exchange *x, struct value value, struct id id);

#endif
