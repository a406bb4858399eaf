/*
 * Single values to JSON text: one writer a kind, for the table of kinds. Each writes the value at
 * `at`, null where it is absent.
 */
#ifndef OKR_API_OUTPUT_VALUE_WRITE_H
#define OKR_API_OUTPUT_VALUE_WRITE_H

#include "api/view/view.h"

void value_write_id(struct json_writer *json, const struct view_field *field, const void *at);
void value_write_text(struct json_writer *json, const struct view_field *field, const void *at);
void value_write_number(struct json_writer *json, const struct view_field *field, const void *at);
void value_write_integer(struct json_writer *json, const struct view_field *field, const void *at);
void value_write_flag(struct json_writer *json, const struct view_field *field, const void *at);
void value_write_word(struct json_writer *json, const struct view_field *field, const void *at);
void value_write_date(struct json_writer *json, const struct view_field *field, const void *at);
void value_write_instant(struct json_writer *json, const struct view_field *field, const void *at);
void value_write_json(struct json_writer *json, const struct view_field *field, const void *at);
void value_write_ids(struct json_writer *json, const struct view_field *field, const void *at);

#endif
