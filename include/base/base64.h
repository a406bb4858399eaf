/*
 * Base64 (RFC 4648): with the alphabet of URLs and without padding, as tokens have it (section 5), and
 * the ordinary one with padding (section 4).
 */
#ifndef OKR_BASE_BASE64_H
#define OKR_BASE_BASE64_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/text.h"

/* Strict: no other character, padding just as the alphabet has it, no bits left over. The bytes are in
 * the arena. */
bool base64_decode(struct arena *arena, struct text encoded, struct text *out);
bool base64url_decode(struct arena *arena, struct text encoded, struct text *out);

struct text base64url_encode(struct arena *arena, struct text bytes);

#endif
