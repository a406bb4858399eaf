/*
 * Records to JSON text, straight into the reply, by the rows of their view. Which records and what
 * stands around them is page.c's.
 */
#include "api/output/view_write.h"

#include "api/view/kinds.h"
#include "api/view/view.h"

/* How much of a record is written. */
enum extent {
	WHOLE,
	BRIEF,        /* of the records of its lists less */
	BRIEF_RECORD, /* such a record: nothing that has no value */
};

static void write_record(struct json_writer *json, const struct view *view, const void *record,
			 enum extent extent);
static void write_records(struct json_writer *json, const struct view *view, struct list rows,
			  enum extent extent);

static void write_list(struct json_writer *json, const struct view_field *field, const void *at,
		       enum extent extent)
{
	struct list rows = *(const struct list *)at;
	const struct view *view = view_within(field, extent != WHOLE);

	if (!(field->flags & VIEW_ONE))
		write_records(json, view, rows, extent == WHOLE ? WHOLE : BRIEF_RECORD);
	else if (rows.count > 0)
		write_record(json, view, rows.items, extent);
	else
		json_null(json);
}

static void write_part(struct json_writer *json, const struct view_field *field, const void *at,
		       enum extent extent)
{
	write_record(json, view_within(field, extent != WHOLE), at, extent);
}

/* A list is never without a value: it may be empty. */
static bool has_value(const struct view_field *field, const void *at)
{
	return field->kind == FIELD_LIST || field->kind == FIELD_IDS || field->kind == FIELD_PART ||
	       !field_is_none(field->kind, at);
}

static void write_value(struct json_writer *json, const struct view_field *field, const void *at,
			enum extent extent)
{
	if (kinds[field->kind].write)
		kinds[field->kind].write(json, field, at);
	else if (field->kind == FIELD_LIST)
		write_list(json, field, at, extent);
	else
		write_part(json, field, at, extent);
}

static bool is_hidden(const struct view_field *field, const void *at, enum extent extent)
{
	if (!(field->flags & VIEW_SHOWN))
		return true;
	if (extent == BRIEF_RECORD && !has_value(field, at))
		return true;
	return (field->flags & VIEW_IF_SET) && field_is_none(field->kind, at);
}

static void write_record(struct json_writer *json, const struct view *view, const void *record,
			 enum extent extent)
{
	json_open_object(json);
	for (size_t i = 0; i < view->count; i++) {
		const struct view_field *field = &view->fields[i];
		const void *at = (const char *)record + field->offset;

		if (is_hidden(field, at, extent))
			continue;
		json_key(json, (struct text){ field->name, field->name_size });
		write_value(json, field, at, extent);
	}
	json_close_object(json);
}

static void write_records(struct json_writer *json, const struct view *view, struct list rows,
			  enum extent extent)
{
	json_open_array(json);
	for (size_t i = 0; i < rows.count; i++)
		write_record(json, view, (const char *)rows.items + i * view->size, extent);
	json_close_array(json);
}

const struct view *view_within(const struct view_field *field, bool is_brief)
{
	return is_brief && field->brief ? field->brief : field->view;
}

void view_write(struct json_writer *json, const struct view *view, const void *record)
{
	write_record(json, view, record, WHOLE);
}

void view_write_brief(struct json_writer *json, const struct view *view, const void *record)
{
	write_record(json, view, record, BRIEF);
}

void view_write_rows(struct json_writer *json, const struct view *view, struct list rows)
{
	write_records(json, view, rows, WHOLE);
}
