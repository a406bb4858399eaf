/*
 * Several statements in one packet: the protocol has that for texts alone, so values are written into
 * the text. Saves the wait for the server where nobody waits for the answer.
 */
#include "store/batch.h"

#include <assert.h>
#include <string.h>

#include "kinds.h"
#include "store/batch_internal.h"
#include "store/db_internal.h"

/* ---- a statement as text --------------------------------------------------------------------- */

static void add_value(struct buffer *batch, const struct value *value)
{
	if (field_is_none(value->kind, &value->as)) {
		buffer_add_text(batch, TEXT("NULL"));
		return;
	}
	assert(column_kinds[value->kind].print);
	column_kinds[value->kind].print(batch, value);
}

void batch_add(struct buffer *batch, const char *sql, const struct value *values, size_t count)
{
	const char *mark;
	size_t i = 0;

	assert(!strchr(sql, ';')); /* batch_cut takes each for an end */
	for (; (mark = strchr(sql, '?')) != NULL; sql = mark + 1) {
		assert(i < count);
		buffer_add(batch, sql, (size_t)(mark - sql));
		add_value(batch, &values[i++]);
	}
	assert(i == count);
	buffer_add_text(batch, text_from(sql));
	buffer_add_byte(batch, ';');
}

/* Behind the first `;` from this place on, or at the end of what has none. */
static size_t end_of_statement(struct text batch, size_t from)
{
	const char *end = memchr(batch.data + from, ';', batch.size - from);

	return end ? (size_t)(end - batch.data) + 1 : batch.size;
}

struct text batch_cut(struct text *rest, unsigned *count)
{
	struct text packet = { rest->data, 0 };

	*count = 0;
	while (packet.size < rest->size) {
		size_t end = end_of_statement(*rest, packet.size);

		if (*count > 0 && end > PACKET_MAX)
			break;
		packet.size = end;
		++*count;
	}
	*rest = (struct text){ rest->data + packet.size, rest->size - packet.size };
	return packet;
}

/* ---- sending --------------------------------------------------------------------------------- */

struct outcome {
	unsigned count;     /* of statements that were run */
	bool is_last_query; /* the last one of them gave rows */
	bool keeps_rows;    /* those are wanted: */
	MYSQL_RES *rows;    /* to be freed by the caller */
};

/* Runs the statements in their order up to the first that fails, which the error is of. */
static const struct error *send_all(struct db *db, struct text batch, struct outcome *outcome)
{
	const struct error *error = db_ask(db);
	int more;

	if (error)
		return error;
	more = mysql_real_query(db->mysql, batch.data, (unsigned long)batch.size);
	for (; more == 0; more = mysql_next_result(db->mysql)) {
		MYSQL_RES *rows = mysql_store_result(db->mysql);

		outcome->count++;
		outcome->is_last_query = rows != NULL;
		if (rows && outcome->keeps_rows && !outcome->rows)
			outcome->rows = rows;
		else if (rows)
			mysql_free_result(rows);
		waiting_go_on(&db->waiting, db->mysql);
	}
	waiting_end(&db->waiting);
	if (more > 0)
		return db_fail(db, mysql_errno(db->mysql), mysql_error(db->mysql),
			       "several statements at once");
	return NULL;
}

/*
 * A server that is told to end its connections, or this statement, stops between two statements of a
 * packet and says no word of it: the answer to the one before looks like the last. What was not run is
 * as if the connection had been lost.
 */
static const struct error *stopped_between(struct db *db)
{
	return db_fail(db, CR_SERVER_LOST, "stopped between two statements",
		       "several statements at once");
}

const struct error *db_script(struct db *db, struct text sql)
{
	struct outcome outcome = { 0 };
	struct buffer script = { 0 };
	const struct error *error = db_connect(db);

	if (error)
		return error;
	buffer_add_text(&script, sql);
	buffer_add_text(&script, TEXT("SELECT 'the end';"));
	error = send_all(db, buffer_text(&script), &outcome);
	buffer_free(&script);
	if (!error && !outcome.is_last_query)
		error = stopped_between(db);
	return error;
}

/* A column of the protocol of texts; absent is what the struct holds already. */
static void read_text(struct db *db, const struct form *form, const struct field *field,
		      struct text column, void *record)
{
	struct bounds bounds = bounds_of(form, field);
	void *at = (char *)record + field->offset;

	if (text_is_none(column))
		return;
	assert(column_kinds[field->kind].parse);
	column_kinds[field->kind].parse(db->arena, column, at);
	bounds.is_bytes = true;
	sound_value(&bounds, db->arena, at);
}

static bool read_row(struct db *db, MYSQL_RES *rows, const struct form *form, void *out)
{
	MYSQL_ROW row = mysql_fetch_row(rows);
	const unsigned long *sizes = mysql_fetch_lengths(rows);

	for (size_t i = 0; row && i < form->count; i++)
		read_text(db, form, &form->fields[i], (struct text){ row[i], sizes[i] }, out);
	return row != NULL;
}

void db_run_later(struct db *db, const char *sql, const struct value *values, size_t count)
{
	struct tables tables = tables_of(sql);

	assert(tables.written < TABLES);
	db_note_write(db, &tables);
	db->later_tables |= UINT32_C(1) << tables.written;
	batch_add(&db->later, sql, values, count);
}

void batch_guard(struct db *db)
{
	if (db->is_held)
		buffer_add_text(&db->later, buffer_text(&db->guard));
}

const struct error *db_send_before(struct db *db, uint32_t named)
{
	if (!(db->later_tables & named))
		return NULL;
	batch_guard(db);
	return db_send_later(db, TEXT(""));
}

/* Among statements that shared a packet a conflict may come of one that ran when those before it were
 * undone already: run again, the request finds out whether it is true. */
static const struct error *perhaps_torn(struct db *db, const struct error *error)
{
	struct error *again;

	if (!error || !db->is_held || error->code != ERROR_CONFLICT)
		return error;
	again = arena_take(db->arena, sizeof(*again));
	*again = *error;
	again->is_retryable = true;
	return again;
}

/* Tells of how many statements there were when one of them fails as well. */
static const struct error *send_packets(struct db *db, struct outcome *outcome, unsigned *count)
{
	struct text rest = buffer_text(&db->later);
	const struct error *error = NULL;

	while (rest.size > 0) {
		unsigned more;
		struct text packet = batch_cut(&rest, &more);

		*count += more;
		if (error)
			continue;
		error = send_all(db, packet, outcome);
		if (!error && outcome->count < *count)
			error = stopped_between(db);
	}
	db_drop_later(db);
	return perhaps_torn(db, error);
}

const struct error *db_send_later(struct db *db, struct text last)
{
	struct outcome outcome = { 0 };
	unsigned count = 0;

	buffer_add_text(&db->later, last);
	return send_packets(db, &outcome, &count);
}

const struct error *db_send_asking(struct db *db, struct asking *asking)
{
	struct outcome outcome = { .keeps_rows = true };
	const struct error *error = send_packets(db, &outcome, &asking->count);

	asking->answered = outcome.count;
	if (!error && outcome.rows)
		asking->found = read_row(db, outcome.rows, asking->form, asking->row);
	mysql_free_result(outcome.rows);
	return error;
}
