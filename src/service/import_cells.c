/*
 * From the cells of a row to the members of its record, by one table: which column is which member
 * of which kind. What a cell names is looked up by import_names.c.
 */
#include <math.h>

#include "base/json_read.h"
#include "base/json_write.h"
#include "base/unicode.h"
#include "import_cells.h"
#include "import_kinds.h"
#include "import_names.h"
#include "import_report.h"
#include "model/directory.h"
#include "model/initiative.h"
#include "model/key_result.h"
#include "model/kpi.h"
#include "model/objective.h"

/* ---- which column is which member -------------------------------------------------------------- */

struct place {
	word kind;
	word column;
	size_t member;
};

#define AT(kind, column, type, member)                                                             \
	{                                                                                          \
		TEMPLATE_##kind, COLUMN_##column, offsetof(struct type, member)                    \
	}

/* clang-format off */

static const struct place places[] = {
	AT(DEPARTMENT, TITLE, department, name),
	AT(TEAM, TITLE, team, name),
	AT(TEAM, DEPARTMENT, team, department_id),
	AT(USER, TITLE, person, name),
	AT(USER, OWNER_EMAIL, person, email),
	AT(USER, TEAM, person, team_ids),
	AT(USER, DEPARTMENT, person, department_id),
	AT(CYCLE, TITLE, cycle, name),
	AT(CYCLE, START_DATE, cycle, start_date),
	AT(CYCLE, END_DATE, cycle, end_date),
	AT(OBJECTIVE, TITLE, objective, title),
	AT(OBJECTIVE, DESCRIPTION, objective, description),
	AT(OBJECTIVE, OWNER_EMAIL, objective, owner_id),
	AT(OBJECTIVE, LEVEL, objective, type),
	AT(OBJECTIVE, TEAM, objective, team_id),
	AT(OBJECTIVE, DEPARTMENT, objective, department_id),
	AT(OBJECTIVE, CYCLE, objective, cycle_id),
	AT(OBJECTIVE, START_DATE, objective, date_start),
	AT(OBJECTIVE, END_DATE, objective, date_end),
	AT(OBJECTIVE, WEIGHT, objective, weight),
	AT(OBJECTIVE, LIFECYCLE, objective, lifecycle),
	AT(OBJECTIVE, TAGS, objective, tags),
	AT(OBJECTIVE, VISIBILITY, objective, visibility),
	AT(KEY_RESULT, TITLE, key_result, title),
	AT(KEY_RESULT, DESCRIPTION, key_result, description),
	AT(KEY_RESULT, OWNER_EMAIL, key_result, owner_id),
	AT(KEY_RESULT, WEIGHT, key_result, weight),
	AT(KEY_RESULT, METRIC_TYPE, key_result, metric_type),
	AT(KEY_RESULT, UNIT, key_result, unit),
	AT(KEY_RESULT, DIRECTION, key_result, direction),
	AT(KEY_RESULT, START_VALUE, key_result, start_value),
	AT(KEY_RESULT, TARGET_VALUE, key_result, target_value),
	AT(KEY_RESULT, CURRENT_VALUE, key_result, current_value),
	AT(KEY_RESULT, STATUS, key_result, status),
	AT(KEY_RESULT, TAGS, key_result, tags),
	AT(CHECK_IN, OWNER_EMAIL, check_in, person_id),
	AT(CHECK_IN, CURRENT_VALUE, check_in, value),
	AT(CHECK_IN, DATE, check_in, checked_in_at),
	AT(CHECK_IN, STATUS, check_in, status),
	AT(CHECK_IN, COMMENT, check_in, comment),
	AT(KPI, TITLE, kpi, name),
	AT(KPI, DESCRIPTION, kpi, description),
	AT(KPI, OWNER_EMAIL, kpi, owner_id),
	AT(KPI, TEAM, kpi, team_id),
	AT(KPI, UNIT, kpi, unit),
	AT(KPI, DIRECTION, kpi, direction),
	AT(KPI, TARGET_VALUE, kpi, target_value),
	AT(KPI, CURRENT_VALUE, kpi, current_value),
	AT(KPI_UPDATE, CURRENT_VALUE, kpi_update, new_value),
	AT(KPI_UPDATE, COMMENT, kpi_update, comment),
	AT(INITIATIVE, TITLE, initiative, title),
	AT(INITIATIVE, DESCRIPTION, initiative, description),
	AT(INITIATIVE, OWNER_EMAIL, initiative, owner_id),
	AT(INITIATIVE, START_DATE, initiative, start_date),
	AT(INITIATIVE, END_DATE, initiative, end_date),
	AT(INITIATIVE, STATUS, initiative, status),
};

/* clang-format on */

enum { PLACES = sizeof(places) / sizeof(places[0]) };

enum template_column import_column_of(word kind, size_t member)
{
	for (size_t i = 0; i < PLACES; i++)
		if (places[i].kind == kind && places[i].member == member)
			return places[i].column;
	return TEMPLATE_COLUMNS;
}

/* ---- one cell -------------------------------------------------------------------------------- */

