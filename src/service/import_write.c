/*
 * Writing the rows of a file, kind by kind and parents first, by the rules that every record of the
 * API obeys. What a row gets wrong is noted and the next one is tried: a check finds all of it. What
 * follows from the rows is computed once, at the end.
 */
#include "import_write.h"

#include "base/copy.h"
#include "import_cells.h"
#include "import_kinds.h"
#include "import_match.h"
#include "import_records.h"
#include "import_report.h"
#include "model/directory.h"
#include "model/initiative.h"
#include "model/key_result.h"
#include "model/kpi.h"
#include "model/objective.h"
#include "rollup.h"
#include "store/things.h"

/* ---- records ----------------------------------------------------------------------------------- */

/* What the rules say of a row's record, in the words of its columns. */
static void take_faults(struct import_run *run, struct import_row *row)
{
	struct work *work = run->work;
	size_t parent = TEMPLATE_COLUMNS;

	for (const struct error_detail *d = work->faults.first; d; d = d->next) {
		enum template_column column = import_column_of(row->kind, d->member);

		if (column == TEMPLATE_COLUMNS && import_has(row, COLUMN_PARENT_KEY))
			column = parent = COLUMN_PARENT_KEY;
		import_error(run, row, column, column == parent ? "circle" : "invalid", "%.*s",
			     TEXT_PRINT(d->message));
	}
	work->faults = work->unless_same = (struct error_list){ 0 };
}

/* What the record's state forbids is the row's error, all else is the import's. */
static const struct error *take_error(struct import_run *run, struct import_row *row,
				      const struct error *error)
{
	bool is_closed;

	if (run->work->faults.count > 0)
		take_faults(run, row);
	if (!error || error->code == ERROR_INVALID)
		return NULL;
	if (error->code != ERROR_CONFLICT && error->code != ERROR_NOT_FOUND &&
	    error->code != ERROR_FORBIDDEN)
		return error;
	is_closed = text_equal(error->message, TEXT("The cycle is closed."));
	import_error(run, row, TEMPLATE_COLUMNS, is_closed ? "cycle_closed" : "invalid", "%.*s",
		     TEXT_PRINT(error->message));
	return NULL;
}

/* ---- a row ------------------------------------------------------------------------------------- */

static void set_id(void *record, size_t member, struct id id, struct given *given)
{
	*(struct id *)(void *)((char *)record + member) = id;
	given_add(given, member);
}

/* Where each kind keeps what it hangs on. */
static size_t parent_member(const struct import_row *row)
{
	static const size_t members[TEMPLATE_KINDS] = {
		[TEMPLATE_DEPARTMENT] = offsetof(struct department, parent_id),
		[TEMPLATE_OBJECTIVE] = offsetof(struct objective, parent_id),
		[TEMPLATE_KEY_RESULT] = offsetof(struct key_result, objective_id),
		[TEMPLATE_CHECK_IN] = offsetof(struct check_in, key_result_id),
		[TEMPLATE_KPI_UPDATE] = offsetof(struct kpi_update, kpi_id),
		[TEMPLATE_INITIATIVE] = offsetof(struct initiative, objective_id),
	};

	if (row->kind == TEMPLATE_INITIATIVE && row->parent_kind == TEMPLATE_KEY_RESULT)
		return offsetof(struct initiative, key_result_id);
	return members[row->kind];
}

static void set_parent(const struct import_row *row, void *record, struct given *given)
{
	struct id id = row->parent ? row->parent->id : row->parent_id;

	if (!id_is_none(id))
		set_id(record, parent_member(row), id, given);
}

static bool is_new_value(const struct thing *thing, const void *before, const void *after,
			 const struct given *given)
{
	for (size_t i = 0; i < thing->form.count; i++) {
		const struct field *field = &thing->form.fields[i];

		if (given_at(given, field->offset) && !(field->flags & FIELD_FIXED) &&
		    !field_equal(field->kind, (const char *)before + field->offset,
				 (const char *)after + field->offset))
			return true;
	}
	return false;
}

static const struct error *make(struct import_run *run, struct import_row *row, void *record,
				const struct given *given)
{
	const struct resource *resource = import_resource(row->kind);
	const struct error *error = resource_make(run->work, resource, record, given);

	if (error)
		return take_error(run, row, error);
	row->id = ((const struct record *)record)->id;
	row->action = ACTION_CREATE;
	import_ref_add(run, row->kind, row->key, row->id);
	return import_note(run, row->kind, row->id, NULL, NULL);
}

static const struct error *renew(struct import_run *run, struct import_row *row, void *record,
				 const struct given *given)
{
	const struct resource *resource = import_resource(row->kind);
	const struct thing *thing = resource->thing;
	void *after = arena_take(run->work->arena, thing->form.size);
	const struct error *error;

	if (!is_new_value(thing, row->before, record, given)) {
		row->action = ACTION_UNCHANGED;
		run->counts[row->kind][ACTION_UNCHANGED]++;
		return NULL;
	}
	error = resource_update(run->work, resource, row->id, record, given, NULL, after);
	if (error)
		return take_error(run, row, error);
	row->action = ACTION_UPDATE;
	return import_note(run, row->kind, row->id, row->before, given);
}

