/*
 * What can be done to any resource, between a request and its answer. A route's row says to which
 * resource and through which view.
 */
#ifndef OKR_API_VERBS_H
#define OKR_API_VERBS_H

#include "api/exchange.h"
#include "api/input/listing.h"

/* The rows that it asks for. */
const struct error *listing_page(struct exchange *x, struct listing *listing,
				 const struct shown *shown, struct page *out);

const struct error *verb_list(struct exchange *x);
const struct error *verb_get(struct exchange *x);
const struct error *verb_create(struct exchange *x);
const struct error *verb_update(struct exchange *x);
const struct error *verb_delete(struct exchange *x);
const struct error *verb_restore(struct exchange *x);

#endif
