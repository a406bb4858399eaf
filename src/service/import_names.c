/*
 * Who and what the cells of a file name (readings 171 and 179). Names are the same exactly, else
 * regardless of case when that leaves one.
 */
#include "import_names.h"

#include "base/copy.h"
#include "base/unicode.h"
#include "import_kinds.h"
#include "import_records.h"
#include "import_report.h"
#include "model/directory.h"
#include "model/period.h"
#include "store/imports.h"
#include "store/query.h"
#include "store/things.h"

/* ---- names of all there is ---------------------------------------------------------------------- */

struct import_target *import_target_add(struct import_run *run, enum import_space space, word kind,
					struct text name, struct id id)
{
	unsigned place = import_space(space, kind);
	struct import_target *known = text_map_get(&run->map, place, name);

	if (known) {
		known->is_many = known->is_many || !id_equal(known->id, id);
		return known;
	}
	known = arena_take(run->work->arena, sizeof(*known));
	known->id = id;
	text_map_put(&run->map, place, name, known);
	return known;
}

void import_name_add(struct import_run *run, word kind, struct text name, struct id id)
{
	import_target_add(run, SPACE_NAME, kind, name, id);
	import_target_add(run, SPACE_FOLD, kind, text_fold(run->work->arena, name), id);
}

static const struct error *load_names(struct import_run *run, word kind, size_t name)
{
	const struct thing *thing = import_thing_of(kind);
	struct query query = { .thing = thing,
			       .organisation_id = run->work->session.organisation_id,
			       .sort_column = offsetof(struct record, id),
			       .limit = INT32_MAX };
	struct list rows;
	const struct error *error = query_run(run->work->db, &query, &rows);

	for (size_t i = 0; !error && i < rows.count; i++) {
		const char *row = (const char *)rows.items + i * thing->form.size;
		const struct record *record = (const void *)row;

		import_name_add(run, kind, *(const struct text *)(const void *)(row + name),
				record->id);
		if (kind == TEMPLATE_USER)
			import_target_add(run, SPACE_ADDRESS, kind,
					  ((const struct person *)(const void *)row)->email,
					  record->id);
	}
	return error;
}

static const struct {
	word kind;
	size_t name;
} directory[] = {
	{ TEMPLATE_DEPARTMENT, offsetof(struct department, name) },
	{ TEMPLATE_TEAM, offsetof(struct team, name) },
	{ TEMPLATE_USER, offsetof(struct person, name) },
	{ TEMPLATE_CYCLE, offsetof(struct cycle, name) },
};

static const struct error *load_refs(struct import_run *run)
{
	const struct error *error = external_refs(run->work->db, run->work->session.organisation_id,
						  run->import->source, &run->refs);
	struct external_ref *refs = run->refs.items;

	for (size_t i = 0; !error && i < run->refs.count; i++)
		text_map_put(&run->map, import_space(SPACE_REF, refs[i].kind), refs[i].external_id,
			     &refs[i]);
	return error;
}

/* The rows among themselves. A title that several have names none of them. */
static void add_row(struct import_run *run, struct import_row *row)
{
	static struct import_row many;
	struct text title = text_trim(row->cells[COLUMN_TITLE]);
	unsigned keys = import_space(SPACE_KEY, row->kind);
	unsigned titles = import_space(SPACE_TITLE, row->kind);

	if (!text_is_none(row->key) && text_characters(row->key) > FIELD_TITLE_CHARACTERS)
		import_error(run, row, COLUMN_KEY, "too_long", "must have at most %d characters",
			     FIELD_TITLE_CHARACTERS);
	else if (!text_is_none(row->key) && text_map_get(&run->map, keys, row->key))
		import_error(run, row, COLUMN_KEY, "duplicate_key",
			     "is the key of an earlier row, too");
	else if (!text_is_none(row->key))
		text_map_put(&run->map, keys, row->key, row);
	if (title.size > 0)
		text_map_put(&run->map, titles, title,
			     text_map_get(&run->map, titles, title) ? &many : row);
}

