/*
 * Compression in the form that HTTP calls gzip (RFC 1952).
 */
#ifndef OKR_BASE_GZIP_H
#define OKR_BASE_GZIP_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/text.h"

/* Appends the compressed form of all pieces together. False, and nothing appended, when memory is
 * short. */
bool gzip_pieces(const struct text *pieces, size_t count, struct buffer *out);

#endif