struct cell {
	struct import_run *run;
	struct import_row *row;
	enum template_column column;
	const struct field *field;
	struct text text; /* without white space around it */
	void *to;         /* the member */
};

static bool read_text(const struct cell *cell)
{
	struct work *work = cell->run->work;
	struct text text = field_tidy(work->arena, cell->field, cell->row->cells[cell->column]);

	if (!field_has_room(cell->field, text)) {
		import_error(cell->run, cell->row, cell->column, "too_long", "%s",
			     field_room(work->arena, cell->field));
		return false;
	}
	*(struct text *)cell->to = text;
	return true;
}

/* Of the words for yes and no those that a boolean key result may have in its cells. */
static bool read_flag(struct text text, double *out)
{
	static const struct {
		const char *text;
		bool is_yes;
	} words[] = { { "yes", true },
		      { "true", true },
		      { "done", true },
		      { "no", false },
		      { "false", false } };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text_equal_ascii_case(text, text_from(words[i].text))) {
			*out = words[i].is_yes ? VALUE_YES : VALUE_NO;
			return true;
		}
	return false;
}

/* A value of a key result or of its check-in may be yes or no. */
static bool may_be_flag(const struct cell *cell)
{
	return cell->column == COLUMN_CURRENT_VALUE &&
	       (cell->row->kind == TEMPLATE_KEY_RESULT || cell->row->kind == TEMPLATE_CHECK_IN);
}

static bool read_number(const struct cell *cell)
{
	enum decimal way = cell->run->decimals[cell->column];
	double min, max, number;

	switch (cell_number(cell->text, way, cell->run->table.separator, &number)) {
	case CELL_READ:
		break;
	case CELL_WRONG:
		if (may_be_flag(cell) && read_flag(cell->text, cell->to))
			return true;
		import_error(cell->run, cell->row, cell->column, "not_a_number", "is not a number");
		return false;
	case CELL_AMBIGUOUS:
		import_error(cell->run, cell->row, cell->column, "ambiguous_number",
			     "can be read in two ways; choose decimal=comma or decimal=point");
		return false;
	}
	field_number_range(cell->field, &min, &max);
	if (number < min || number > max) {
		import_error(cell->run, cell->row, cell->column, "not_a_number",
			     "must be between %g and %g", min, max);
		return false;
	}
	*(double *)cell->to = number == 0 ? 0 : number;
	return true;
}

static bool read_day(const struct cell *cell, struct date *out)
{
	switch (cell_date(cell->text, cell->run->orders[cell->column], out)) {
	case CELL_READ:
		return true;
	case CELL_WRONG:
		import_error(cell->run, cell->row, cell->column, "not_a_date",
			     "is not a date; write it as YYYY-MM-DD");
		return false;
	case CELL_AMBIGUOUS:
		import_error(cell->run, cell->row, cell->column, "ambiguous_date",
			     "can be two days; choose date_order=dmy or date_order=mdy");
		return false;
	}
	return false;
}

static bool read_date(const struct cell *cell)
{
	return read_day(cell, cell->to);
}

/* A day alone is its beginning (reading 177). */
static bool read_instant(const struct cell *cell)
{
	struct date day;

	if (instant_parse(cell->text, cell->to))
		return true;
	if (!read_day(cell, &day))
		return false;
	*(struct instant *)cell->to = instant_of(day);
	return true;
}

static bool read_word(const struct cell *cell)
{
	const struct word_name *words = template_words(cell->column, cell->row->kind);

	for (const struct word_name *w = words; w->text; w++)
		if (template_same_name(cell->text, text_from(w->text))) {
			*(word *)cell->to = w->value;
			return true;
		}
	import_error(cell->run, cell->row, cell->column, "not_a_word", "must be one of: %.*s",
		     TEXT_PRINT(word_list(cell->run->work->arena, words)));
	return false;
}

static bool read_tags(const struct cell *cell)
{
	struct buffer text = { 0 };
	struct json_writer json = { .out = &text };
	struct text rest = cell->text;
	struct json_value *to = cell->to;

	json_open_array(&json);
	while (!text_is_none(rest)) {
		struct text tag = text_trim(text_cut(&rest, ';'));

		if (tag.size > 0)
			json_text(&json, text_compose(cell->run->work->arena, tag));
	}
	json_close_array(&json);
	to->text = arena_copy(cell->run->work->arena, buffer_text(&text));
	buffer_free(&text);
	if (field_has_room(cell->field, to->text))
		return true;
	import_error(cell->run, cell->row, cell->column, "too_long", "%s",
		     field_room(cell->run->work->arena, cell->field));
	return false;
}

static bool (*const readers[])(const struct cell *cell) = {
	[FIELD_TEXT] = read_text,       [FIELD_NUMBER] = read_number, [FIELD_DATE] = read_date,
	[FIELD_INSTANT] = read_instant, [FIELD_WORD] = read_word,     [FIELD_JSON] = read_tags,
};

/* ---- what a cell names ------------------------------------------------------------------------ */

