/*
 * Records to JSON text, straight into the reply.
 */
#ifndef OKR_API_OUTPUT_VIEW_WRITE_H
#define OKR_API_OUTPUT_VIEW_WRITE_H

#include "api/view/view.h"

/* How much of a record is written. */
enum extent {
	WHOLE,
	BRIEF,        /* of the records of its lists less */
	BRIEF_RECORD, /* such a record: nothing that has no value */
};

void view_write(struct json_writer *json, const struct view *view, const void *record);

/* The same as a brief answer: the records of its lists leave out what has no value. */
void view_write_brief(struct json_writer *json, const struct view *view, const void *record);

/* The view of the records within, in answers of either length. */
const struct view *view_within(const struct view_field *field, bool is_brief);

void view_write_rows(struct json_writer *json, const struct view *view, struct list rows);

/* One writer a kind: the value at `at`, null where it is absent. */
void view_write_id(struct json_writer *json, const struct view_field *field, const void *at,
		   enum extent extent);
void view_write_text(struct json_writer *json, const struct view_field *field, const void *at,
		     enum extent extent);
void view_write_number(struct json_writer *json, const struct view_field *field, const void *at,
		       enum extent extent);
void view_write_integer(struct json_writer *json, const struct view_field *field, const void *at,
			enum extent extent);
void view_write_flag(struct json_writer *json, const struct view_field *field, const void *at,
		     enum extent extent);
void view_write_word(struct json_writer *json, const struct view_field *field, const void *at,
		     enum extent extent);
void view_write_date(struct json_writer *json, const struct view_field *field, const void *at,
		     enum extent extent);
void view_write_instant(struct json_writer *json, const struct view_field *field, const void *at,
			enum extent extent);
void view_write_json(struct json_writer *json, const struct view_field *field, const void *at,
		     enum extent extent);
void view_write_ids(struct json_writer *json, const struct view_field *field, const void *at,
		    enum extent extent);
void view_write_list(struct json_writer *json, const struct view_field *field, const void *at,
		     enum extent extent);
void view_write_part(struct json_writer *json, const struct view_field *field, const void *at,
		     enum extent extent);

#endif
