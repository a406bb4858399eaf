/*
 * Write transactions: the organisation's row is the lock, the stamp and the proof of a commit. When
 * one begins and ends is the service's to decide; how statements are sent together is batch.c's.
 */
#include "store/transaction.h"

#include <assert.h>
#include <mysqld_error.h>
#include <time.h>

#include "base/duration.h"
#include "base/secret.h"
#include "model/workspace.h"
#include "proof.h"
#include "store/batch.h"
#include "store/batch_internal.h"
#include "store/db_internal.h"
#include "store/statement.h"

/*
 * How long the outcome of a commit is asked for, within what the request has left (db_limit). Asked
 * often: once the database is back, the other workers' commits push this one out of the newest.
 */
enum { FIND_OUT_MS = 2000, FIND_OUT_PAUSE_MS = 20 };

enum { RECENT_MAX = 512 }; /* bytes of organisation.recent_revisions */

#define STRING_OF(number) #number
#define STRING(number) STRING_OF(number)

/* In front of the statement, for those who are not to wait for the row. */
#define AT_ONCE "SET STATEMENT innodb_lock_wait_timeout = 0 FOR "

/* A stamp that no clock shows is none to go on from. */
#define BEGIN_SQL(revision)                                                                        \
	"UPDATE organisation SET " revision                                                        \
	"recent_revisions = LEFT(CONCAT(?, recent_revisions), 512), "                              \
	"stamped_at = GREATEST(IF(stamped_at BETWEEN 0 AND " STRING(STAMP_MAX) ", stamped_at, "   \
										"0) + 1, ?) "      \
										"WHERE id = ?"

/* By whether it is quiet, and whether it may wait. */
static const char *const begin_sqls[2][2] = {
	{ AT_ONCE BEGIN_SQL("revision = ?, "), BEGIN_SQL("revision = ?, ") },
	{ AT_ONCE BEGIN_SQL(""), BEGIN_SQL("") },
};

/* What whoever holds the row's lock needs of it. */
static const char begun_sql[] =
	"SELECT stamped_at, journal_sequence, journal_hash, change_reason, edit_policy, "
	"EXISTS (SELECT 1 FROM cycle WHERE organisation_id = organisation.id AND phase > 1) "
	"FROM organisation WHERE id = ?";

/* Locks the row: a connection that was lost to us may still be committing on the server's side, and
 * holds the row until that is decided. */
static const char was_done_sql[] =
	"SELECT recent_revisions FROM organisation WHERE id = ? FOR UPDATE";

static const char fence_sql[] =
	"UPDATE organisation SET recent_revisions = LEFT(CONCAT(?, recent_revisions), 512) "
	"WHERE id = ?";
static const char recent_sql[] = "SELECT recent_revisions FROM organisation WHERE id = ?";

static const char revision_sql[] = "SELECT revision, edit_policy FROM organisation WHERE id = ?";

struct recent_row {
	struct text recent;
};

static const struct field recent_fields[] = { FIELD(struct recent_row, recent, FIELD_COLUMN) };
static const struct form recent_form = FORM(struct recent_row, recent_fields);

struct seen_row {
	int64_t revision;
	int64_t edit_policy;
};

static const struct field seen_fields[] = {
	FIELD(struct seen_row, revision, FIELD_COLUMN),
	FIELD(struct seen_row, edit_policy, FIELD_COLUMN),
};
static const struct form seen_form = FORM(struct seen_row, seen_fields);

struct begun_row {
	int64_t stamp;
	int64_t sequence;
	struct text hash;
	int64_t change_reason;
	int64_t edit_policy;
	int64_t has_phases;
};

static const struct field begun_fields[] = {
	FIELD(struct begun_row, stamp, FIELD_COLUMN, .min = 0, .max = STAMP_MAX),
	FIELD(struct begun_row, sequence, FIELD_COLUMN | FIELD_COUNT),
	FIELD(struct begun_row, hash, FIELD_COLUMN),
	FIELD(struct begun_row, change_reason, FIELD_COLUMN),
	FIELD(struct begun_row, edit_policy, FIELD_COLUMN),
	FIELD(struct begun_row, has_phases, FIELD_COLUMN),
};
static const struct form begun_form = FORM(struct begun_row, begun_fields);

const struct error *db_begin(struct db *db)
{
	static const char sql[] = "START TRANSACTION";
	const struct error *error = db_connect(db);

	if (error || !db->is_single || db_is_in_transaction(db))
		return error;
	db_begin_epoch(db);
	error = db_ask(db);
	if (!error && mysql_real_query(db->mysql, sql, sizeof(sql) - 1))
		error = db_fail(db, mysql_errno(db->mysql), mysql_error(db->mysql), sql);
	return error;
}

