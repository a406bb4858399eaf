/*
 * Names of time zones: hosts need have no time zone database.
 */
#ifndef OKR_MODEL_ZONES_H
#define OKR_MODEL_ZONES_H

#include "base/text.h"

/* Exactly a name of the IANA time zone database. */
bool time_zone_is_known(struct text name);

#endif
