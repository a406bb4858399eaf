/*
 * Prepared statements: kept by their text, bound from values by kind, read into structs by field
 * tables. A statement is prepared and executed for the first
 * time in one packet: a plain CGI process would otherwise wait twice for each of its answers.
 */
#include "store/statement.h"

#include <assert.h>
#include <stdlib.h>

#include "base/copy.h"
#include "kinds.h"
#include "store/batch_internal.h"
#include "store/damage_internal.h"
#include "store/db_internal.h"

/* More than the program has; lists with many filters may make new ones, then all begin anew. */
enum {
	STATEMENTS_MAX = 256,
	VALUES_MAX = 288, /* no composition (seen.h) has more */
	COLUMNS_MAX = 64,
	BINARY_CHARACTERS = 63
};

struct statement {
	char *sql;
	struct tables tables;
	MYSQL_STMT *handle;
	bool is_prepared;        /* by the server: from the first execution on */
	const struct form *form; /* what the cells are bound for, NULL before the first rows */
	const struct field **columns;
	struct cell *cells;
	struct bounds *bounds; /* what each column can be */
	MYSQL_BIND *binds;
	unsigned column_count;
	const struct field *id_field; /* the column that tells which row it is; NULL: none does */
	unsigned pairs;     /* one bit for each pair of the thing whose members are read */
	size_t rows_before; /* how many it gave last: room for as many is taken at once */
};

static void statement_free(struct statement *statement)
{
	mysql_stmt_close(statement->handle);
	free(statement->sql);
	free(statement->columns);
	free(statement->cells);
	free(statement->bounds);
	free(statement->binds);
	free(statement);
}

static void close_statements(struct db *db)
{
	for (size_t i = 0; i < db->statement_count; i++)
		statement_free(db->statements[i]);
	db->statement_count = 0;
}

static struct statement *find_statement(struct db *db, const char *sql)
{
	for (size_t i = 0; i < db->statement_count; i++) {
		struct statement *statement = db->statements[i];

		if (strcmp(statement->sql, sql) == 0)
			return statement;
	}
	return NULL;
}

static char *copy_string(const char *string)
{
	size_t size = strlen(string) + 1;

	return copy_bytes(memory_take(size), size, string, size);
}

static const struct error *statement_fail(struct db *db, MYSQL_STMT *handle, const char *sql)
{
	/* An error in the midst of the rows stands with the connection, not with the statement. */
	if (mysql_stmt_errno(handle) == 0)
		return db_fail(db, mysql_errno(db->mysql), mysql_error(db->mysql), sql);
	return db_fail(db, mysql_stmt_errno(handle), mysql_stmt_error(handle), sql);
}

static const struct error *statement_find(struct db *db, const char *sql, struct statement **out)
{
	const struct error *error = db_connect(db);
	struct statement *statement;

	if (error)
		return error;
	*out = find_statement(db, sql);
	if (*out)
		return NULL;
	if (!db->statements)
		db->statements = memory_take(STATEMENTS_MAX * sizeof(struct statement *));
	if (db->statement_count == STATEMENTS_MAX)
		close_statements(db);
	statement = memory_take(sizeof(*statement));
	statement->handle = mysql_stmt_init(db->mysql);
	if (!statement->handle)
		abort();
	statement->sql = copy_string(sql);
	statement->tables = tables_of(sql);
	db->statements[db->statement_count++] = statement;
	db->drop_statements = close_statements;
	*out = statement;
	return NULL;
}

/* ---- values in ------------------------------------------------------------------------------- */

static void bind_value(MYSQL_BIND *bind, MYSQL_TIME *time, const struct value *value)
{
	const struct column_kind *kind = &column_kinds[value->kind];

	if (field_is_none(value->kind, &value->as)) {
		bind->buffer_type = MYSQL_TYPE_NULL;
		return;
	}
	assert(kind->print);
	bind->buffer_type = kind->type;
	bind->is_unsigned = kind->is_unsigned;
	bind->buffer = (void *)(uintptr_t)&value->as;
	if (kind->bind)
		kind->bind(bind, time, value);
}

