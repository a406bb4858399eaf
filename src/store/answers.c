/*
 * Statements about first answers. One that is longer than a server may take in one statement is kept
 * in parts: rows of their own, each under a key that is made from that of the first, its time and the
 * part's number. So parts of an answer that expired are in nobody's way.
 */
#include "store/answers.h"

#include "base/buffer.h"
#include "base/secret.h"
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
/* What stands across two parts is not found: answers in parts are forgotten in any case. */
static const char forget_all_sql[] =
	"DELETE FROM idempotency WHERE organisation_id = ? AND "
	"(INSTR(body, ?) OR OCTET_LENGTH(body) = ? OR head = ?)";
static const char expire_sql[] =
	"DELETE FROM idempotency WHERE organisation_id = ? AND created_at < ? LIMIT 16";

/* A body of exactly this size has another part behind it, which may be empty. */
enum { PART_SIZE = 256 * 1024 };

/* In the place of header lines: what marks a part that is not the first. */
#define CONTINUED TEXT("continued")

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

static const struct error *find(struct db *db, struct stored_answer *out, bool *found)
{
	struct answer_key key = out->key;
	struct value values[] = { value_id(key.organisation_id), value_id(key.credential),
				  value_text(key.request) };
	const struct error *error = db_row(db, find_sql, values, 3, &answer_form, out, found);

	if (!error)
		out->key = key;
	return error;
}

/* The part with this number, without its body; the first one is 0 and has the request's own key. */
static struct stored_answer part_of(struct db *db, const struct stored_answer *first, size_t number)
{
	struct stored_answer part = *first;
	uint8_t digest[DIGEST_SIZE];
	struct buffer name = { 0 };

	buffer_add_text(&name, first->key.request);
	buffer_add(&name, &first->created_at.ms, sizeof(first->created_at.ms));
	buffer_add(&name, &number, sizeof(number));
	digest256(buffer_text(&name), digest);
	buffer_free(&name);
	part.key.request =
		arena_copy(db_arena(db), (struct text){ (const char *)digest, sizeof(digest) });
	part.head = CONTINUED;
	part.body = TEXT("");
	return part;
}

/* Reads what stands behind a first part that is full. */
static const struct error *find_rest(struct db *db, struct stored_answer *out)
{
	struct buffer body = { 0 };
	struct stored_answer part = *out;
	const struct error *error = NULL;
	bool found = true;

	buffer_add_text(&body, out->body);
	for (size_t i = 1; !error && found && part.body.size == PART_SIZE; i++) {
		part = part_of(db, out, i);
		error = find(db, &part, &found);
		if (!error && found)
			buffer_add_text(&body, part.body);
	}
	out->body = arena_copy(db_arena(db), buffer_text(&body));
	buffer_free(&body);
	if (!error && !found)
		return error_new(db_arena(db), ERROR_INTERNAL, "a kept answer has lost a part");
	return error;
}

const struct error *answer_find(struct db *db, struct stored_answer *out, struct instant oldest,
				bool *found)
{
	const struct error *error = find(db, out, found);

	if (error || !*found || out->body.size != PART_SIZE || out->created_at.ms < oldest.ms)
		return error;
	return find_rest(db, out);
}

const struct error *answer_read_all(struct db *db, struct id organisation_id)
{
	struct value value = value_id(organisation_id);
	struct list rows;

	return db_rows(db, all_sql, &value, 1, &answer_form, &rows);
}

static void insert(struct db *db, const struct stored_answer *answer)
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

void answer_insert(struct db *db, const struct stored_answer *answer)
{
	struct stored_answer part = *answer;
	struct text rest = answer->body;

	for (size_t i = 1; rest.size >= PART_SIZE; i++) {
		part.body = (struct text){ rest.data, PART_SIZE };
		rest = (struct text){ rest.data + PART_SIZE, rest.size - PART_SIZE };
		insert(db, &part);
		part = part_of(db, answer, i);
	}
	part.body = rest;
	insert(db, &part);
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
	struct value values[] = { value_id(organisation_id), value_text(text),
				  value_integer(PART_SIZE), value_text(CONTINUED) };

	db_run_later(db, forget_all_sql, values, 4);
}
