/*
 * The Accept header (RFC 9110, section 12.5.1), as far as this product negotiates: whether the
 * caller asks for one media type by its name, and which of two it would rather have. Wildcards never
 * ask for anything by themselves; they only say how much the other type is wanted.
 */
#ifndef OKR_HTTP_ACCEPT_H
#define OKR_HTTP_ACCEPT_H

#include "http/request.h"

/* Whether an Accept header (or absent: anything) names this media type literally, with q > 0;
 * likewise Accept-Encoding a coding. */
bool accept_names(struct text accept, struct text media_type);

/* Whether it names this media type and wants it more than the other one, which it may mean by a
 * wildcard as well; of two that it names with one weight, the first. */
bool accept_prefers(struct text accept, struct text media_type, struct text other);

#endif