/* What waits was to be part of a transaction that the server ended by itself. */
static const struct error *torn(struct db *db)
{
	db_drop_later(db);
	return db_fail(db, ER_LOCK_DEADLOCK, "the transaction had ended", NULL);
}

/* A server of a cluster says no word of a transaction that ends in the midst of a packet: then COMMIT
 * goes alone, and would commit nothing. */
static const struct error *send_apart(struct db *db)
{
	return db->is_cluster && db->later.size > 0 ? db_send_later(db, TEXT("")) : NULL;
}

const struct error *db_end(struct db *db)
{
	db->all_memos = NULL;
	const struct error *error = NULL;

	db_begin_epoch(db);
	if (db_is_in_transaction(db))
		error = send_apart(db);
	if (error)
		return error;
	if (!db_is_in_transaction(db))
		return db->later.size > 0 ? torn(db) : NULL;
	return db_send_later(db, TEXT("COMMIT"));
}

void db_forget(struct db *db)
{
	db->all_memos = NULL;
	const struct error *error = NULL;

	db_begin_epoch(db);
	db_drop_later(db);
	if (!db_is_in_transaction(db) && !db->is_held)
		return;
	if (db->is_held)
		error = proof_drop(db);
	else
		error = db_ask(db);
	/* A connection that cannot roll back is closed: the server then rolls back by itself. */
	if (error || (db_is_in_transaction(db) && mysql_rollback(db->mysql)))
		db_disconnect(db);
}

static struct text revision_bytes(const int64_t *revision)
{
	return (struct text){ (const char *)revision, sizeof(*revision) };
}

static const struct error gone = {
	.code = ERROR_NOT_FOUND,
	.message = { "The workspace does not exist any more.", 38 },
};

/* A statement with what its marks stand for. */
struct asked {
	const char *sql;
	const struct value *values;
	size_t count;
};

/* Begins a write with a statement and a question, in one packet. The question's one row is read into *out
 * by the protocol of texts. */
static const struct error *begin_with(struct db *db, const struct transaction *transaction,
				      const struct asked *statement, const struct asked *question,
				      struct asking *out)
{
	const struct error *error = db_connect(db);

	if (error)
		return error;
	db_begin_epoch(db);
	assert(db->later.size == 0);
	proof_open(db, transaction->organisation_id, transaction->revision);
	batch_add(&db->later, "START TRANSACTION", NULL, 0);
	batch_add(&db->later, statement->sql, statement->values, statement->count);
	batch_add(&db->later, question->sql, question->values, question->count);
	batch_guard(db);
	return db_send_asking(db, out);
}

const struct error *transaction_begin(struct db *db, struct id organisation_id, struct instant now,
				      int64_t known_revision, bool may_wait, bool is_quiet,
				      struct transaction *out)
{
	struct transaction transaction = { .organisation_id = organisation_id,
					   .known_revision = known_revision };
	struct value id = value_id(organisation_id);
	struct asked question = { begun_sql, &id, 1 };
	const struct error *error = db_end(db);
	struct begun_row row = { 0 };
	struct asking asking = { .form = &begun_form, .row = &row };

	if (error)
		return error;
	transaction.revision = (int64_t)random64();

	struct value values[] = {
		value_integer(transaction.revision),
		value_text(revision_bytes(&transaction.revision)),
		value_integer(now.ms),
		id,
	};

	error = begin_with(db, &transaction,
			   &(struct asked){ begin_sqls[is_quiet][may_wait], values + is_quiet,
					    is_quiet ? 3 : 4 },
			   &question, &asking);
	if (error)
		return error;
	if (!asking.found)
		return &gone;
	transaction.stamp.ms = row.stamp;
	transaction.needs_reason = row.change_reason == REASON_REQUIRED;
	transaction.is_owners = row.edit_policy == EDIT_OWNERS;
	transaction.is_unphased = row.has_phases == 0;
	transaction.head = (struct journal_head){ row.sequence, row.hash };
	*out = transaction;
	return NULL;
}

const struct error *transaction_look(struct db *db, struct id organisation_id, bool *needs_reason,
				     bool *is_owners)
{
	struct value id = value_id(organisation_id);
	struct begun_row row = { 0 };
	bool found;
	const struct error *error = db_row(db, begun_sql, &id, 1, &begun_form, &row, &found);

	if (error)
		return error;
	if (!found)
		return &gone;
	*needs_reason = row.change_reason == REASON_REQUIRED;
	*is_owners = row.edit_policy == EDIT_OWNERS;
	return NULL;
}

static void pause_ms(long ms)
{
	struct timespec pause = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&pause, NULL);
}

/* Whether the newest revisions reach back to before the transaction: then it is among them, or was
 * never done. A list that is not full holds every one there was. */
