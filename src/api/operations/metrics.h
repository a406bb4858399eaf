/*
 * /metrics: the figures of this host in the text form of Prometheus, for those who may see them.
 */
#ifndef OKR_API_OPERATIONS_METRICS_H
#define OKR_API_OPERATIONS_METRICS_H

#include "api/exchange.h"

/* Answers GET /metrics to a peer on this host, and to whoever has the token of the settings. */
const struct error *metrics_show(struct exchange *x);

/* The number of a route among those of all groups, from 1 on; 0: none. */
size_t metrics_route_number(const struct routes *routes, const struct route_match *match);

/* How many there are, with 0; and what tells this order of routes from another. */
size_t metrics_route_count(const struct routes *routes);
uint64_t metrics_layout(const struct routes *routes);

#endif
