/*
 * What follows the gate, for whatever x->route is by now: a path's route, or a tool's. Private to the
 * api room.
 */
#ifndef OKR_API_RUN_H
#define OKR_API_RUN_H

#include "api/exchange.h"

/* The handler, once for each Idempotency-Key, and the end of its transaction. */
const struct error *exchange_run(struct exchange *x);

/* Adds the ETag that the answer of a part has once its write, which is still open, is committed. */
void exchange_add_etag(struct exchange *x);

#endif
