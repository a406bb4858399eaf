/*
 * Statements about first answers.
 */
#include "store/answers.h"

#include "model/thing.h"
#include "store/batch.h"
#include "store/statement.h"

static const char find_sql[] =
	"SELECT credential, fingerprint, created_at, CAST(status AS SIGNED), head, body "
	"FROM idempotency WHERE organisation_id = ? AND credential = ? AND request = ?";
static const char all_sql[] =
	"SELECT credential, fingerprint, created_at, CAST(status AS SIGNED), head, '' "
	"FROM idempotency WHERE organisation_id = ?";
static const char insert_sql[] =
	"INSERT INTO idempotency (organisation_id, credential, request, fingerprint, created_at, "
	"status, head, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
static const char forget_sql[] =
	"DELETE FROM idempotency "
	"WHERE organisation_id = ? AND credential = ? AND request = ? AND created_at < ?";
static const char forget_all_sql[] =
	"DELETE FROM idempotency WHERE organisation_id = ? AND INSTR(body, ?)";
static const char expire_sql[] =
	"DELETE FROM idempotency WHERE organisation_id = ? AND created_at < ? LIMIT 16";

static const struct thing idempotency = { .table = "idempotency" };

/* Successes alone are kept. */
static const struct field answer_fields[] = {
	FIELD(struct stored_answer, key.credential, FIELD_COLUMN),
	FIELD(struct stored_answer, fingerprint, FIELD_COLUMN),
	FIELD(struct stored_answer, created_at, FIELD_COLUMN),
	FIELD(struct stored_answer, status, FIELD_COLUMN, .min = 200, .max = 299),
	FIELD(struct stored_answer, head, FIELD_COLUMN),
	FIELD(struct stored_answer, body, FIELD_COLUMN),
};
static const struct form answer_form = FORM_OF(struct stored_answer, answer_fields, &idempotency);

const struct error *answer_find(struct db *db, struct stored_answer *out, bool *found)
{
	struct answer_key key = out->key;
	struct value values[] = { value_id(key.organisation_id), value_id(key.credential),
				  value_text(key.request) };
	const struct error *error = db_row(db, find_sql, values, 3, &answer_form, out, found);

	if (!error)
		out->key = key;
	return error;
}

const struct error *answer_read_all(struct db *db, struct id organisation_id)
{
	struct value value = value_id(organisation_id);
	struct list rows;

	return db_rows(db, all_sql, &value, 1, &answer_form, &rows);
}

void answer_insert(struct db *db, const struct stored_answer *answer)
{
	struct value values[] = {
		value_id(answer->key.organisation_id),
		value_id(answer->key.credential),
		value_text(answer->key.request),
		value_text(answer->fingerprint),
		value_instant(answer->created_at),
		value_integer(answer->status),
		value_text(answer->head),
		value_text(answer->body),
	};

	db_run_later(db, insert_sql, values, 8);
}

void answer_expire(struct db *db, struct id organisation_id, struct instant before)
{
	struct value values[] = { value_id(organisation_id), value_instant(before) };

	db_run_later(db, expire_sql, values, 2);
}

void answer_forget(struct db *db, const struct answer_key *key, struct instant before)
{
	struct value values[] = { value_id(key->organisation_id), value_id(key->credential),
				  value_text(key->request), value_instant(before) };

	db_run_later(db, forget_sql, values, 4);
}

void answer_forget_all_with(struct db *db, struct id organisation_id, struct text text)
{
	struct value values[] = { value_id(organisation_id), value_text(text) };

	db_run_later(db, forget_all_sql, values, 2);
}
