/*
 * What of the directory is verified. Private to the service room.
 */
#ifndef OKR_SERVICE_DIRECTORY_INTERNAL_H
#define OKR_SERVICE_DIRECTORY_INTERNAL_H

#include "model/directory.h"
#include "service/work.h"

/* Whether the departments above it are neither a circle nor too many. */
const struct error *department_is_sound(struct work *work, const struct department *department,
					bool *out);

/* The same of the people whom a person reports to. */
const struct error *person_is_sound(struct work *work, const struct person *person, bool *out);

#endif