static void judge_columns(struct import_run *run)
{
	const struct import_options *options = run->options;

	for (unsigned i = 0; i < TEMPLATE_COLUMNS; i++) {
		struct cell_votes numbers = { { 0 }, 0 }, dates = { { 0 }, 0 };

		for (size_t j = 0; j < run->table.count; j++) {
			struct text cell = text_trim(run->table.rows[j].cells[i]);

			if (template_rows[i].form == TEMPLATE_NUMBER)
				cell_vote_number(&numbers, cell);
			if (template_rows[i].form == TEMPLATE_DATE ||
			    template_rows[i].form == TEMPLATE_TIME)
				cell_vote_date(&dates, cell);
		}
		run->decimals[i] = options->decimal != WORD_NONE ? options->decimal :
								   cell_way(&numbers);
		run->orders[i] = options->date_order != WORD_NONE ? options->date_order :
								    cell_way(&dates);
	}
}

const struct error *import_look_around(struct import_run *run)
{
	const struct error *error = load_refs(run);

	for (size_t i = 0; !error && i < sizeof(directory) / sizeof(directory[0]); i++)
		error = load_names(run, directory[i].kind, directory[i].name);
	judge_columns(run);
	for (size_t i = 0; !error && i < run->table.count; i++)
		if (run->table.rows[i].kind != WORD_NONE)
			add_row(run, &run->table.rows[i]);
	return error;
}

/* ---- who and what a cell names ------------------------------------------------------------------- */

struct import_target *import_name_find(struct import_run *run, word kind, struct text name)
{
	struct import_target *target =
		text_map_get(&run->map, import_space(SPACE_NAME, kind), name);

	if (target)
		return target;
	return text_map_get(&run->map, import_space(SPACE_FOLD, kind),
			    text_fold(run->work->arena, name));
}

/* True when there is nothing more to say: it is found, or it is a row that is left out itself. */
static bool take_target(struct import_row *row, const struct import_target *target, struct id *out)
{
	if (!target || target->is_many)
		return false;
	if (target->is_bad)
		row->is_out = true;
	else
		*out = target->id;
	return true;
}

struct text import_name(struct import_run *run, struct text cell)
{
	return text_compose(run->work->arena, text_trim(cell));
}

/* Somebody who is named and unknown, so that history keeps the name. */
static const struct error *add_person(struct import_run *run, struct text name, struct id *out)
{
	struct person *person = arena_take(run->work->arena, sizeof(*person));
	char printed[ID_UUID_SIZE];
	const struct error *error;

	memcpy(person, person_thing.form.blank, sizeof(*person));
	person->name = name;
	person->is_active = false;
	if (!email_normalise(run->work->arena, name, &person->email)) {
		id_print_uuid(work_new_id(run->work), printed);
		person->email = arena_print(run->work->arena, "unknown-%.*s@import.invalid",
					    ID_UUID_SIZE, printed);
	}
	error = import_add(run, TEMPLATE_USER, person, TEXT_NONE);
	if (error)
		return error;
	import_name_add(run, TEMPLATE_USER, name, person->record.id);
	import_target_add(run, SPACE_ADDRESS, TEMPLATE_USER, person->email, person->record.id);
	*out = person->record.id;
	return NULL;
}

const struct error *import_person(struct import_run *run, struct import_row *row,
				  enum template_column column, struct id *out)
{
	struct text name = import_name(run, row->cells[column]), address;
	struct import_target *target = NULL;

	*out = ID_NONE;
	if (email_normalise(run->work->arena, name, &address))
		target = text_map_get(&run->map, import_space(SPACE_ADDRESS, TEMPLATE_USER),
				      address);
	if (!target)
		target = import_name_find(run, TEMPLATE_USER, name);
	if (take_target(row, target, out))
		return NULL;
	if (target)
		import_error(run, row, column, "ambiguous_person",
			     "is the name of several people; use the e-mail address");
	else if (text_characters(name) > FIELD_TITLE_CHARACTERS)
		import_error(run, row, column, "too_long", "must have at most %d characters",
			     FIELD_TITLE_CHARACTERS);
	else if (run->options->unknown_people == UNKNOWN_PEOPLE_INACTIVE)
		return add_person(run, name, out);
	else if (run->options->unknown_people == UNKNOWN_PEOPLE_ERROR)
		import_error(run, row, column, "unknown_person", "names nobody in this workspace");
	return NULL;
}