/* A copy of what there is, or a new one, for the cells to be filled into. */
static const struct error *begin_record(struct import_run *run, struct import_row *row,
					const void *found, void *out)
{
	const struct resource *resource = import_resource(row->kind);
	const struct thing *thing = resource->thing;

	copy_bytes(out, thing->form.size, found ? found : thing->form.blank, thing->form.size);
	return found && resource->load ? resource->load(run->work, out, NULL) : NULL;
}

static const struct error *fill(struct import_run *run, struct import_row *row, void *record,
				struct given *given)
{
	const struct error *error;

	*given = (struct given){ { 0 } };
	error = begin_record(run, row, row->before, record);
	if (!error && row->before)
		form_copy(&import_thing_of(row->kind)->form, row->before, record);
	if (!error)
		error = import_fill(run, row, record, given);
	set_parent(row, record, given);
	return error;
}

/* What a new person must have. */
static void check_address(struct import_run *run, struct import_row *row, const void *record)
{
	const struct person *person = record;

	if (row->kind == TEMPLATE_USER && !row->before && person->email.size == 0 && !row->is_out)
		import_error(run, row, COLUMN_OWNER_EMAIL, "required", "is missing");
}

/* What was found under another name than the source's is known by that from now on. */
static void name_found(struct import_run *run, const struct import_row *row)
{
	struct id id;

	if (!id_parse(row->key, &id) || !id_equal(id, row->id))
		import_ref_add(run, row->kind, row->key, row->id);
}

static const struct error *write_row(struct import_run *run, struct import_row *row)
{
	void *record = arena_take(run->work->arena, import_thing_of(row->kind)->form.size);
	struct given given;
	bool was_found = row->before != NULL;
	const struct error *error = NULL;

	row->is_reached = true;
	row->is_out = row->is_out || (row->parent && row->parent->is_out);
	if (!row->is_out)
		error = fill(run, row, record, &given);
	if (!error && !row->is_out && !row->before)
		error = import_match(run, row, record);
	/* What was found by its name has members that the file does not tell. */
	if (!error && !row->is_out && row->before && !was_found)
		error = fill(run, row, record, &given);
	check_address(run, row, record);
	if (!error && !row->is_out && row->before)
		error = renew(run, row, record, &given);
	else if (!error && !row->is_out)
		error = make(run, row, record, &given);
	if (!error)
		import_register(run, row, record);
	if (!error && row->before && !row->is_out && !text_is_none(row->key))
		name_found(run, row);
	return error;
}

/* ---- the order of rows -------------------------------------------------------------------------- */

static bool waits_for_parent(const struct import_row *row)
{
	return row->parent && row->parent->kind == row->kind;
}

static void hang_below(struct import_row *row)
{
	struct import_row *parent = row->parent;

	if (parent->last_child)
		parent->last_child->next = row;
	else
		parent->first_child = row;
	parent->last_child = row;
}

/* A row, then those that hang on it, level by level. */
static const struct error *write_tree(struct import_run *run, struct import_row *row)
{
	struct import_row *last = row;

	row->next = NULL;
	for (; row; row = row->next) {
		const struct error *error = write_row(run, row);

		if (error)
			return error;
		last->next = row->first_child;
		if (row->last_child)
			last = row->last_child;
	}
	return NULL;
}

/* Whoever climbs from a row that was not reached comes to a circle: the rows on it are wrong, those that
 * hang on it are left out. */
static void tell_circles(struct import_run *run, word kind)
{
	for (size_t i = 0; i < run->table.count; i++) {
		struct import_row *row = &run->table.rows[i];

		if (row->kind != kind || row->is_reached)
			continue;
		while (row->climbed == 0) {
			row->climbed = i + 1;
			row = row->parent;
		}
		for (; row->climbed == i + 1 && !row->is_out; row = row->parent)
			import_error(run, row, COLUMN_PARENT_KEY, "circle",
				     "hangs on what hangs on it: that is a circle");
	}
	for (size_t i = 0; i < run->table.count; i++)
		if (run->table.rows[i].kind == kind && !run->table.rows[i].is_reached)
			run->table.rows[i].is_out = true;
}

static const struct error *write_kind(struct import_run *run, word kind)
{
	const struct error *error = NULL;

	for (size_t i = 0; i < run->table.count; i++)
		if (run->table.rows[i].kind == kind && waits_for_parent(&run->table.rows[i]))
			hang_below(&run->table.rows[i]);
	for (size_t i = 0; !error && i < run->table.count; i++)
		if (run->table.rows[i].kind == kind && !waits_for_parent(&run->table.rows[i]))
			error = write_tree(run, &run->table.rows[i]);
	if (!error)
		tell_circles(run, kind);
	return error;
}

const struct error *import_write(struct import_run *run)
{
	struct work *work = run->work;
	const struct error *error = NULL;

	work->joins = true;
	rollup_postpone(work);
	db_remember_all(work->db);
	for (word kind = 0; !error && kind < TEMPLATE_KINDS; kind++)
		error = write_kind(run, kind);
	if (!error)
		error = rollup_postponed(work);
	work->postponed = NULL;
	work->joins = false;
	return error;
}