/*
 * A server of a cluster may refuse the first half of the packet, because the transaction has just been
 * rolled back, and do the second: with what was prepared before. There they go one by one.
 */
static bool execute_bound(struct statement *statement, MYSQL_BIND *binds, unsigned count,
			  bool is_cluster)
{
	MYSQL_STMT *handle = statement->handle;

	if (is_cluster && !statement->is_prepared) {
		if (mysql_stmt_prepare(handle, statement->sql, strlen(statement->sql)))
			return false;
		statement->is_prepared = true;
	}
	if (statement->is_prepared) {
		assert(count == mysql_stmt_param_count(handle));
		return !(count > 0 && mysql_stmt_bind_param(handle, binds)) &&
		       !mysql_stmt_execute(handle);
	}
	mysql_stmt_attr_set(handle, STMT_ATTR_PREBIND_PARAMS, &count);
	return !(count > 0 && mysql_stmt_bind_param(handle, binds)) &&
	       !mariadb_stmt_execute_direct(handle, statement->sql, strlen(statement->sql));
}

static const struct error *execute(struct db *db, struct statement *statement,
				   const struct value *values, size_t count)
{
	MYSQL_BIND binds[VALUES_MAX];
	MYSQL_TIME times[VALUES_MAX];
	const struct error *error = db_ask(db);
	bool is_done;

	if (error)
		return error;
	assert(count <= VALUES_MAX);
	memset(binds, 0, count * sizeof(binds[0]));
	for (size_t i = 0; i < count; i++)
		bind_value(&binds[i], &times[i], &values[i]);
	is_done = execute_bound(statement, binds, (unsigned)count, db->is_cluster);
	waiting_end(&db->waiting);
	if (!is_done)
		return statement_fail(db, statement->handle, statement->sql);
	statement->is_prepared = true;
	return NULL;
}

const struct error *db_run(struct db *db, const char *sql, const struct value *values, size_t count,
			   uint64_t *changed)
{
	db_begin_epoch(db);
	return db_run_beside(db, sql, values, count, changed);
}

const struct error *db_run_beside(struct db *db, const char *sql, const struct value *values,
				  size_t count, uint64_t *changed)
{
	struct statement *statement;
	const struct error *error = statement_find(db, sql, &statement);

	if (!error)
		error = db_send_before(db, statement->tables.named);
	if (error)
		return error;
	db_note_write(db, &statement->tables);
	error = execute(db, statement, values, count);
	if (error)
		return error;
	if (changed)
		*changed = mysql_stmt_affected_rows(statement->handle);
	return NULL;
}

/* ---- rows out -------------------------------------------------------------------------------- */

static void bind_cell(MYSQL_BIND *bind, struct cell *cell, enum field_kind kind)
{
	bind->buffer = &cell->as;
	bind->length = &cell->size;
	bind->is_null = &cell->is_null;
	bind->buffer_type = column_kinds[kind].type;
	bind->is_unsigned = column_kinds[kind].is_unsigned;
	bind->buffer_length = column_kinds[kind].room;
}

/* The record that a row is told by: its own id, else that of the first record that it refers to. */
static void note_id(struct statement *statement, const struct field *column, struct text name)
{
	bool is_own = text_equal(name, TEXT("id"));

	if (column->kind == FIELD_ID && !text_equal(name, TEXT("organisation_id")) &&
	    (is_own || !statement->id_field))
		statement->id_field = column;
}

static bool is_read(const struct form *form, size_t place)
{
	const struct field *field = field_at(form, place);

	return field && field->flags & FIELD_COLUMN;
}

/* Rows of a thing's own struct, whole or narrowed, tell what two members say together. */
static void note_pairs(struct statement *statement, const struct form *form)
{
	const struct thing *thing = form->thing;

	if (!thing || form->size != thing->form.size || form->blank != thing->form.blank)
		return;
	assert(thing->pair_count <= PAIRS_MAX);
	for (size_t i = 0; i < thing->pair_count; i++)
		if (is_read(form, thing->pairs[i].first) && is_read(form, thing->pairs[i].second))
			statement->pairs |= 1U << i;
}

