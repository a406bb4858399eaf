/*
 * What an import says of itself: what is wrong, what is guessed, how many records come of it, and the
 * first of them as they would be. It is JSON, for that is what is kept.
 */
#include "import_report.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json_write.h"
#include "import_kinds.h"
#include "store/imports.h"

enum {
	TOLD_MAX = 100,
	VALUE_MAX = 100,
	PREVIEW_MAX = 20,
	PREVIEW_VALUE_MAX = 200,
	MESSAGE_MAX = 512
};

static const char *const action_names[] = {
	[ACTION_CREATE] = "create",
	[ACTION_UPDATE] = "update",
	[ACTION_UNCHANGED] = "unchanged",
};

/* ---- noting ------------------------------------------------------------------------------------ */

static struct import_problem *add(struct import_run *run, struct import_problems *problems,
				  const struct import_row *row, const char *code,
				  const char *format, va_list values)
{
	struct import_problem *problem = arena_take(run->work->arena, sizeof(*problem));
	char message[MESSAGE_MAX];

	vsnprintf(message, sizeof(message), format, values);
	problem->row = row ? row->number : 0;
	problem->code = code;
	problem->message = arena_copy(run->work->arena, text_from(message));
	if (problems->last)
		problems->last->next = problem;
	else
		problems->first = problem;
	problems->last = problem;
	problem->place = problems->count++;
	return problem;
}

void import_error(struct import_run *run, struct import_row *row, enum template_column column,
		  const char *code, const char *format, ...)
{
	struct import_problem *problem;
	va_list values;

	va_start(values, format);
	problem = add(run, &run->errors, row, code, format, values);
	va_end(values);
	row->is_out = true;
	if (column == TEMPLATE_COLUMNS)
		return;
	problem->column = run->table.names[column];
	if (text_is_none(problem->column))
		problem->column = text_from(template_rows[column].name);
	problem->value = row->cells[column];
}

void import_warn(struct import_run *run, const struct import_row *row, const char *code,
		 const char *format, ...)
{
	va_list values;

	va_start(values, format);
	add(run, &run->warnings, row, code, format, values);
	va_end(values);
}

static int compare_rows(const void *a_, const void *b_)
{
	const struct import_problem *a = *(struct import_problem *const *)a_;
	const struct import_problem *b = *(struct import_problem *const *)b_;

	if (a->row != b->row)
		return a->row < b->row ? -1 : 1;
	return a->place < b->place ? -1 : a->place > b->place;
}

/* Rows are written kind by kind, and read from the first to the last. */
static void sort_problems(struct work *work, struct import_problems *problems)
{
	struct import_problem **all =
		arena_array(work->arena, problems->count + 1, sizeof(struct import_problem *));
	size_t count = 0;

	for (struct import_problem *p = problems->first; p; p = p->next)
		all[count++] = p;
	qsort(all, count, sizeof(struct import_problem *), compare_rows);
	for (size_t i = 0; i < count; i++)
		all[i]->next = i + 1 < count ? all[i + 1] : NULL;
	problems->first = count > 0 ? all[0] : NULL;
	problems->last = count > 0 ? all[count - 1] : NULL;
}

/* ---- telling ------------------------------------------------------------------------------------ */

static void write_problem(struct json_writer *json, const struct import_problem *problem,
			  bool is_error)
{
	json_open_object(json);
	if (is_error || problem->row > 0) {
		json_key(json, TEXT("row"));
		json_integer(json, (long long)problem->row);
	}
	if (is_error || problem->column.size > 0)
		json_member(json, TEXT("column"), text_first(problem->column, VALUE_MAX));
	if (is_error)
		json_member(json, TEXT("value"), text_first(problem->value, VALUE_MAX));
	json_member(json, TEXT("code"), text_from(problem->code));
	json_member(json, TEXT("message"), problem->message);
	json_close_object(json);
}

static void write_problems(struct json_writer *json, const struct import_problems *problems,
			   bool is_error)
{
	size_t count = 0;

	json_open_array(json);
	for (const struct import_problem *p = problems->first; p && count < TOLD_MAX; p = p->next) {
		write_problem(json, p, is_error);
		count++;
	}
	json_close_array(json);
}

static void write_record(struct json_writer *json, const struct import_row *row)
{
	json_open_object(json);
	json_key(json, TEXT("row"));
	json_integer(json, (long long)row->number);
	json_member(json, TEXT("action"), text_from(action_names[row->action]));
	json_member(json, TEXT("type"), text_from(word_text(template_kind_words, row->kind)));
	for (unsigned i = COLUMN_KEY; i < TEMPLATE_COLUMNS; i++)
		if (import_has(row, i) && template_uses(i, row->kind))
			json_member(json, text_from(template_rows[i].name),
				    text_first(text_trim(row->cells[i]), PREVIEW_VALUE_MAX));
	json_close_object(json);
}

static void write_preview(struct json_writer *json, const struct import_table *table)
{
	size_t count = 0;

	json_open_array(json);
	for (size_t i = 0; i < table->count && count < PREVIEW_MAX; i++) {
		if (table->rows[i].action == ACTION_NONE)
			continue;
		write_record(json, &table->rows[i]);
		count++;
	}
	json_close_array(json);
}

static void write_counts(struct json_writer *json, const struct import_run *run)
{
	json_open_object(json);
	for (unsigned kind = 0; kind < TEMPLATE_KINDS; kind++) {
		const size_t *counts = run->counts[kind];

		if (counts[ACTION_CREATE] + counts[ACTION_UPDATE] + counts[ACTION_UNCHANGED] == 0)
			continue;
		json_key(json, text_from(word_text(template_kind_words, (word)kind)));
		json_open_object(json);
		for (unsigned i = 0; i < ACTION_NONE; i++) {
			json_key(json, text_from(action_names[i]));
			json_integer(json, (long long)counts[i]);
		}
		json_close_object(json);
	}
	json_close_object(json);
}

static struct text taken(struct work *work, struct buffer *buffer)
{
	struct text text = arena_copy(work->arena, buffer_text(buffer));

	buffer_reset(buffer, SIZE_MAX);
	return text;
}

const struct error *import_report(struct import_run *run)
{
	struct import *import = run->import;
	struct buffer buffer = { 0 };
	struct json_writer json = { .out = &buffer };
	struct text report;

	sort_problems(run->work, &run->errors);
	sort_problems(run->work, &run->warnings);
	write_counts(&json, run);
	import->counts.text = taken(run->work, &buffer);
	import->error_count = (int64_t)run->errors.count;
	json = (struct json_writer){ .out = &buffer };
	write_problems(&json, &run->warnings, false);
	import->warnings.text = taken(run->work, &buffer);
	json = (struct json_writer){ .out = &buffer };
	write_problems(&json, &run->errors, true);
	import->errors.text = taken(run->work, &buffer);
	json = (struct json_writer){ .out = &buffer };
	write_preview(&json, &run->table);
	import->preview.text = taken(run->work, &buffer);
	report = arena_print(run->work->arena,
			     "{\"warnings\":%.*s,\"errors\":%.*s,\"preview\":%.*s}",
			     TEXT_PRINT(import->warnings.text), TEXT_PRINT(import->errors.text),
			     TEXT_PRINT(import->preview.text));
	buffer_free(&buffer);
	return import_keep(run->work->db, &import->record, IMPORT_REPORT, report);
}
