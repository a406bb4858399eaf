/*
 * Validators. An ETag is `"VERSION-REVISION-DAY-WHAT"`: the record's version (0 for lists), the
 * workspace's random revision, the UTC day that computed values hang on, and a digest of the
 * target and of what the session may see. If-None-Match compares all of it, If-Match the version
 * alone, whatever a proxy or compression put around or behind it (rulings.md 23).
 */
#ifndef OKR_API_OUTPUT_ETAG_H
#define OKR_API_OUTPUT_ETAG_H

#include "api/exchange.h"

struct text etag_make(struct exchange *x);
bool etag_is_known(struct exchange *x);     /* If-None-Match names what would be answered */
bool etag_is_any(const struct exchange *x); /* If-None-Match is satisfied by any answer */
struct expectation etag_expectation(struct exchange *x); /* If-Match */

#endif
