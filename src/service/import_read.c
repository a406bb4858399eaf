/*
 * From the bytes of a file to rows in the product's own columns. What a cell means is import_cells.c's.
 */
#include "import_read.h"

#include <limits.h>

#include "base/csv.h"
#include "base/csv_read.h"
#include "base/json_check.h"
#include "base/json_read.h"
#include "import_report.h"
#include "model/import_preset.h"
#include "model/words.h"

enum { CELLS_A_ROW = 256 };

/* ---- columns ---------------------------------------------------------------------------------- */

/* Where each cell of a record belongs; TEMPLATE_COLUMNS: nowhere. */
struct header {
	enum template_column *columns;
	size_t count;
};

static void warn_of_unknown(struct import_run *run, struct text name)
{
	import_warn(run, NULL, "unknown_column",
		    "The column %.*s is left out: no field is called so.",
		    TEXT_PRINT(text_first(name, ERROR_NAME_MAX)));
}

/* What a member of a map says of a name, regardless of case, spaces, _ and -; absent: nothing. */
static struct text mapped(struct arena *arena, struct text map, struct text name)
{
	struct text key, value;

	while (json_read_next(&map, &key, &value))
		if (template_same_name(json_read_string(arena, key), name))
			return json_read_string(arena, value);
	return TEXT_NONE;
}

static enum template_column column_named(struct import_run *run, struct text name)
{
	const struct import_options *options = run->options;

	if (options->format == IMPORT_OKR)
		return template_column_named(name);
	if (options->format != IMPORT_MAPPING)
		return import_preset_column(options->format, name);
	return template_column_named(mapped(run->work->arena, options->mapping, name));
}

/* Other tables than the product's own may be of objectives alone. */
static enum template_column needed_column(const struct import_run *run)
{
	return run->options->format == IMPORT_OKR ? COLUMN_TYPE : COLUMN_TITLE;
}

static const struct error *read_header(struct import_run *run, const struct csv_record *record,
				       struct header *out)
{
	struct work *work = run->work;
	struct header header = { arena_array(work->arena, record->count, sizeof(*header.columns)),
				 record->count };
	bool is_there[TEMPLATE_COLUMNS + 1] = { false };

	for (size_t i = 0; i < record->count; i++) {
		struct text name = text_trim(csv_armed(record->cells[i]));
		enum template_column column = column_named(run, name);

		header.columns[i] = column;
		if (column == TEMPLATE_COLUMNS && name.size > 0)
			warn_of_unknown(run, name);
		if (column == TEMPLATE_COLUMNS)
			continue;
		if (is_there[column])
			return error_new(work->arena, ERROR_INVALID,
					 "The file has the column %s twice.",
					 template_rows[column].name);
		is_there[column] = true;
		run->table.names[column] = name;
	}
	if (!is_there[needed_column(run)])
		return error_new(work->arena, ERROR_INVALID, "The file has no column %s.",
				 template_rows[needed_column(run)].name);
	*out = header;
	return NULL;
}

/* ---- rows ------------------------------------------------------------------------------------- */

static bool find_kind(struct text name, word *out)
{
	for (const struct word_name *w = template_kind_words; w->text; w++)
		if (template_same_name(name, text_from(w->text))) {
			*out = w->value;
			return true;
		}
	return false;
}

/* The word of the file, or the one that stands for it. */
static struct text translate(struct import_run *run, struct text map, struct text cell)
{
	struct text word_ = mapped(run->work->arena, map, cell);

	return text_is_none(word_) ? cell : word_;
}

static void read_kind(struct import_run *run, struct import_row *row)
{
	struct text cell = text_trim(row->cells[COLUMN_TYPE]);

	row->kind = WORD_NONE;
	if (find_kind(translate(run, run->options->type_map, cell), &row->kind))
		return;
	if (cell.size == 0 && run->options->format != IMPORT_OKR)
		row->kind = TEMPLATE_OBJECTIVE;
	else if (cell.size == 0)
		import_error(run, row, COLUMN_TYPE, "required", "is missing");
	else
		import_error(run, row, COLUMN_TYPE, "not_a_word", "must be one of: %.*s",
			     TEXT_PRINT(word_list(run->work->arena, template_kind_words)));
}

