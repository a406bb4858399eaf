/*
 * Compression: in the form that HTTP calls gzip (RFC 1952), and that of zlib (RFC 1950) for what is
 * kept.
 */
#ifndef OKR_BASE_GZIP_H
#define OKR_BASE_GZIP_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"

/* Appends the compressed form of all pieces together. False, and nothing appended, when memory is
 * short. */
bool gzip_pieces(const struct text *pieces, size_t count, struct buffer *out);

/* Appends the zlib form; likewise. */
bool zlib_pack(struct text bytes, struct buffer *out);

/* What was packed; false when it is damaged, or longer than `max` bytes. */
bool zlib_unpack(struct arena *arena, struct text packed, size_t max, struct text *out);

#endif
