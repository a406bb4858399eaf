/*
 * Output for people (aligned columns) and for scripts (JSON), from the same cells. A cell is made from
 * a member of a struct by its kind.
 */
#include "output.h"

#include <assert.h>
#include <stdio.h>

#include "base/json_write.h"

struct cell {
	struct text text;
	bool is_raw; /* already JSON: no quotes */
};

struct output_row {
	struct output_row *next;
	struct cell cells[COLUMNS_MAX];
};

/* ---- one maker a kind ------------------------------------------------------------------------ */

typedef struct cell (*make_cell)(struct arena *arena, const struct column *column,
				 const void *value);

static struct cell id_cell(struct arena *arena, const struct column *column, const void *value)
{
	char printed[ID_UUID_SIZE];

	(void)column;
	id_print_uuid(*(const struct id *)value, printed);
	return (struct cell){ arena_copy(arena, (struct text){ printed, sizeof(printed) }), false };
}

static struct cell text_cell(struct arena *arena, const struct column *column, const void *value)
{
	(void)column;
	return (struct cell){ arena_copy(arena, *(const struct text *)value), false };
}

static struct cell integer_cell(struct arena *arena, const struct column *column, const void *value)
{
	(void)column;
	return (struct cell){ arena_print(arena, "%lld", (long long)*(const int64_t *)value),
			      true };
}

static struct cell flag_cell(struct arena *arena, const struct column *column, const void *value)
{
	(void)arena;
	(void)column;
	return (struct cell){ *(const bool *)value ? TEXT("true") : TEXT("false"), true };
}

static struct cell word_cell(struct arena *arena, const struct column *column, const void *value)
{
	(void)arena;
	return (struct cell){ text_from(word_text(column->words, *(const word *)value)), false };
}

static struct cell instant_cell(struct arena *arena, const struct column *column, const void *value)
{
	char printed[INSTANT_SIZE];

	(void)column;
	instant_print(*(const struct instant *)value, printed);
	return (struct cell){ arena_copy(arena, (struct text){ printed, sizeof(printed) }), false };
}

static struct cell json_cell(struct arena *arena, const struct column *column, const void *value)
{
	(void)column;
	return (struct cell){ arena_copy(arena, ((const struct json_value *)value)->text), true };
}

static const make_cell makers[] = {
	[FIELD_ID] = id_cell,     [FIELD_TEXT] = text_cell, [FIELD_INTEGER] = integer_cell,
	[FIELD_FLAG] = flag_cell, [FIELD_WORD] = word_cell, [FIELD_INSTANT] = instant_cell,
	[FIELD_JSON] = json_cell,
};

void output_show(struct output *output, const struct column *columns, const void *record)
{
	struct output_row *row = arena_take(output->arena, sizeof(*row));

	assert(!output->columns || output->columns == columns);
	output->columns = columns;
	for (size_t i = 0; columns[i].name; i++) {
		const void *value = (const char *)record + columns[i].offset;

		assert(i < COLUMNS_MAX && makers[columns[i].kind]);
		if (!field_is_none(columns[i].kind, value))
			row->cells[i] = makers[columns[i].kind](output->arena, &columns[i], value);
	}
	if (output->last)
		output->last->next = row;
	else
		output->first = row;
	output->last = row;
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void print_json_row(struct json_writer *json, const struct output *output,
			   const struct output_row *row)
{
	json_open_object(json);
	for (size_t i = 0; output->columns[i].name; i++) {
		json_key(json, text_from(output->columns[i].name));
		if (row->cells[i].is_raw)
			json_raw(json, row->cells[i].text);
		else
			json_text(json, row->cells[i].text);
	}
	json_close_object(json);
}

static void print_json(const struct output *output)
{
	struct buffer text = { 0 };
	struct json_writer json = { .out = &text };

	if (output->is_list)
		json_open_array(&json);
	for (const struct output_row *row = output->first; row; row = row->next)
		print_json_row(&json, output, row);
	if (output->is_list)
		json_close_array(&json);
	else if (!output->first)
		buffer_add_text(&text, TEXT("{}"));
	printf("%.*s\n", TEXT_PRINT(buffer_text(&text)));
	buffer_free(&text);
}

/* ---- for people ------------------------------------------------------------------------------ */

static struct text shown(const struct output_row *row, size_t i)
{
	return row->cells[i].text.size ? row->cells[i].text : TEXT("-");
}

static void print_cell(struct text text, size_t width, bool is_last)
{
	int blanks = (int)(width - text_characters(text)) + 2;

	printf("%.*s%*s", TEXT_PRINT(text), is_last ? 0 : blanks, "");
}

/* One row stands better as a list of names and values. */
static void print_record(const struct output *output)
{
	const struct column *columns = output->columns;
	size_t width = 0;

	for (size_t i = 0; columns[i].name; i++)
		if (strlen(columns[i].name) > width)
			width = strlen(columns[i].name);
	for (size_t i = 0; columns[i].name; i++) {
		print_cell(text_from(columns[i].name), width, false);
		printf("%.*s\n", TEXT_PRINT(shown(output->first, i)));
	}
}

static size_t column_width(const struct output *output, size_t i)
{
	size_t width = strlen(output->columns[i].name);

	for (const struct output_row *row = output->first; row; row = row->next)
		if (text_characters(shown(row, i)) > width)
			width = text_characters(shown(row, i));
	return width;
}

static void print_table(const struct output *output)
{
	const struct column *columns = output->columns;
	size_t widths[COLUMNS_MAX];

	for (size_t i = 0; columns[i].name; i++) {
		widths[i] = column_width(output, i);
		print_cell(text_from(columns[i].name), widths[i], !columns[i + 1].name);
	}
	printf("\n");
	for (const struct output_row *row = output->first; row; row = row->next) {
		for (size_t i = 0; columns[i].name; i++)
			print_cell(shown(row, i), widths[i], !columns[i + 1].name);
		printf("\n");
	}
}

void output_print(struct output *output)
{
	if (output->is_done)
		return;
	if (output->is_json) {
		print_json(output);
		return;
	}
	if (output->is_list && output->first)
		print_table(output);
	else if (output->first)
		print_record(output);
	if (output->note.size)
		printf("%.*s\n", TEXT_PRINT(output->note));
}
