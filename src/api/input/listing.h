/*
 * What a list is asked for, by all its parameters, and how its next page is said.
 */
#ifndef OKR_API_LISTING_H
#define OKR_API_LISTING_H

#include "api/input/filters.h"

/* From the query string; of a ROUTE_READ also from the members of the body, where a list of values
 * means any of them. */
const struct error *listing_read(struct exchange *x, struct listing *out);

/* The place behind the last row of a page, opaque to callers. */
struct text listing_cursor(struct exchange *x, const struct page *page);

/* A list's next page, as the Link header says it. */
void listing_link_next(struct exchange *x, const struct page *page);

/* For handlers of their own: the route's filters, all FILTER_TAKEN, from where listing_read takes
 * them, into the struct that their places are in; what is not given stays as it is. */
const struct error *parameters_read(struct exchange *x, void *out);

/* Fails unless the request has no query parameters. */
const struct error *query_must_be_empty(struct exchange *x);

#endif
