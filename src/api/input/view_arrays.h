/*
 * The values of a body that are arrays, and free JSON: ids, texts. Lists of records are
 * view_read.c's.
 */
#ifndef OKR_API_INPUT_VIEW_ARRAYS_H
#define OKR_API_INPUT_VIEW_ARRAYS_H

#include "api/input/view_place.h"

bool place_read_ids(const struct place *place, struct json_object *value);

bool place_read_json(const struct place *place, struct json_object *value);

#endif
