/*
 * The statements around a write on a cluster's server, and what their answers say. The transaction
 * itself, and finding out what became of a COMMIT without an answer, are transaction.c's.
 */
#include "proof.h"

#include <mysqld_error.h>
#include <string.h>

#include "base/duration.h"
#include "store/batch_internal.h"

/*
 * A write's own reads need not wait for what other nodes wrote: it could not be committed if they had
 * written into its workspace meanwhile.
 */
static const char hold_sql[] = "SET SESSION autocommit = 0, wsrep_sync_wait = 0";
static const char release_sql[] = "SET SESSION autocommit = ?, wsrep_sync_wait = 1";

/* DO would not do: it hides the error. */
static const char guard_sql[] =
	"SET @torn = IF((SELECT LEFT(recent_revisions, 8) FROM organisation WHERE id = ?) = ?, 0, "
	"(SELECT 1 UNION SELECT 2))";

enum { GUARD_SIZE = 256, SETTLED_MS = 5000 };

static const char kept_sql[] =
	"SELECT recent_revisions, (SELECT writer FROM installation WHERE id = 1) "
	"FROM organisation WHERE id = ?";

struct kept_row {
	struct text recent, writer;
};

static const struct field kept_fields[] = {
	FIELD(struct kept_row, recent, FIELD_COLUMN),
	FIELD(struct kept_row, writer, FIELD_COLUMN),
};
static const struct form kept_form = FORM(struct kept_row, kept_fields);

bool proof_is_among(struct text recent, int64_t revision)
{
	/* Aligned, or it would be chance. */
	for (size_t i = 0; i + sizeof(revision) <= recent.size; i += sizeof(revision))
		if (memcmp(recent.data + i, &revision, sizeof(revision)) == 0)
			return true;
	return false;
}

static void set_guard(struct db *db)
{
	struct value values[] = {
		value_id(db->held.organisation_id),
		value_text((struct text){ (const char *)&db->held.revision,
					  sizeof(db->held.revision) }),
	};

	buffer_reset(&db->guard, GUARD_SIZE);
	batch_add(&db->guard, guard_sql, values, 2);
}

void proof_open(struct db *db, struct id organisation_id, int64_t revision)
{
	if (!db->is_cluster)
		return;
	db->held.organisation_id = organisation_id;
	db->held.revision = revision;
	set_guard(db);
	db->is_held = true;
	batch_add(&db->later, hold_sql, NULL, 0);
}

static void add_release(struct db *db)
{
	struct value single = value_integer(db->is_single);

	batch_add(&db->later, release_sql, &single, 1);
}

/* Behind COMMIT stand the question and the release. */
enum { BEHIND_COMMIT = 2 };

static void add_commit(struct db *db)
{
	struct value id = value_id(db->held.organisation_id);

	batch_guard(db);
	batch_add(&db->later, "COMMIT", NULL, 0);
	batch_add(&db->later, kept_sql, &id, 1);
	add_release(db);
}

static bool was_committed(const struct asking *asking)
{
	return asking->answered + BEHIND_COMMIT >= asking->count;
}

/* Whoever could not reach that node a moment ago stays where it is. */
static void note_writer(struct db *db, struct text writer)
{
	db->is_moving = writer.size > 0 && !text_equal(writer, text_from(db->node)) &&
			monotonic_ms() - db->connected_ms >= SETTLED_MS;
}

const struct error *proof_commit(struct db *db, bool *is_open)
{
	struct kept_row row = { 0 };
	struct asking asking = { .form = &kept_form, .row = &row };
	const struct error *error;

	*is_open = false;
	if (!db_is_in_transaction(db))
		return db_fail(db, ER_LOCK_DEADLOCK, "the transaction had ended", NULL);
	add_commit(db);
	error = db_send_asking(db, &asking);
	if (error) {
		*is_open = error->cause != CAUSE_REFUSED || was_committed(&asking);
		return error;
	}
	db->is_held = false;
	note_writer(db, row.writer);
	if (asking.found && proof_is_among(row.recent, db->held.revision))
		return NULL;
	*is_open = true;
	return db_fail(db, ER_LOCK_DEADLOCK, "COMMIT kept nothing", NULL);
}

const struct error *proof_drop(struct db *db)
{
	const struct error *error;

	batch_add(&db->later, "ROLLBACK", NULL, 0);
	add_release(db);
	error = db_send_later(db, TEXT(""));
	if (!error)
		db->is_held = false;
	return error;
}
