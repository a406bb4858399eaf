/*
 * Every thing that has a table of records.
 */
#ifndef OKR_MODEL_THINGS_H
#define OKR_MODEL_THINGS_H

#include "model/thing.h"

extern const struct thing *const all_things[]; /* ends with NULL */

#endif
