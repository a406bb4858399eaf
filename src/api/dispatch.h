/*
 * One request behind its head: route, gate, handler, and what is begun anew where a reason may pass.
 * Private to the api room.
 */
#ifndef OKR_API_DISPATCH_H
#define OKR_API_DISPATCH_H

#include "api/exchange.h"

/* The route of x->request: 404; 405, with Allow in the reply. */
const struct error *dispatch_find(struct exchange *x);

/* Gate, body, handler, the end of its transaction; the route was found. */
const struct error *dispatch_once(struct exchange *x);

/* The same, again and again while an error is one that may pass. *attempts: how often it was run. */
const struct error *dispatch_run(struct exchange *x, unsigned *attempts);

/* Nothing of an answer that was begun may stand before or in another. */
void dispatch_drop(struct exchange *x);

#endif
