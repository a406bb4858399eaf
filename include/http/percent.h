/*
 * Percent-encoding (RFC 3986, section 2.1) and its form in query strings, where "+" is a blank.
 * What it decodes is UTF-8 without NUL or it is refused; it does not split paths or queries.
 */
#ifndef OKR_HTTP_PERCENT_H
#define OKR_HTTP_PERCENT_H

#include "base/arena.h"
#include "base/text.h"

/* Percent-decodes (no "+"); false on a broken escape, NUL or invalid UTF-8. */
bool percent_decode(struct arena *arena, struct text raw, struct text *out);

/* As one segment of a path, or one value of a query: all but unreserved characters become %XX. */
struct text percent_encode(struct arena *arena, struct text raw);

/* Decodes one `name=value` of a query string, "+" as a blank; false like percent_decode. */
bool query_decode(struct arena *arena, struct text raw, struct text *out);

#endif