/* What the server says of the columns, beside the field table. */
static void note_types(struct statement *statement)
{
	MYSQL_RES *types = mysql_stmt_result_metadata(statement->handle);

	if (!types)
		abort();
	for (unsigned i = 0; i < statement->column_count; i++)
		statement->bounds[i].is_bytes = mysql_fetch_field_direct(types, i)->charsetnr ==
						BINARY_CHARACTERS;
	mysql_free_result(types);
}

static const struct error *bind_columns(struct db *db, struct statement *statement,
					const struct form *form)
{
	unsigned column = 0;

	if (statement->form == form)
		return NULL;
	assert(!statement->form);
	statement->column_count = mysql_stmt_field_count(statement->handle);
	statement->columns = memory_take(statement->column_count * sizeof(*statement->columns));
	statement->cells = memory_take(statement->column_count * sizeof(*statement->cells));
	statement->bounds = memory_take(statement->column_count * sizeof(*statement->bounds));
	statement->binds = memory_take(statement->column_count * sizeof(*statement->binds));
	for (size_t i = 0; i < form->count; i++) {
		if (!(form->fields[i].flags & FIELD_COLUMN))
			continue;
		assert(column < statement->column_count);
		statement->columns[column] = &form->fields[i];
		statement->bounds[column] = bounds_of(form, &form->fields[i]);
		note_id(statement, &form->fields[i], own_name(&form->fields[i]));
		bind_cell(&statement->binds[column], &statement->cells[column],
			  form->fields[i].kind);
		column++;
	}
	assert(column == statement->column_count && column <= COLUMNS_MAX);
	note_pairs(statement, form);
	note_types(statement);
	if (mysql_stmt_bind_result(statement->handle, statement->binds))
		return statement_fail(db, statement->handle, statement->sql);
	statement->form = form;
	return NULL;
}

static struct cell_source source_of(struct db *db, const struct statement *statement,
				    unsigned column)
{
	return (struct cell_source){ statement->handle, column, &statement->bounds[column],
				     db->arena };
}

/* Says whether the value is one that can be; if not, the nearest that can stands in its place. */
static bool read_cell(struct db *db, struct statement *statement, unsigned column, void *record)
{
	const struct field *field = statement->columns[column];
	const struct cell *cell = &statement->cells[column];
	const struct column_kind *kind = &column_kinds[field->kind];
	void *at = (char *)record + field->offset;
	struct cell_source source;

	if (cell->is_null) {
		field_clear(field->kind, at);
		return true;
	}
	if (!kind->read) {
		field_put(field->kind, at, &cell->as);
		return true;
	}
	source = source_of(db, statement, column);
	return kind->read(&source, cell, at);
}

/* ---- damage ---------------------------------------------------------------------------------- */

static void tell_column(struct db *db, struct statement *statement, unsigned column,
			const void *row)
{
	const struct field *field = statement->bounds[column].field;
	const struct cell *cell = &statement->cells[column];
	struct cell_source source = source_of(db, statement, column);
	struct value value = value_of(statement->columns[column], row);
	struct damage damage = { .column = field->name };

	if (!statement->form->thing || !statement->id_field)
		return;
	damage.table = statement->form->thing->table;
	memcpy(&damage.id, (const char *)row + statement->id_field->offset, sizeof(damage.id));
	if (!cell->is_null && column_kinds[field->kind].show)
		damage.stored = column_kinds[field->kind].show(&source, cell);
	if (damage.stored.size > SHOWN_MAX)
		damage.stored.size = SHOWN_MAX;
	damage.read_as = value_shown(db->arena, field, &value);
	damage_tell(db, &damage);
}

static void tell_columns(struct db *db, struct statement *statement, uint64_t columns,
			 const void *row)
{
	for (unsigned i = 0; i < statement->column_count; i++)
		if (columns >> i & 1)
			tell_column(db, statement, i, row);
}

