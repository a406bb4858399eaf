/*
 * A client may send back what it read (api.md section 1). Where a dialect shows something else than
 * it takes under the same name (a parent only when it may be seen, the dates of the cycle, a draft as
 * active), what comes back as it was shown is no change: written as it stands it would wipe out what
 * the dialect does not show.
 */
#ifndef OKR_API_INPUT_SENT_BACK_H
#define OKR_API_INPUT_SENT_BACK_H

#include "api/exchange.h"

/* Of an update: what is sent as it is shown is taken for not sent. */
const struct error *forget_sent_back(struct exchange *x, const void *changes, struct given *given);

#endif
