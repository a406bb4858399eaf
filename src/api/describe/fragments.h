/*
 * The parts of the API description that follow from no table: fragments.json beside this file, which
 * is part of the program. Private to the api room.
 */
#ifndef OKR_API_DESCRIBE_FRAGMENTS_H
#define OKR_API_DESCRIBE_FRAGMENTS_H

#include "base/json_write.h"

/* The member `name` of the section, with its key. Both must stand in the file. */
void fragment_write(struct json_writer *json, const char *section, const char *name);

/* The whole section, with its key. */
void fragments_write(struct json_writer *json, const char *section);

#endif
