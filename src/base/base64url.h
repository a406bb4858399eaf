/*
 * Base64 with the alphabet of URLs and without padding (RFC 4648, section 5), as tokens have it.
 * Private to the base room.
 */
#ifndef OKR_BASE_BASE64URL_H
#define OKR_BASE_BASE64URL_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/text.h"

/* Strict: no other character, no padding, no bits left over. The bytes are in the arena. */
bool base64url_decode(struct arena *arena, struct text encoded, struct text *out);

struct text base64url_encode(struct arena *arena, struct text bytes);

#endif