/* ---- places that may be made ---------------------------------------------------------------------- */

static void widen(struct import_run *run, const struct import_row *row, enum template_column column,
		  bool is_start, struct date *day)
{
	struct date other;

	if (cell_date(text_trim(row->cells[column]), run->orders[column], &other) != CELL_READ)
		return;
	if (date_is_none(*day) || (is_start ? other.days < day->days : other.days > day->days))
		*day = other;
}

/* The widest of what the rows of a cycle have in two columns. */
static struct period widest(struct import_run *run, struct text cycle, enum template_column start,
			    enum template_column end)
{
	struct period period = PERIOD_NONE;

	for (size_t i = 0; i < run->table.count; i++) {
		const struct import_row *row = &run->table.rows[i];

		if (row->kind != TEMPLATE_OBJECTIVE ||
		    !text_equal(text_trim(row->cells[COLUMN_CYCLE]), cycle))
			continue;
		widen(run, row, start, true, &period.start);
		widen(run, row, end, false, &period.end);
	}
	return period;
}

/* What its rows say of a cycle that is to be made: its dates, else the widest of their own. */
static void find_dates(struct import_run *run, const struct import_row *row, struct cycle *cycle)
{
	struct text name = text_trim(row->cells[COLUMN_CYCLE]);
	struct period said = widest(run, name, COLUMN_CYCLE_START, COLUMN_CYCLE_END);
	struct period own = widest(run, name, COLUMN_START_DATE, COLUMN_END_DATE);

	cycle->start_date = date_is_none(said.start) ? own.start : said.start;
	cycle->end_date = date_is_none(said.end) ? own.end : said.end;
}

static const struct error *add_place(struct import_run *run, struct import_row *row,
				     enum template_column column, word kind, struct text name,
				     struct id *out)
{
	const struct thing *thing = import_thing_of(kind);
	void *record = arena_take(run->work->arena, thing->form.size);
	const struct cycle *cycle = record;
	const struct error *error;

	copy_bytes(record, thing->form.size, thing->form.blank, thing->form.size);
	for (size_t i = 0; i < sizeof(directory) / sizeof(directory[0]); i++)
		if (directory[i].kind == kind)
			*(struct text *)(void *)((char *)record + directory[i].name) = name;
	if (kind == TEMPLATE_CYCLE)
		find_dates(run, row, record);
	if (kind == TEMPLATE_CYCLE &&
	    (date_is_none(cycle->start_date) || date_is_none(cycle->end_date))) {
		import_error(run, row, column, "unknown_place",
			     "names no cycle, and no row says when it begins and ends");
		return NULL;
	}
	error = import_add(run, kind, record, TEXT_NONE);
	if (error)
		return error;
	*out = ((const struct record *)record)->id;
	import_name_add(run, kind, name, *out);
	return NULL;
}

const struct error *import_place(struct import_run *run, struct import_row *row,
				 enum template_column column, word kind, struct id *out)
{
	struct text name = import_name(run, row->cells[column]);
	struct import_target *target = import_name_find(run, kind, name);

	*out = ID_NONE;
	if (take_target(row, target, out))
		return NULL;
	if (target)
		import_error(run, row, column, "unknown_place",
			     "is the name of several; write it exactly");
	else if (text_characters(name) > FIELD_TITLE_CHARACTERS)
		import_error(run, row, column, "too_long", "must have at most %d characters",
			     FIELD_TITLE_CHARACTERS);
	else if (run->options->create_missing >> kind & 1)
		return add_place(run, row, column, kind, name, out);
	else
		import_error(run, row, column, "unknown_place", "names no %s of this workspace",
			     import_thing_of(kind)->name);
	return NULL;
}
