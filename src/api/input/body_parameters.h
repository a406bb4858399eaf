/*
 * The parameters of a read by POST, as they stand in its body. Private to the api room.
 */
#ifndef OKR_API_INPUT_BODY_PARAMETERS_H
#define OKR_API_INPUT_BODY_PARAMETERS_H

#include "api/input/parameters.h"

/* Whether the route takes a parameter of this name that is no filter. */
typedef bool (*common_test)(const struct exchange *x, struct text name);

/* Adds the members of the request's body, which is JSON. Each has the type that the description gives
 * it; another is a fault. */
void body_parameters_read(struct exchange *x, struct parameters *parameters, common_test is_common);

#endif
