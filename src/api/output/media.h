/*
 * In which form a list is answered, as the Accept header has it.
 */
#ifndef OKR_API_OUTPUT_MEDIA_H
#define OKR_API_OUTPUT_MEDIA_H

#include "api/exchange.h"

/* Whether the route has CSV and the Accept header would rather have it than JSON. */
bool prefers_csv(const struct exchange *x);

/* Whether the route has NDJSON and the Accept header would rather have it than JSON. */
bool prefers_ndjson(const struct exchange *x);

#endif
