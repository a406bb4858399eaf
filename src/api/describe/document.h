/*
 * The API description as a whole (OpenAPI 3.1), and the route that answers it.
 */
#ifndef OKR_API_DESCRIBE_DOCUMENT_H
#define OKR_API_DESCRIBE_DOCUMENT_H

#include "api/exchange.h"

/* As JSON, for the server at this URL. */
void document_write(struct buffer *out, const struct routes *routes, struct text url);

extern const struct route_group openapi_routes;

#endif
