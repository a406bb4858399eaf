/*
 * Statements about the journal. What a row says is not known here.
 */
#include "store/journal.h"

#include "store/batch.h"
#include "store/statement.h"

#define LINK(member) FIELD(struct journal_link, member, FIELD_COLUMN)

const struct field journal_hashed[] = {
	LINK(sequence),     LINK(at),         LINK(type),   LINK(subject_type),   LINK(subject_id),
	LINK(objective_id), LINK(cycle_id),   LINK(app_id), LINK(actor_type),     LINK(actor_id),
	LINK(via),          LINK(request_id), LINK(reason), LINK(content_digest),
};

const size_t journal_hashed_count = sizeof(journal_hashed) / sizeof(journal_hashed[0]);

/* The same and what stands beside them, as they are selected. */
static const struct field link_fields[] = {
	LINK(sequence),     LINK(at),         LINK(type),   LINK(subject_type),   LINK(subject_id),
	LINK(objective_id), LINK(cycle_id),   LINK(app_id), LINK(actor_type),     LINK(actor_id),
	LINK(via),          LINK(request_id), LINK(reason), LINK(content_digest), LINK(hash),
	LINK(content),      LINK(is_erased),
};
static const struct form link_form = FORM(struct journal_link, link_fields);

static const char append_sql[] =
	"INSERT INTO journal (organisation_id, sequence, at, type, subject_type, subject_id, "
	"objective_id, cycle_id, app_id, actor_type, actor_id, via, request_id, reason, "
	"content_digest, hash, content) "
	"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

static const char store_head_sql[] =
	"UPDATE organisation SET journal_sequence = ?, journal_hash = ? WHERE id = ?";

static const char read_head_sql[] =
	"SELECT o.journal_sequence, o.journal_hash, j.at FROM organisation o "
	"LEFT JOIN journal j ON j.organisation_id = o.id AND j.sequence = o.journal_sequence "
	"WHERE o.id = ?";

/* The time as a text: a column may hold what no calendar has. */
static const char read_links_sql[] =
	"SELECT sequence, CAST(at AS CHAR), type, subject_type, subject_id, objective_id, "
	"cycle_id, app_id, actor_type, actor_id, via, request_id, reason, content_digest, hash, "
	"content, CAST(erased_at IS NOT NULL AS SIGNED) "
	"FROM journal WHERE organisation_id = ? AND sequence >= ? "
	"ORDER BY sequence LIMIT ?";

/* Digest and hash stay: the chain is as valid as before. */
static const char erase_before_sql[] =
	"UPDATE journal SET content = NULL, erased_at = ? "
	"WHERE organisation_id = ? AND content IS NOT NULL AND at < ?";
static const char erase_about_sql[] =
	"UPDATE journal SET content = NULL, erased_at = ? "
	"WHERE organisation_id = ? AND subject_id = ? AND subject_type = ? AND content IS NOT NULL";

static const char mark_erased_sql[] =
	"UPDATE journal SET erased_at = ? "
	"WHERE organisation_id = ? AND content IS NULL AND erased_at IS NULL";

const struct error *journal_mark_erased(struct db *db, struct id organisation_id,
					struct instant now)
{
	struct value values[] = { value_instant(now), value_id(organisation_id) };

	return db_run(db, mark_erased_sql, values, 2, NULL);
}

const struct error *journal_erase_before(struct db *db, struct id organisation_id,
					 struct instant before, struct instant now, int64_t *erased)
{
	struct value values[] = { value_instant(now), value_id(organisation_id),
				  value_instant(before) };
	uint64_t changed = 0;
	const struct error *error = db_run_beside(db, erase_before_sql, values, 3, &changed);

	*erased = (int64_t)changed;
	return error;
}

const struct error *journal_erase_about(struct db *db, struct id organisation_id, word subject_type,
					struct id subject_id, struct instant now)
{
	struct value values[] = { value_instant(now), value_id(organisation_id),
				  value_id(subject_id), value_word(subject_type) };

	return db_run_beside(db, erase_about_sql, values, 4, NULL);
}

void journal_append(struct db *db, struct id organisation_id, const struct journal_link *link)
{
	struct value values[sizeof(link_fields) / sizeof(link_fields[0])];
	size_t count = 0;

	values[count++] = value_id(organisation_id);
	for (size_t i = 0; i < journal_hashed_count; i++)
		values[count++] = value_of(&journal_hashed[i], link);
	values[count++] = value_text(link->hash);
	values[count++] = value_text(link->content);
	db_run_later(db, append_sql, values, count);
}

void journal_store_head(struct db *db, struct id organisation_id, const struct journal_head *head)
{
	struct value values[] = { value_integer(head->sequence), value_text(head->hash),
				  value_id(organisation_id) };

	db_run_later(db, store_head_sql, values, 3);
}

struct head_row {
	int64_t sequence;
	struct text hash;
	struct instant at;
};

static const struct field head_fields[] = {
	FIELD(struct head_row, sequence, FIELD_COLUMN),
	FIELD(struct head_row, hash, FIELD_COLUMN),
	FIELD(struct head_row, at, FIELD_COLUMN),
};
static const struct form head_form = FORM(struct head_row, head_fields);

const struct error *journal_read_head(struct db *db, struct id organisation_id,
				      struct journal_head *out, struct instant *at)
{
	struct value value = value_id(organisation_id);
	struct head_row row = { .at = INSTANT_NONE };
	bool found;
	const struct error *error = db_row(db, read_head_sql, &value, 1, &head_form, &row, &found);

	if (error)
		return error;
	if (!found)
		return error_new(db_arena(db), ERROR_NOT_FOUND,
				 "The workspace does not exist any more.");
	*out = (struct journal_head){ row.sequence, row.hash };
	*at = row.at;
	return NULL;
}

const struct error *journal_read_links(struct db *db, struct id organisation_id, int64_t from,
				       int64_t limit, struct list *out)
{
	struct value values[] = { value_id(organisation_id), value_integer(from),
				  value_integer(limit) };

	return db_rows(db, read_links_sql, values, 3, &link_form, out);
}
