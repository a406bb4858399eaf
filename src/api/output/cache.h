/*
 * Rendered answers, kept for all workers. Everything that an answer depends on is part of its key:
 * the workspace's revision, the UTC day, what was asked for, and what the session may see. So
 * nothing kept is ever wrong, and nothing has to be told that it is out of date: a write gives the
 * workspace another revision, and what was kept under the old one is no longer asked for.
 *
 * What is asked for a second time by a client that accepts gzip is kept in that form as well. A
 * compressed answer is another representation, so its ETag ends in `-gzip` (rulings.md 23).
 */
#ifndef OKR_API_OUTPUT_CACHE_H
#define OKR_API_OUTPUT_CACHE_H

#include "api/exchange.h"

/* Before the handler: true when the answer was kept; the reply then has it. */
bool cached_answer_find(struct exchange *x);

/* After the handler: keeps what it answered, if that is of a kind that is kept. */
void cached_answer_add(struct exchange *x);

#endif
