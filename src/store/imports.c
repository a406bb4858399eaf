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
