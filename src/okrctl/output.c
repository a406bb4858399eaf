/*
 * Output for people (aligned columns) and for scripts (JSON), from the same cells.
 */
#include <stdio.h>

#include "base/json_write.h"
#include "command.h"

struct output_row {
	struct output_row *next;
	struct text cells[16];
	bool is_raw[16]; /* already JSON: no quotes */
};

void output_row(struct output *output)
{
	struct output_row *row = arena_take(output->arena, sizeof(*row));

	if (output->last)
		output->last->next = row;
	else
		output->first = row;
	output->last = row;
}

static size_t column(struct output *output, const char *name)
{
	size_t i = 0;

	while (i < output->name_count && strcmp(output->names[i], name) != 0)
		i++;
	if (i == output->name_count)
		output->names[output->name_count++] = name;
	return i;
}

static void set(struct output *output, const char *name, struct text value, bool is_raw)
{
	size_t i = column(output, name);

	output->last->cells[i] = arena_copy(output->arena, value);
	output->last->is_raw[i] = is_raw;
}

void output_text(struct output *output, const char *name, struct text value)
{
	set(output, name, value, false);
}

void output_id(struct output *output, const char *name, struct id id)
{
	char printed[ID_UUID_SIZE];

	id_print_uuid(id, printed);
	set(output, name, id_is_none(id) ? TEXT_NONE : (struct text){ printed, sizeof(printed) },
	    false);
}

void output_raw(struct output *output, const char *name, struct text json)
{
	set(output, name, json, true);
}

void output_number(struct output *output, const char *name, long long value)
{
	set(output, name, arena_print(output->arena, "%lld", value), true);
}

void output_flag(struct output *output, const char *name, bool value)
{
	set(output, name, value ? TEXT("true") : TEXT("false"), true);
}

void output_instant(struct output *output, const char *name, struct instant value)
{
	char printed[INSTANT_SIZE];

	if (!instant_is_none(value))
		instant_print(value, printed);
	set(output, name,
	    instant_is_none(value) ? TEXT_NONE : (struct text){ printed, sizeof(printed) }, false);
}

static void print_json_row(struct json_writer *json, const struct output *output,
			   const struct output_row *row)
{
	json_open_object(json);
	for (size_t i = 0; i < output->name_count; i++) {
		json_key(json, text_from(output->names[i]));
		if (row->is_raw[i])
			json_raw(json, row->cells[i]);
		else
			json_text(json, row->cells[i]);
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

static struct text shown(const struct output_row *row, size_t i)
{
	return row->cells[i].size ? row->cells[i] : TEXT("-");
}

static void print_cell(struct text text, size_t width, bool is_last)
{
	int blanks = (int)(width - text_characters(text)) + 2;

	printf("%.*s%*s", TEXT_PRINT(text), is_last ? 0 : blanks, "");
}

/* One row stands better as a list of names and values. */
static void print_record(const struct output *output)
{
	size_t width = 0;

	for (size_t i = 0; i < output->name_count; i++)
		if (strlen(output->names[i]) > width)
			width = strlen(output->names[i]);
	for (size_t i = 0; i < output->name_count; i++) {
		print_cell(text_from(output->names[i]), width, false);
		printf("%.*s\n", TEXT_PRINT(shown(output->first, i)));
	}
}

static void print_table(const struct output *output)
{
	size_t widths[16];

	for (size_t i = 0; i < output->name_count; i++) {
		widths[i] = strlen(output->names[i]);
		for (const struct output_row *row = output->first; row; row = row->next)
			if (text_characters(shown(row, i)) > widths[i])
				widths[i] = text_characters(shown(row, i));
	}
	for (size_t i = 0; i < output->name_count; i++)
		print_cell(text_from(output->names[i]), widths[i], i + 1 == output->name_count);
	printf("\n");
	for (const struct output_row *row = output->first; row; row = row->next) {
		for (size_t i = 0; i < output->name_count; i++)
			print_cell(shown(row, i), widths[i], i + 1 == output->name_count);
		printf("\n");
	}
}

void output_print(struct output *output)
{
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