static bool is_whole(struct text recent, const struct transaction *transaction)
{
	return recent.size < RECENT_MAX || proof_is_among(recent, transaction->known_revision);
}

/* Nobody runs such a request again by himself: it may have been done. */
static const struct error *undecided(struct db *db, struct text inside)
{
	struct error *error = arena_take(db_arena(db), sizeof(*error));

	error->inside = inside;
	error->code = ERROR_UNAVAILABLE;
	error->retry_seconds = 1;
	error->message =
		TEXT("The database went away while this was being saved. Please look "
		     "whether it was, before you try again.");
	error->is_retryable = false;
	return error;
}

/* *is_open: it is not known whether it was done. A statement that was refused ended the packet. */
static const struct error *commit(struct db *db, bool *is_open)
{
	const struct error *error;

	db_begin_epoch(db);
	if (db->is_held)
		return proof_commit(db, is_open);
	error = db_end(db);
	*is_open = error && error->cause != CAUSE_REFUSED;
	return error;
}

/* In a transaction of its own: outside one the server reads without waiting for the lock. */
static const struct error *was_done(struct db *db, struct id organisation_id, struct text *recent,
				    bool *found)
{
	struct value id = value_id(organisation_id);
	struct recent_row row = { 0 };
	const struct error *error = db_begin(db);

	if (!error)
		error = db_row(db, was_done_sql, &id, 1, &recent_form, &row, found);
	*recent = row.recent;
	return error;
}

/*
 * The same on a cluster, where a lock holds for one node alone: a write into the row takes its place among
 * the writes of all nodes. One that was before it is seen; one that is still on its way fails from now on.
 */
static const struct error *was_done_anywhere(struct db *db, struct id organisation_id,
					     struct text *recent, bool *found)
{
	struct transaction fence = { .organisation_id = organisation_id,
				     .revision = (int64_t)random64() };
	struct value id = value_id(organisation_id);
	struct value values[] = { value_text(revision_bytes(&fence.revision)), id };
	struct recent_row row = { 0 };
	struct asking asking = { .form = &recent_form, .row = &row };
	bool is_open;
	const struct error *error = begin_with(db, &fence, &(struct asked){ fence_sql, values, 2 },
					       &(struct asked){ recent_sql, &id, 1 }, &asking);

	if (!error)
		error = commit(db, &is_open);
	*recent = row.recent;
	*found = asking.found;
	return error;
}

/* The connection is made first: it tells which kind of server it is. */
static const struct error *ask_what_became(struct db *db, struct id organisation_id,
					   struct text *recent, bool *found)
{
	const struct error *error = db_connect(db);

	if (error)
		return error;
	return (db->is_cluster ? was_done_anywhere : was_done)(db, organisation_id, recent, found);
}

/* After a commit without an answer: asks a new connection what became of it. The old one, if there
 * still is one, may have the transaction open and would see its own writing. */
static const struct error *find_out(struct db *db, const struct transaction *transaction,
				    const struct error *lost)
{
	int64_t deadline = monotonic_ms() + FIND_OUT_MS;
	struct text recent = TEXT_NONE;
	const struct error *error;
	bool found = false;

	db_leave(db);
	while ((error = ask_what_became(db, transaction->organisation_id, &recent, &found)) !=
	       NULL) {
		db_leave(db);
		if (monotonic_ms() >= deadline || db_left_ms(db) == 0)
			return undecided(db, error->inside);
		pause_ms(FIND_OUT_PAUSE_MS);
	}
	db_forget(db);
	if (!found)
		return lost;
	if (proof_is_among(recent, transaction->revision))
		return NULL;
	return is_whole(recent, transaction) ? lost :
					       undecided(db, TEXT("too many commits since the "
								  "one whose answer was lost"));
}

void transaction_restamp(struct db *db, const struct transaction *transaction)
{
	const struct value values[] = { value_integer(transaction->stamp.ms),
					value_id(transaction->organisation_id) };

	db_run_later(db, "UPDATE organisation SET stamped_at = ? WHERE id = ?", values, 2);
}

const struct error *transaction_commit(struct db *db, const struct transaction *transaction)
{
	bool is_open;
	const struct error *error = commit(db, &is_open);

	if (error && is_open && error->code == ERROR_UNAVAILABLE)
		return find_out(db, transaction, error);
	return error;
}

const struct error *revision_read(struct db *db, struct id organisation_id, int64_t *out,
				  bool *is_owners)
{
	struct value id = value_id(organisation_id);
	struct seen_row row = { 0 };
	bool found;
	const struct error *error = db_row(db, revision_sql, &id, 1, &seen_form, &row, &found);

	if (error)
		return error;
	if (!found)
		return &gone;
	*out = row.revision;
	*is_owners = row.edit_policy == EDIT_OWNERS;
	return NULL;
}
