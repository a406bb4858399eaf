/*
 * What imports keep beside their own rows. Bytes are packed by zlib and cut into pieces, for a packet
 * to the database has a limit and a file may be larger.
 */
#include "store/imports.h"

#include "base/buffer.h"
#include "base/gzip.h"
#include "store/batch.h"
#include "store/statement.h"

enum { PIECE_MAX = 1 << 20, UNPACKED_MAX = 1 << 28 };

/* ---- packed bytes ---------------------------------------------------------------------------- */

static const char drop_sql[] =
	"DELETE FROM import_piece WHERE organisation_id = ? AND import_id = ? AND part = ?";
static const char add_sql[] =
	"INSERT INTO import_piece (organisation_id, import_id, part, number, bytes) "
	"VALUES (?, ?, ?, ?, ?)";
static const char read_sql[] =
	"SELECT bytes FROM import_piece WHERE organisation_id = ? AND import_id = ? AND part = ? "
	"ORDER BY number";
static const char forget_sql[] =
	"DELETE p FROM import_piece p JOIN import i ON i.organisation_id = p.organisation_id AND "
	"i.id = p.import_id WHERE p.organisation_id = ? AND p.part = 0 AND i.updated_at < ?";

struct piece_row {
	struct text bytes;
};

static const struct field piece_fields[] = {
	FIELD(struct piece_row, bytes, FIELD_COLUMN | FIELD_EXACT, .max = PIECE_MAX),
};
static const struct form piece_form = FORM(struct piece_row, piece_fields);

const struct error *import_keep(struct db *db, const struct record *import, enum import_part part,
				struct text bytes)
{
	struct value values[] = { value_id(import->organisation_id), value_id(import->id),
				  value_word((word)part), value_integer(0), value_text(TEXT_NONE) };
	const struct error *error = db_run_beside(db, drop_sql, values, 3, NULL);
	struct buffer packed = { 0 };

	if (!error && !zlib_pack(bytes, &packed))
		error = error_internal(db_arena(db), "no memory to pack %zu bytes", bytes.size);
	for (size_t at = 0; !error && at < packed.size; at += PIECE_MAX) {
		size_t size = packed.size - at < PIECE_MAX ? packed.size - at : PIECE_MAX;

		values[3] = value_integer((int64_t)(at / PIECE_MAX));
		values[4] = value_text((struct text){ packed.data + at, size });
		error = db_run_beside(db, add_sql, values, 5, NULL);
	}
	buffer_free(&packed);
	return error;
}

const struct error *import_kept(struct db *db, const struct record *import, enum import_part part,
				struct text *out)
{
	const struct value values[] = { value_id(import->organisation_id), value_id(import->id),
					value_word((word)part) };
	struct list rows;
	const struct error *error = db_rows(db, read_sql, values, 3, &piece_form, &rows);
	const struct piece_row *pieces = rows.items;
	struct buffer packed = { 0 };

	if (error)
		return error;
	*out = TEXT_NONE;
	for (size_t i = 0; i < rows.count; i++)
		buffer_add_text(&packed, pieces[i].bytes);
	if (rows.count > 0 && !zlib_unpack(db_arena(db), buffer_text(&packed), UNPACKED_MAX, out))
		error = error_internal(db_arena(db), "part %u of an import is damaged", part);
	buffer_free(&packed);
	return error;
}

const struct error *import_forget_files(struct db *db, struct id organisation_id,
					struct instant before)
{
	const struct value values[] = { value_id(organisation_id), value_instant(before) };

	return db_run_beside(db, forget_sql, values, 2, NULL);
}

/* ---- what foreign records are called ---------------------------------------------------------- */

static const char refs_sql[] =
	"SELECT kind, external_id, record_id FROM external_ref "
	"WHERE organisation_id = ? AND source = ?";
static const char add_ref_sql[] =
	"INSERT INTO external_ref (organisation_id, source, kind, "
	"external_id, record_id, import_id) VALUES (?, ?, ?, ?, ?, ?)";

static const struct field ref_fields[] = {
	FIELD(struct external_ref, kind, FIELD_COLUMN, .words = template_kind_words),
	FIELD(struct external_ref, external_id, FIELD_COLUMN | FIELD_EXACT),
	FIELD(struct external_ref, record_id, FIELD_COLUMN),
};
static const struct form ref_form = FORM(struct external_ref, ref_fields);

const struct error *external_refs(struct db *db, struct id organisation_id, struct text source,
				  struct list *out)
{
	const struct value values[] = { value_id(organisation_id), value_text(source) };

	return db_rows(db, refs_sql, values, 2, &ref_form, out);
}

void external_ref_add(struct db *db, const struct record *import, const struct external_ref *ref)
{
	const struct value values[] = {
		value_id(import->organisation_id), value_text(ref->source),  value_word(ref->kind),
		value_text(ref->external_id),      value_id(ref->record_id), value_id(import->id),
	};

	db_run_later(db, add_ref_sql, values, 6);
}

/* ---- what an import did ------------------------------------------------------------------------ */

static const char add_change_sql[] =
	"INSERT INTO import_change (organisation_id, import_id, number, kind, record_id, is_new, "
	"record_version, earlier) VALUES (?, ?, ?, ?, ?, ?, 0, ?)";
