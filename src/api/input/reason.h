/*
 * Why a change is made (reading 146): the header X-Reason on every write of every dialect, and the
 * member `reason` of those bodies that take one, which wins over it.
 */
#ifndef OKR_API_INPUT_REASON_H
#define OKR_API_INPUT_REASON_H

#include "api/exchange.h"

/* Of a write: ERROR_INVALID when the header is too long, or no UTF-8. */
const struct error *reason_take_header(struct exchange *x);

/* Of the members that were given: it is none of the record's. */
const struct error *reason_take_member(struct exchange *x, const void *changes,
				       struct given *given);

#endif
