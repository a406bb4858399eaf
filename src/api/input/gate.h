/*
 * Which credential of a request counts, and who may sign in (readings 101–103, 108, 115, 119).
 */
#ifndef OKR_API_INPUT_GATE_H
#define OKR_API_INPUT_GATE_H

#include "api/exchange.h"

/* Opens x->work.session by what the request shows: an Authorization header decides alone; without one,
 * below /api/v1 and with `X-OKR-Console: 1`, the cookie does, or the web server's own login. May be asked
 * again for the same request. */
const struct error *gate_open(struct exchange *x);

/* Before a way in: TLS, and for a POST that it comes from the console of this site. */
const struct error *gate_admit(struct exchange *x);

/* Whether the session may use the route: its scope, and that it is a session where one is asked for. */
const struct error *gate_permits(struct exchange *x);

/* The answer's cookie, if it sets or drops one; `is_done`: what the route did was kept. */
void gate_add_cookie(struct exchange *x, bool is_done);

/* Whether the answer depends on the cookie: where an Authorization header decides, it does not. */
bool gate_varies_by_cookie(const struct exchange *x);

#endif