static const char changes_sql[] =
	"SELECT number, kind, record_id, is_new, earlier FROM import_change "
	"WHERE organisation_id = ? AND import_id = ? ORDER BY number DESC";

static const struct field change_fields[] = {
	FIELD(struct import_change, number, FIELD_COLUMN),
	FIELD(struct import_change, kind, FIELD_COLUMN, .words = template_kind_words),
	FIELD(struct import_change, record_id, FIELD_COLUMN),
	FIELD(struct import_change, is_new, FIELD_COLUMN),
	FIELD(struct import_change, earlier, FIELD_COLUMN | FIELD_EXACT, .max = 1 << 24),
};
static const struct form change_form = FORM(struct import_change, change_fields);

void import_change_add(struct db *db, const struct record *import,
		       const struct import_change *change)
{
	const struct value values[] = {
		value_id(import->organisation_id), value_id(import->id),
		value_integer(change->number),     value_word(change->kind),
		value_id(change->record_id),       value_flag(change->is_new),
		value_text(change->earlier),
	};

	db_run_later(db, add_change_sql, values, 7);
}

const struct error *import_change_versions(struct db *db, const struct record *import, word kind,
					   const char *table)
{
	const struct value values[] = { value_id(import->organisation_id), value_id(import->id),
					value_word(kind) };
	struct text sql = arena_print(
		db_arena(db),
		"UPDATE import_change c JOIN %s r ON r.organisation_id = c.organisation_id AND "
		"r.id = c.record_id SET c.record_version = r.version "
		"WHERE c.organisation_id = ? AND c.import_id = ? AND c.kind = ?",
		table);

	return db_run_beside(db, sql.data, values, 3, NULL);
}

const struct error *import_changes(struct db *db, const struct record *import, struct list *out)
{
	const struct value values[] = { value_id(import->organisation_id), value_id(import->id) };

	return db_rows(db, changes_sql, values, 2, &change_form, out);
}

struct touched_row {
	struct id id;
};

static const struct field touched_fields[] = { FIELD(struct touched_row, id, FIELD_COLUMN) };
static const struct form touched_form = FORM(struct touched_row, touched_fields);

/* What can hang on a record of a kind without changing its version: the table and its column. */
static const struct {
	word kind;
	const char *table, *column;
} hanging[] = {
	{ TEMPLATE_OBJECTIVE, "objective", "parent_id" },
	{ TEMPLATE_OBJECTIVE, "key_result", "objective_id" },
	{ TEMPLATE_OBJECTIVE, "initiative", "objective_id" },
	{ TEMPLATE_KEY_RESULT, "initiative", "key_result_id" },
	{ TEMPLATE_CYCLE, "objective", "cycle_id" },
	{ TEMPLATE_TEAM, "objective", "team_id" },
	{ TEMPLATE_TEAM, "kpi", "team_id" },
	{ TEMPLATE_DEPARTMENT, "objective", "department_id" },
	{ TEMPLATE_DEPARTMENT, "team", "department_id" },
	{ TEMPLATE_DEPARTMENT, "person", "department_id" },
	{ TEMPLATE_DEPARTMENT, "department", "parent_id" },
};

const struct error *import_touched(struct db *db, const struct record *import, word kind,
				   const char *table, struct list *out)
{
	const struct value values[] = { value_id(import->organisation_id), value_id(import->id),
					value_word(kind) };
	struct text sql =
		arena_print(db_arena(db),
			    "SELECT c.record_id FROM import_change c JOIN %s r ON "
			    "r.organisation_id = c.organisation_id AND r.id = c.record_id "
			    "WHERE c.organisation_id = ? AND c.import_id = ? AND c.kind = ? AND "
			    "(r.version <> c.record_version",
			    table);

	for (size_t i = 0; i < sizeof(hanging) / sizeof(hanging[0]); i++)
		if (hanging[i].kind == kind)
			sql = arena_print(
				db_arena(db),
				"%s OR c.is_new = 1 AND EXISTS (SELECT 1 FROM %s h WHERE "
				"h.organisation_id = c.organisation_id AND h.%s = c.record_id AND "
				"NOT EXISTS (SELECT 1 FROM import_change o WHERE "
				"o.organisation_id = c.organisation_id AND "
				"o.import_id = c.import_id AND o.record_id = h.id))",
				sql.data, hanging[i].table, hanging[i].column);
	sql = arena_print(db_arena(db), "%s) LIMIT 100", sql.data);
	return db_rows(db, sql.data, values, 3, &touched_form, out);
}

const struct error *import_change_forget(struct db *db, const struct record *import)
{
	static const char *const sqls[] = {
		"DELETE FROM external_ref WHERE organisation_id = ? AND import_id = ?",
		"DELETE FROM import_change WHERE organisation_id = ? AND import_id = ?",
	};
	const struct value values[] = { value_id(import->organisation_id), value_id(import->id) };
	const struct error *error = NULL;

	for (size_t i = 0; !error && i < sizeof(sqls) / sizeof(sqls[0]); i++)
		error = db_run_beside(db, sqls[i], values, 2, NULL);
	return error;
}
