/*
 * Idempotency-Key: a POST that is sent again is answered what it was answered first, and does
 * nothing. The answer is kept in the transaction of what it did, so neither a crash nor a second
 * worker comes between (api.md section 1, rulings.md 25). Two of one key that run at the same time
 * take turns at the workspace's row: the later one meets the kept answer of the earlier.
 */
#ifndef OKR_API_OUTPUT_IDEMPOTENCY_H
#define OKR_API_OUTPUT_IDEMPOTENCY_H

#include "api/exchange.h"

/* Before the handler: the answer that was given before, if there is one (x->once.is_replayed). */
const struct error *idempotency_look_up(struct exchange *x);

/* After the handler: its error, unless the key was used for another body, which is told before what
 * exists and in which state. */
const struct error *idempotency_judge(struct exchange *x, const struct error *error);

/* After the handler, in its transaction: keeps the answer. */
const struct error *idempotency_record(struct exchange *x);

/* Commits what the handler wrote. */
const struct error *idempotency_finish(struct exchange *x);

#endif