static void complete_row(struct import_run *run, struct import_row *row)
{
	read_kind(run, row);
	row->cells[COLUMN_STATUS] =
		translate(run, run->options->status_map, row->cells[COLUMN_STATUS]);
	row->key = text_trim(row->cells[COLUMN_KEY]);
	if (row->key.size == 0)
		row->key = TEXT_NONE;
}

static void read_row(struct import_run *run, const struct header *header,
		     const struct csv_record *record, struct import_row *row)
{
	for (size_t i = 0; i < record->count && i < header->count; i++)
		if (header->columns[i] != TEMPLATE_COLUMNS)
			row->cells[header->columns[i]] = csv_armed(record->cells[i]);
	for (size_t i = header->count; i < record->count; i++)
		if (text_trim(record->cells[i]).size > 0) {
			import_error(run, row, TEMPLATE_COLUMNS, "too_long",
				     "has more cells than the header has columns");
			break;
		}
	complete_row(run, row);
}

static const struct error *too_many(struct import_run *run)
{
	return error_new(
		run->work->arena, ERROR_TOO_LARGE,
		"The file has more than %zu rows. Divide it, or import it by okrctl import "
		"on the server.",
		run->options->rows_max);
}

static const struct error *read_cells(struct import_run *run, struct text bytes,
				      struct csv_table *out)
{
	size_t rows = run->options->rows_max;
	const struct csv_limits limits = { rows + 1, (rows + 1) * CELLS_A_ROW };

	switch (csv_read(run->work->arena, bytes, &limits, out)) {
	case CSV_READ:
		break;
	case CSV_TOO_LARGE:
		return too_many(run);
	case CSV_UNCLOSED:
		return error_new(run->work->arena, ERROR_INVALID,
				 "A quoted cell of row %zu never ends.", out->count + 1);
	}
	if (out->count == 0)
		return error_new(run->work->arena, ERROR_INVALID, "The file is empty.");
	return NULL;
}

static const struct error *read_table(struct import_run *run, struct text bytes)
{
	struct csv_table csv;
	struct header header = { NULL, 0 };
	const struct error *error = read_cells(run, bytes, &csv);

	if (!error)
		error = read_header(run, &csv.records[0], &header);
	if (error)
		return error;
	if (csv.encoding == CSV_WINDOWS_1252)
		import_warn(run, NULL, "encoding",
			    "The file is not UTF-8; it was read as Windows-1252. Look whether the "
			    "letters are right.");
	run->table.separator = csv.separator;
	run->table.count = csv.count - 1;
	run->table.rows = arena_array(run->work->arena, csv.count, sizeof(*run->table.rows));
	for (size_t i = 0; i < run->table.count; i++) {
		run->table.rows[i].number = i + 2;
		run->table.rows[i].action = ACTION_NONE;
		read_row(run, &header, &csv.records[i + 1], &run->table.rows[i]);
	}
	return NULL;
}

/* ---- the same as an array of objects -------------------------------------------------------------- */

/* What stands in a member as a cell would have it; an array of texts is a list of tags. */
static struct text cell_of(struct arena *arena, struct text value)
{
	struct buffer list = { 0 };
	struct text item, cell;

	switch (json_read_kind(value)) {
	case JSON_STRING:
		return json_read_string(arena, value);
	case JSON_NULL:
	case JSON_ABSENT:
		return TEXT("");
	case JSON_ARRAY:
		while (json_read_item(&value, &item)) {
			buffer_print(&list, "%s", list.size > 0 ? ";" : "");
			buffer_add_text(&list, cell_of(arena, item));
		}
		cell = arena_copy(arena, buffer_text(&list));
		buffer_free(&list);
		return cell;
	default:
		return text_trim(value);
	}
}

/* A member that is unknown is told of once. */
static void warn_once(struct import_run *run, struct text name)
{
	if (text_map_get(&run->map, UINT_MAX, name))
		return;
	text_map_put(&run->map, UINT_MAX, name, run);
	warn_of_unknown(run, name);
}

