/*
 * Credentials that stand where they do not belong, as an API key in the path of a request: they must
 * not reach a log, where more people read than may use them.
 */
#ifndef OKR_BASE_REDACT_H
#define OKR_BASE_REDACT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/*
 * Cuts each API key (okrt_…), cookie (okrc_…), link (okrl_…) and JSON Web Token (RFC 7519, three parts of base64url with dots between)
 * in the bytes down to its first nine characters, in place, and marks the place with "...". What
 * looks like one is cut as well: a log may lose a word, never keep a key. Returns the new size.
 */
size_t redact_credentials(char *bytes, size_t size);

/* Whether there is anything in the text that would be cut. */
bool redact_finds(struct text text);

#endif
