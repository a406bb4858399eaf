/*
 * A request's body, up to the fields in it: the order of checks is that of api.md section 1, media type
 * and size (415, 413) before syntax and fields (400). What a field may hold is view_read.c's.
 */
#ifndef OKR_API_INPUT_BODY_H
#define OKR_API_INPUT_BODY_H

#include "api/exchange.h"

/* Reads the body by the route's view; faults are noted in x->work. */
const struct error *body_read(struct exchange *x, bool is_new, void *record, struct given *given);

/* What is asked of every request: no body, or all of it and no more than is taken. */
const struct error *body_must_be_whole(struct exchange *x);

/* The media type and syntax of the body; nothing of its fields. The first looks once at a request, as
 * often as it is asked. The second leaves the syntax to the caller, and takes an empty one. */
const struct error *body_check(struct exchange *x);
const struct error *body_check_type(struct exchange *x);

#endif