/* The columns of the pairs that do not fit together: the second says what is wrong. */
static uint64_t unsound_pairs(const struct statement *statement, void *row)
{
	const struct thing *thing = statement->form->thing;
	uint64_t columns = 0;

	for (size_t i = 0; statement->pairs >> i; i++) {
		if (!(statement->pairs >> i & 1) || sound_pair(&thing->pairs[i], thing, row))
			continue;
		for (unsigned j = 0; j < statement->column_count; j++)
			if (statement->columns[j]->offset == thing->pairs[i].second)
				columns |= UINT64_C(1) << j;
	}
	return columns;
}

static void read_row(struct db *db, struct statement *statement, void *row)
{
	uint64_t unsound = 0;

	for (unsigned i = 0; i < statement->column_count; i++)
		if (!read_cell(db, statement, i, row))
			unsound |= UINT64_C(1) << i;
	unsound |= unsound_pairs(statement, row);
	if (unsound)
		tell_columns(db, statement, unsound, row);
}

/* Rows side by side in the arena: the array is as large as it was last, and doubles, so few copies
 * are made. */
static void *add_row(struct db *db, const struct form *form, struct list *rows, size_t *room,
		     size_t expected)
{
	char *row;

	if (rows->count == *room) {
		void *old = rows->items;

		*room = *room ? 2 * *room : expected > 8 ? expected : 8;
		rows->items = arena_room(db->arena, *room * form->size);
		copy_bytes(rows->items, *room * form->size, old, rows->count * form->size);
	}
	row = (char *)rows->items + rows->count * form->size;
	if (form->blank)
		form_copy(form, row, form->blank);
	else
		memset(row, 0, form->size);
	rows->count++;
	return row;
}

static const struct error *read_rows(struct db *db, struct statement *statement,
				     const struct value *values, size_t count,
				     const struct form *form, struct list *out)
{
	const struct error *error = execute(db, statement, values, count);
	struct list rows = { NULL, 0 };
	size_t room = 0;
	int state;

	if (!error)
		error = bind_columns(db, statement, form);
	if (error)
		return error;
	while ((state = mysql_stmt_fetch(statement->handle)) == 0) {
		read_row(db, statement, add_row(db, form, &rows, &room, statement->rows_before));
		waiting_go_on(&db->waiting, db->mysql);
	}
	waiting_end(&db->waiting);
	if (state != MYSQL_NO_DATA)
		return statement_fail(db, statement->handle, statement->sql);
	mysql_stmt_free_result(statement->handle);
	statement->rows_before = rows.count;
	*out = rows;
	return NULL;
}

const struct error *db_rows(struct db *db, const char *sql, const struct value *values,
			    size_t count, const struct form *form, struct list *out)
{
	struct statement *statement;
	const struct error *error = statement_find(db, sql, &statement);

	if (!error)
		error = db_send_before(db, statement->tables.named);
	return error ? error : read_rows(db, statement, values, count, form, out);
}

const struct error *db_rows_meanwhile(struct db *db, const char *sql, const struct value *values,
				      size_t count, const struct form *form, struct list *out)
{
	struct statement *statement;
	const struct error *error = statement_find(db, sql, &statement);

	return error ? error : read_rows(db, statement, values, count, form, out);
}

const struct error *db_row(struct db *db, const char *sql, const struct value *values, size_t count,
			   const struct form *form, void *out, bool *found)
{
	struct list rows = { NULL, 0 };
	const struct error *error = db_rows(db, sql, values, count, form, &rows);

	if (error)
		return error;
	*found = rows.count > 0;
	if (*found)
		form_copy(form, out, rows.items);
	return NULL;
}

struct flush_row {
	int64_t value;
};

static const struct field flush_fields[] = { FIELD(struct flush_row, value, FIELD_COLUMN) };
static const struct form flush_form = FORM(struct flush_row, flush_fields);

const struct error *db_is_durable(struct db *db, bool *out)
{
	struct flush_row row = { 0 };
	bool found;
	const struct error *error =
		db_row(db, "SELECT CAST(@@innodb_flush_log_at_trx_commit AS SIGNED)", NULL, 0,
		       &flush_form, &row, &found);

	if (!error)
		*out = row.value == 1;
	return error;
}
