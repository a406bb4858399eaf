/*
 * Percent-encoding in the direction that only this room needs.
 */
#ifndef OKR_HTTP_PERCENT_INTERNAL_H
#define OKR_HTTP_PERCENT_INTERNAL_H

#include "base/arena.h"
#include "base/text.h"

/* A decoded path as it stands in a request line: everything but path characters becomes %XX. */
struct text percent_encode_path(struct arena *arena, struct text path);

#endif
