/*
 * The values of a body that are no arrays or objects.
 */
#ifndef OKR_API_INPUT_VIEW_SCALARS_H
#define OKR_API_INPUT_VIEW_SCALARS_H

#include "api/input/view_place.h"

/* Notes that the value is wrong. */
__attribute__((format(printf, 2, 3))) void place_fault(const struct place *place,
						       const char *format, ...);

/* What a record may not become it may remain: notes that the value is wrong unless the record has it
 * already. False when it is wrong in any case. */
bool place_tolerate(const struct place *place, const char *message);

bool place_read_id(const struct place *place, struct json_object *value);
bool place_read_text(const struct place *place, struct json_object *value);
bool place_read_number(const struct place *place, struct json_object *value);
bool place_read_integer(const struct place *place, struct json_object *value);
bool place_read_flag(const struct place *place, struct json_object *value);
bool place_read_word(const struct place *place, struct json_object *value);
bool place_read_date(const struct place *place, struct json_object *value);
bool place_read_instant(const struct place *place, struct json_object *value);

#endif