static void read_object(struct import_run *run, struct text object, struct import_row *row)
{
	struct arena *arena = run->work->arena;
	struct text key, value;

	if (json_read_kind(object) != JSON_OBJECT) {
		import_error(run, row, TEMPLATE_COLUMNS, "required", "must be an object");
		row->kind = WORD_NONE;
		return;
	}
	while (json_read_next(&object, &key, &value)) {
		struct text name = json_read_string(arena, key);
		enum template_column column = column_named(run, name);

		if (column == TEMPLATE_COLUMNS) {
			warn_once(run, name);
			continue;
		}
		if (!text_is_none(row->cells[column]))
			import_error(run, row, column, "duplicate_key", "is there twice");
		row->cells[column] = cell_of(arena, value);
	}
	complete_row(run, row);
}

static const struct error *read_array(struct import_run *run, struct text bytes)
{
	struct arena *arena = run->work->arena;
	struct json_fault fault;
	struct text rest = bytes, item;
	size_t count = 0;

	if (!json_check(arena, bytes, &fault))
		return error_new(arena, ERROR_INVALID, "The file is not valid JSON at byte %zu: %s",
				 fault.offset, fault.message);
	if (json_read_kind(bytes) != JSON_ARRAY)
		return error_new(arena, ERROR_INVALID,
				 "The file must be an array of objects, one a row.");
	while (json_read_item(&rest, &item))
		if (++count > run->options->rows_max)
			return too_many(run);
	run->table.rows = arena_array(arena, count + 1, sizeof(*run->table.rows));
	rest = bytes;
	while (json_read_item(&rest, &item)) {
		struct import_row *row = &run->table.rows[run->table.count++];

		row->number = run->table.count;
		row->action = ACTION_NONE;
		read_object(run, item, row);
	}
	return NULL;
}

const struct error *import_read(struct import_run *run, struct text bytes)
{
	return run->options->is_json ? read_array(run, bytes) : read_table(run, bytes);
}

/* ---- the rows that are wrong, as they were sent ------------------------------------------------ */

static void add_record(struct buffer *out, const struct csv_record *record, size_t count)
{
	for (size_t i = 0; i < count || i < record->count; i++) {
		if (i > 0)
			buffer_add_byte(out, ',');
		if (i < record->count)
			csv_add_text(out, csv_armed(record->cells[i]));
	}
}

static void add_messages(struct buffer *out, struct import_problem **problem)
{
	size_t row = (*problem)->row;
	struct buffer text = { 0 };

	for (; *problem && (*problem)->row == row; *problem = (*problem)->next)
		buffer_print(&text, "%s%.*s%s%.*s", text.size > 0 ? "; " : "",
			     TEXT_PRINT((*problem)->column),
			     (*problem)->column.size > 0 ? ": " : "",
			     TEXT_PRINT((*problem)->message));
	csv_add_text(out, buffer_text(&text));
	buffer_free(&text);
}

/* Of what is no table: where it stands, what stands there, and what is wrong with it. */
static struct text list_errors(struct import_run *run)
{
	struct buffer out = { 0 };
	struct text text;

	buffer_print(&out, "row,column,value,error\r\n");
	for (const struct import_problem *p = run->errors.first; p; p = p->next) {
		buffer_print(&out, "%zu,", p->row);
		csv_add_text(&out, p->column);
		buffer_add_byte(&out, ',');
		csv_add_text(&out, p->value);
		buffer_add_byte(&out, ',');
		csv_add_text(&out, p->message);
		buffer_print(&out, "\r\n");
	}
	text = arena_copy(run->work->arena, buffer_text(&out));
	buffer_free(&out);
	return text;
}

struct text import_error_table(struct import_run *run, struct text bytes)
{
	struct csv_table csv = { 0 };
	struct import_problem *problem = run->errors.first;
	struct buffer out = { 0 };
	struct text text;

	if (run->options->is_json)
		return list_errors(run);
	if (read_cells(run, bytes, &csv))
		return TEXT_NONE;
	add_record(&out, &csv.records[0], 0);
	buffer_print(&out, ",error\r\n");
	while (problem) {
		if (problem->row < 2 || problem->row > csv.count) {
			problem = problem->next;
			continue;
		}
		add_record(&out, &csv.records[problem->row - 1], csv.records[0].count);
		buffer_add_byte(&out, ',');
		add_messages(&out, &problem);
		buffer_print(&out, "\r\n");
	}
	text = arena_copy(run->work->arena, buffer_text(&out));
	buffer_free(&out);
	return text;
}
