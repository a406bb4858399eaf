/*
 * Records to JSON text, straight into the reply.
 */
#ifndef OKR_API_OUTPUT_VIEW_WRITE_H
#define OKR_API_OUTPUT_VIEW_WRITE_H

#include "api/view/view.h"

void view_write(struct json_writer *json, const struct view *view, const void *record);

/* The same as a brief answer: the records of its lists leave out what has no value. */
void view_write_brief(struct json_writer *json, const struct view *view, const void *record);

/* The view of the records within, in answers of either length. */
const struct view *view_within(const struct view_field *field, bool is_brief);

void view_write_rows(struct json_writer *json, const struct view *view, struct list rows);

#endif
