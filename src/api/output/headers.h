/*
 * The headers of an answer. Each function adds those that it finds reason for.
 */
#ifndef OKR_API_OUTPUT_HEADERS_H
#define OKR_API_OUTPUT_HEADERS_H

#include "api/exchange.h"

/* Whether the Origin header names one that the settings allow. */
bool origin_is_allowed(const struct exchange *x);

/* What every answer has, once its body is made. */
void headers_common(struct exchange *x);

/* RateLimit: what is left to a valid credential. */
void headers_rate(struct exchange *x);

/* Deprecation, and the route that replaces this one. */
void headers_deprecation(struct exchange *x);

/* The validator of what was answered; a VOLATILE answer is compared only now that it is known. */
void headers_etag(struct exchange *x);

/* The answer to OPTIONS: the methods of the path, and to browsers what they may send. */
void headers_allow(struct exchange *x);

#endif
