/*
 * The rules of initiatives: a key result implies its objective; a link to something deleted is not
 * shown, and shown again when that is restored (rulings.md 8).
 */
#ifndef OKR_SERVICE_INITIATIVES_H
#define OKR_SERVICE_INITIATIVES_H

#include "service/resource.h"

extern const struct resource initiative_resource;

#endif