static const struct error *read_team(const struct cell *cell, bool *is_read)
{
	struct ids *teams = cell->to;
	struct id *id = arena_take(cell->run->work->arena, sizeof(*id));
	const struct error *error =
		import_place(cell->run, cell->row, cell->column, TEMPLATE_TEAM, id);

	*is_read = !error && !id_is_none(*id);
	if (*is_read)
		*teams = (struct ids){ id, 1 };
	return error;
}

static const struct error *read_reference(const struct cell *cell, bool *is_read)
{
	const struct thing *refers = cell->field->refers;
	struct id id = ID_NONE;
	word kind = 0;
	const struct error *error;

	if (refers == &person_thing) {
		error = import_person(cell->run, cell->row, cell->column, &id);
	} else {
		while (import_thing_of(kind) != refers)
			kind++;
		error = import_place(cell->run, cell->row, cell->column, kind, &id);
	}
	*is_read = !error && !id_is_none(id);
	if (*is_read)
		*(struct id *)cell->to = id;
	return error;
}

static const struct error *read_cell(const struct cell *cell, bool *is_read)
{
	if (cell->field->kind == FIELD_IDS)
		return read_team(cell, is_read);
	if (cell->field->kind == FIELD_ID)
		return read_reference(cell, is_read);
	*is_read = readers[cell->field->kind](cell);
	return NULL;
}

/* ---- a row ------------------------------------------------------------------------------------ */

/* What stands in a history is not written beside it (reading 170). */
static bool is_of_history(const struct import_row *row, enum template_column column)
{
	const struct key_result *before = row->before;
	const struct kpi *kpi = row->before;

	if (row->kind == TEMPLATE_KPI && column == COLUMN_CURRENT_VALUE)
		return kpi && !instant_is_none(kpi->last_updated_at);
	if (row->kind != TEMPLATE_KEY_RESULT ||
	    (column != COLUMN_CURRENT_VALUE && column != COLUMN_STATUS))
		return false;
	return row->has_entries || (before && before->check_in_count > 0);
}

/* What the history comes to, where it is not the file's. */
static double value_before(const struct import_row *row)
{
	const struct key_result *key_result = row->before;
	const struct kpi *kpi = row->before;

	if (!row->before || row->has_entries)
		return NAN;
	return row->kind == TEMPLATE_KPI ? kpi->current_value : key_result->current_value;
}

static void compare_value(struct import_run *run, struct import_row *row,
			  enum template_column column)
{
	double number, before = value_before(row);

	if (column != COLUMN_CURRENT_VALUE || isnan(before) ||
	    cell_number(text_trim(row->cells[column]), run->decimals[column], run->table.separator,
			&number) != CELL_READ ||
	    number == before)
		return;
	import_warn(run, row, "value_differs",
		    "The value of its history stays; the file has another.");
}

static void check_needed(struct import_run *run, struct import_row *row)
{
	/* The type is known, or the row would not be here. */
	for (unsigned i = COLUMN_TYPE + 1; i < TEMPLATE_COLUMNS; i++)
		if (template_needs(i, row->kind) && !import_has(row, i) && !row->before)
			import_error(run, row, i, "required", "is missing");
}

/* The address is what a person is known by. */
static void tidy_address(struct import_run *run, struct import_row *row, void *record)
{
	struct person *person = record;

	if (row->kind == TEMPLATE_USER && person->email.size > 0 &&
	    !email_normalise(run->work->arena, person->email, &person->email))
		import_error(run, row, COLUMN_OWNER_EMAIL, "not_a_word",
			     "is not an e-mail address");
}

/* What blocks is told in the comment alone. */
static void add_note(const struct import_row *row, void *record, struct given *given)
{
	struct check_in *check_in = record;

	if (row->kind != TEMPLATE_CHECK_IN || check_in->status != STATUS_BLOCKED ||
	    !text_is_none(check_in->blocker_note))
		return;
	check_in->blocker_note = check_in->comment;
	given_add(given, offsetof(struct check_in, blocker_note));
}

static const struct error *fill_place(struct import_run *run, struct import_row *row,
				      const struct place *place, void *record, struct given *given)
{
	struct cell cell = {
		.run = run,
		.row = row,
		.column = place->column,
		.field = field_at(&import_thing_of(row->kind)->form, place->member),
		.text = text_trim(row->cells[place->column]),
		.to = (char *)record + place->member,
	};
	bool is_read;
	const struct error *error = read_cell(&cell, &is_read);

	if (!error && is_read)
		given_add(given, place->member);
	return error;
}

const struct error *import_fill(struct import_run *run, struct import_row *row, void *record,
				struct given *given)
{
	const struct error *error = NULL;

	check_needed(run, row);
	for (size_t i = 0; !error && i < PLACES; i++) {
		if (places[i].kind != row->kind || !import_has(row, places[i].column))
			continue;
		if (is_of_history(row, places[i].column))
			compare_value(run, row, places[i].column);
		else
			error = fill_place(run, row, &places[i], record, given);
	}
	tidy_address(run, row, record);
	add_note(row, record, given);
	return error;
}
