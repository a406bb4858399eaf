/*
 * Lists as CSV (RFC 4180): a header row, then a row a record, through the same view as JSON. A list
 * within the record (the key results of an OKR) makes a row for each of its records. Numbers stay
 * numbers; a text that a spreadsheet would take for a formula is defused with an apostrophe.
 * A byte order mark stands first for those who ask: a spreadsheet needs it that a double click opens.
 */
#include "api/output/csv.h"

#include "api/exchange.h"
#include "api/output/view_write.h"
#include "base/csv.h"

/* A column: a shown field, with those of a part (the health object) spread out. */
typedef void (*column_writer)(struct buffer *out, const char *prefix,
			      const struct view_field *field, const void *at);

static const char byte_order_mark[] = "\xEF\xBB\xBF";

static bool is_row_start(const struct buffer *out)
{
	return out->size == 0 || out->data[out->size - 1] == '\n' ||
	       text_equal(buffer_text(out), text_from(byte_order_mark));
}

static void separate(struct buffer *out)
{
	if (!is_row_start(out))
		buffer_add_byte(out, ',');
}

/* Everything but texts looks as it does in JSON, without quotes; what is absent is empty. */
static void add_cell(struct buffer *out, const char *prefix, const struct view_field *field,
		     const void *at)
{
	struct view_field one = *field;
	struct view view = { .fields = &one, .count = 1 };
	struct buffer json_text_ = { 0 };
	struct json_writer json = { .out = &json_text_ };
	struct text cell;

	(void)prefix;
	separate(out);
	if (field_is_none(field->kind, at))
		return;
	if (field->kind == FIELD_TEXT) {
		csv_add_text(out, *(const struct text *)at);
		return;
	}
	one.offset = 0;
	view_write(&json, &view, at);
	/* {"name":VALUE} */
	cell = buffer_text(&json_text_);
	cell.data += strlen(field->name) + 4;
	cell.size -= strlen(field->name) + 5;
	if (cell.size >= 2 && cell.data[0] == '"')
		cell = (struct text){ cell.data + 1, cell.size - 2 };
	csv_add(out, cell);
	buffer_free(&json_text_);
}

static void add_name(struct buffer *out, const char *prefix, const struct view_field *field,
		     const void *at)
{
	(void)at;
	separate(out);
	buffer_print(out, "%s%s", prefix, field->name);
}

static bool has_field(const struct view *view, const char *prefix, const char *name)
{
	size_t length = strlen(prefix);

	for (size_t i = 0; i < view->count; i++)
		if (strncmp(view->fields[i].name, prefix, length) == 0 &&
		    strcmp(view->fields[i].name + length, name) == 0)
			return true;
	return false;
}

/* Of the columns those that stand behind all others, or those that do not. */
static void each_column(struct buffer *out, const struct view *view, const char *prefix,
			const void *record, bool is_behind, column_writer write)
{
	for (size_t i = 0; i < view->count; i++) {
		const struct view_field *field = &view->fields[i];
		const char *at = record ? (const char *)record + field->offset : NULL;
		char inner[64];

		/* What stands in some rows alone is no column. */
		if (!(field->flags & VIEW_SHOWN) || field->flags & VIEW_IF_SET ||
		    field->kind == FIELD_LIST || is_behind != !!(field->flags & VIEW_BEHIND))
			continue;
		if (field->kind != FIELD_PART) {
			write(out, prefix, field, at);
			continue;
		}
		snprintf(inner, sizeof(inner), "%s_", field->name);
		for (size_t j = 0; j < field->view->count; j++) {
			const struct view_field *part = &field->view->fields[j];

			if (!has_field(view, inner, part->name))
				write(out, inner, part, at ? at + part->offset : NULL);
		}
	}
}

static void end_row(struct buffer *out)
{
	buffer_add_text(out, TEXT("\r\n"));
}

/* The columns of a record without nested ones are empty behind its own. */
static void add_empty(struct buffer *out, const char *prefix, const struct view_field *field,
		      const void *at)
{
	(void)prefix;
	(void)field;
	(void)at;
	separate(out);
}

/* What a row is made of: a record, and one of those within it (either may be NULL). */
struct columns {
	const struct route *route;
	const void *record, *nested;
	const char *nested_prefix;
	column_writer write, write_nested;
};

static void add_row(struct buffer *out, const struct columns *of)
{
	for (int behind = 0; behind <= 1; behind++) {
		each_column(out, of->route->view, "", of->record, behind, of->write);
		if (of->route->nested)
			each_column(out, of->route->nested, of->nested_prefix, of->nested, behind,
				    of->write_nested);
	}
	end_row(out);
}

static void add_rows(struct buffer *out, const struct route *route, const void *record)
{
	struct columns columns = { route, record, NULL, "", add_cell, add_empty };
	const struct list *nested;

	nested = route->nested ? (const void *)((const char *)record + route->nested_list) : NULL;
	if (!nested || nested->count == 0) {
		add_row(out, &columns);
		return;
	}
	columns.write_nested = add_cell;
	for (size_t i = 0; i < nested->count; i++) {
		columns.nested = (const char *)nested->items + i * route->nested->size;
		add_row(out, &columns);
	}
}

/* The words of its path: okrs, key-results-checkins. */
static struct text list_name(struct arena *arena, const struct route *route)
{
	struct text rest = text_from(route->path), name = TEXT("");

	while (!text_is_none(rest)) {
		struct text word_ = text_cut(&rest, '/');

		if (word_.size > 0 && word_.data[0] != ':')
			name = arena_print(arena, "%.*s%s%.*s", TEXT_PRINT(name),
					   name.size > 0 ? "-" : "", TEXT_PRINT(word_));
	}
	return name;
}

void csv_answer(struct exchange *x, struct list rows)
{
	char day[DATE_SIZE];

	date_print(x->work.today, day);
	x->media_type = TEXT("text/csv; charset=utf-8");
	reply_header(x->reply, "Content-Disposition", "attachment; filename=\"%.*s-%.10s.csv\"",
		     TEXT_PRINT(list_name(x->work.arena, x->route)), day);
	if (x->has_bom)
		buffer_add_text(&x->reply->body, text_from(byte_order_mark));
	csv_write(&x->reply->body, x->route, rows);
}

void csv_write(struct buffer *out, const struct route *route, struct list rows)
{
	struct columns header = { route, NULL, NULL, "key_result_", add_name, add_name };

	add_row(out, &header);
	for (size_t i = 0; i < rows.count; i++)
		add_rows(out, route, (const char *)rows.items + i * route->view->size);
}
