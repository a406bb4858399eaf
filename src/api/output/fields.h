/*
 * `fields`: an answer with the members that its caller names, and no others (reading 152). The route of
 * such a request is a copy whose view shows them alone, so whatever reads and writes by the view of its
 * route reads and writes no more.
 */
#ifndef OKR_API_OUTPUT_FIELDS_H
#define OKR_API_OUTPUT_FIELDS_H

#include "api/exchange.h"

/* Of records that are read: lists and items; neither searches nor tools. */
bool fields_are_taken(const struct route *route);

/* After all parameters were read: makes the choice in x->fields the route's. What is wrong with it is
 * noted as a fault. */
void fields_apply(struct exchange *x);

#endif
