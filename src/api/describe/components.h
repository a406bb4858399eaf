/*
 * What the paths of the API description refer to: the schemas of all views, and the parameters,
 * headers and errors that many operations have.
 */
#ifndef OKR_API_DESCRIBE_COMPONENTS_H
#define OKR_API_DESCRIBE_COMPONENTS_H

#include "api/describe/openapi.h"

/* "components": every schema, parameter, header and error that the paths refer to. */
void openapi_components(struct json_writer *json, const struct routes *routes);

#endif
