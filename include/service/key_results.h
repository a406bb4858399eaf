/*
 * The rules of key results: how their values fit together, what goes into their history, and what
 * a change carries up.
 */
#ifndef OKR_SERVICE_KEY_RESULTS_H
#define OKR_SERVICE_KEY_RESULTS_H

#include "service/resource.h"

extern const struct resource key_result_resource;

#endif
