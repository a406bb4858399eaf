/*
 * One request from its head to its answer: route, gate, handler, headers. Everything that repeats
 * for every route stands here, once. A request that fails for a reason that may pass (a deadlock, a
 * lost connection before anything was committed) is run again from its beginning.
 */
#ifndef OKR_API_ANSWER_H
#define OKR_API_ANSWER_H

#include "api/exchange.h"

/* What follows the gate, for whatever x->route is by now: the handler, once for each
 * Idempotency-Key, and the end of its transaction. */
const struct error *exchange_run(struct exchange *x);

/* Whether the Origin header names one that the settings allow. */
bool origin_is_allowed(const struct exchange *x);

#endif
