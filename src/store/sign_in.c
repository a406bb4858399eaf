/*
 * Statements about who signs in: passwords, links and sessions with their people. What makes a
 * secret valid is the service's.
 */
#include "store/sign_in.h"

#include "store/statement.h"
#include "store/transaction.h"

#define PERSON_COLUMNS                                                                             \
	"p.organisation_id, p.id, p.name, p.email, p.role, p.department_id, p.external_id, "       \
	"p.active, o.name, o.revision"

/* What stands in PERSON_COLUMNS, as members of `membership`. */
#define PERSON_FIELDS(type)                                                                        \
	FIELD(type, membership.person.record.organisation_id, FIELD_COLUMN),                       \
		FIELD(type, membership.person.record.id, FIELD_COLUMN),                            \
		FIELD(type, membership.person.name, FIELD_COLUMN),                                 \
		FIELD(type, membership.person.email, FIELD_COLUMN),                                \
		FIELD(type, membership.person.role, FIELD_COLUMN, .words = role_words),            \
		FIELD(type, membership.person.department_id, FIELD_COLUMN),                        \
		FIELD(type, membership.person.external_id, FIELD_COLUMN),                          \
		FIELD_AS("active", type, membership.person.is_active, FIELD_COLUMN),               \
		FIELD(type, membership.organisation_name, FIELD_COLUMN),                           \
		FIELD(type, membership.revision, FIELD_COLUMN)

#define STRING_OF(number) #number
#define STRING(number) STRING_OF(number)

/* ---- accounts -------------------------------------------------------------------------------- */

#define ACCOUNTS_SQL(condition)                                                                    \
	"SELECT " PERSON_COLUMNS                                                                   \
	", l.password_hash FROM person p "                                                         \
	"JOIN organisation o ON o.id = p.organisation_id "                                         \
	"LEFT JOIN person_login l ON l.organisation_id = p.organisation_id AND "                   \
	"l.person_id = p.id WHERE " condition " AND p.active = 1"

#define LIMITED " ORDER BY organisation_id LIMIT 8"

_Static_assert(ACCOUNTS_MAX == 8, "the statements say it too");

static const char by_email_sql[] = ACCOUNTS_SQL("p.email_key = ?") LIMITED;
static const char by_email_here_sql[] = ACCOUNTS_SQL("p.organisation_id = ? AND p.email_key = ?");

/* Two statements in one, each by a key of its own. */
static const char by_name_sql[] =
	ACCOUNTS_SQL("p.email_key = ?") " UNION " ACCOUNTS_SQL("p.external_id = ?") LIMITED;
static const char by_name_here_sql[] =
	ACCOUNTS_SQL("p.organisation_id = ? AND p.email_key = ?") " UNION " ACCOUNTS_SQL(
		"p.organisation_id = ? "
		"AND p.external_id = ?");

static const struct field account_fields[] = {
	PERSON_FIELDS(struct account),
	FIELD(struct account, password_hash, FIELD_COLUMN | FIELD_EXACT),
};
static const struct form account_form = FORM_OF(struct account, account_fields, &person_thing);

const struct error *accounts_find(struct db *db, struct text email_key, struct text external_id,
				  struct id organisation_id, struct list *out)
{
	struct value values[4];
	size_t count = 0;
	bool is_here = !id_is_none(organisation_id), by_email = text_is_none(external_id);

	if (is_here)
		values[count++] = value_id(organisation_id);
	values[count++] = value_text(email_key);
	if (by_email)
		return db_rows(db, is_here ? by_email_here_sql : by_email_sql, values, count,
			       &account_form, out);
	if (is_here)
		values[count++] = value_id(organisation_id);
	values[count++] = value_text(external_id);
	return db_rows(db, is_here ? by_name_here_sql : by_name_sql, values, count, &account_form,
		       out);
}

/* ---- passwords ------------------------------------------------------------------------------- */

#define LOGIN_COLUMNS "organisation_id, person_id, password_hash, password_set_at, failed_since"

static const char login_sql[] = "SELECT " LOGIN_COLUMNS
				" FROM person_login WHERE organisation_id = ? AND person_id = ?";
static const char all_logins_sql[] = "SELECT " LOGIN_COLUMNS
				     " FROM person_login WHERE organisation_id = ?";
static const char store_login_sql[] =
	"INSERT INTO person_login (" LOGIN_COLUMNS
	") VALUES (?, ?, ?, ?, ?) "
	"ON DUPLICATE KEY UPDATE password_hash = VALUES(password_hash), "
	"password_set_at = VALUES(password_set_at), failed_since = VALUES(failed_since)";
static const char failure_sql[] =
	"UPDATE person_login SET failed_since = COALESCE(failed_since, ?) "
	"WHERE organisation_id = ? AND person_id = ?";
static const char remove_login_sql[] =
	"DELETE FROM person_login WHERE organisation_id = ? AND person_id = ?";

const struct error *login_read(struct db *db, struct id organisation_id, struct id person_id,
			       struct person_login *out)
{
	struct value values[] = { value_id(organisation_id), value_id(person_id) };
	struct person_login login = *(const struct person_login *)person_login_thing.form.blank;
	bool found;
	const struct error *error =
		db_row(db, login_sql, values, 2, &person_login_thing.form, &login, &found);

	login.record.organisation_id = organisation_id;
	login.record.id = person_id;
	if (!error)
		*out = login;
	return error;
}

const struct error *login_store(struct db *db, const struct person_login *login)
{
	struct value values[] = { value_id(login->record.organisation_id),
				  value_id(login->record.id), value_text(login->password_hash),
				  value_instant(login->password_set_at),
				  value_instant(login->failed_since) };

	return db_run(db, store_login_sql, values, 5, NULL);
}

const struct error *login_note_failure(struct db *db, struct id organisation_id,
				       struct id person_id, struct instant at)
{
	struct value values[] = { value_instant(at), value_id(organisation_id),
				  value_id(person_id) };

	return db_run(db, failure_sql, values, 3, NULL);
}

const struct error *login_remove(struct db *db, struct id organisation_id, struct id person_id)
{
	struct value values[] = { value_id(organisation_id), value_id(person_id) };

	return db_run(db, remove_login_sql, values, 2, NULL);
}

const struct error *login_read_all(struct db *db, struct id organisation_id)
{
	struct value value = value_id(organisation_id);
	struct list rows;

	return db_rows(db, all_logins_sql, &value, 1, &person_login_thing.form, &rows);
}

/* Locked while they are read: a snapshot would not have what was committed since it was made. */
static const char admin_sql[] =
	"SELECT p.organisation_id, p.id, l.password_hash, l.password_set_at, l.failed_since "
	"FROM person p LEFT JOIN person_login l ON l.organisation_id = p.organisation_id AND "
	"l.person_id = p.id WHERE p.role = 2 AND p.active = 1 AND "
	"(l.password_hash IS NOT NULL OR (? AND p.external_id IS NOT NULL)) LIMIT 1 "
	"LOCK IN SHARE MODE";

const struct error *admin_can_sign_in(struct db *db, bool by_external_id, bool *out)
{
	struct value value = value_integer(by_external_id);
	struct person_login login;

	return db_row(db, admin_sql, &value, 1, &person_login_thing.form, &login, out);
}

/* ---- one-time links -------------------------------------------------------------------------- */

static const char token_sql[] =
	"SELECT t.organisation_id, t.id, t.person_id, t.hash, t.purpose, t.expires_at, t.used_at, " PERSON_COLUMNS
	" FROM person_token t "
	"JOIN person p ON p.organisation_id = t.organisation_id AND p.id = t.person_id "
	"JOIN organisation o ON o.id = t.organisation_id WHERE t.hash = ?";
static const char use_token_sql[] =
	"UPDATE person_token SET used_at = ? "
	"WHERE organisation_id = ? AND id = ? AND used_at IS NULL AND expires_at > ?";
/* Purposes up to LINK_SIGN_IN let in. */
static const char remove_tokens_sql[] =
	"DELETE FROM person_token "
	"WHERE organisation_id = ? AND person_id = ? AND purpose <= 3 AND id <> ?";
static const char remove_all_tokens_sql[] =
	"DELETE FROM person_token WHERE organisation_id = ? AND person_id = ?";

_Static_assert(LINK_SIGN_IN == 3, "remove_tokens_sql says it too");

static const struct field token_fields[] = {
	FIELD(struct token_owner, token.record.organisation_id, FIELD_COLUMN),
	FIELD(struct token_owner, token.record.id, FIELD_COLUMN),
	FIELD(struct token_owner, token.person_id, FIELD_COLUMN),
	FIELD(struct token_owner, token.hash, FIELD_COLUMN),
	FIELD(struct token_owner, token.purpose, FIELD_COLUMN, .words = link_purpose_words),
	FIELD(struct token_owner, token.expires_at, FIELD_COLUMN),
	FIELD(struct token_owner, token.used_at, FIELD_COLUMN),
	PERSON_FIELDS(struct token_owner),
};
static const struct form token_form = FORM_OF(struct token_owner, token_fields, &person_thing);

const struct error *token_find(struct db *db, struct text hash, struct token_owner *out,
			       bool *found)
{
	struct value value = value_text(hash);

	return db_row(db, token_sql, &value, 1, &token_form, out, found);
}

const struct error *token_use(struct db *db, const struct person_token *token, struct instant at,
			      bool *done)
{
	struct value values[] = { value_instant(at), value_id(token->record.organisation_id),
				  value_id(token->record.id), value_instant(at) };
	uint64_t changed = 0;
	const struct error *error = db_run(db, use_token_sql, values, 4, &changed);

	*done = changed == 1;
	return error;
}

const struct error *tokens_remove(struct db *db, struct id organisation_id, struct id person_id,
				  struct id but)
{
	struct value values[] = { value_id(organisation_id), value_id(person_id),
				  id_is_none(but) ? value_zero_id() : value_id(but) };

	return db_run(db, remove_tokens_sql, values, 3, NULL);
}

const struct error *tokens_remove_all(struct db *db, struct id organisation_id, struct id person_id)
{
	struct value values[] = { value_id(organisation_id), value_id(person_id) };

	return db_run(db, remove_all_tokens_sql, values, 2, NULL);
}

/* ---- sessions -------------------------------------------------------------------------------- */

static const char session_sql[] =
	"SELECT s.organisation_id, s.id, s.person_id, s.hash, s.scopes, s.method, s.seen_at, "
	"s.expires_at, s.user_agent, s.address, " PERSON_COLUMNS
	" FROM session s "
	"JOIN person p ON p.organisation_id = s.organisation_id AND p.id = s.person_id "
	"JOIN organisation o ON o.id = s.organisation_id WHERE s.hash = ?";
static const char of_person_sql[] =
	"SELECT id FROM session WHERE organisation_id = ? AND person_id = ? ORDER BY id";
static const char remove_sessions_sql[] =
	"DELETE FROM session WHERE organisation_id = ? AND person_id = ? AND id <> ?";
static const char seen_sql[] =
	"UPDATE session SET seen_at = ? WHERE organisation_id = ? AND id = ? AND seen_at < ?";

static const struct field session_fields[] = {
	FIELD(struct session_owner, session.record.organisation_id, FIELD_COLUMN),
	FIELD(struct session_owner, session.record.id, FIELD_COLUMN),
	FIELD(struct session_owner, session.person_id, FIELD_COLUMN),
	FIELD(struct session_owner, session.hash, FIELD_COLUMN),
	FIELD(struct session_owner, session.scopes, FIELD_COLUMN),
	FIELD(struct session_owner, session.method, FIELD_COLUMN, .words = sign_in_method_words),
	FIELD(struct session_owner, session.seen_at, FIELD_COLUMN),
	FIELD(struct session_owner, session.expires_at, FIELD_COLUMN),
	FIELD(struct session_owner, session.user_agent, FIELD_COLUMN),
	FIELD(struct session_owner, session.address, FIELD_COLUMN),
	PERSON_FIELDS(struct session_owner),
};
static const struct form session_form =
	FORM_OF(struct session_owner, session_fields, &session_thing);

const struct error *session_find(struct db *db, struct text hash, struct session_owner *out,
				 bool *found)
{
	struct value value = value_text(hash);
	const struct error *error = db_row(db, session_sql, &value, 1, &session_form, out, found);

	if (!error && *found)
		out->session.record.created_at = id_time(out->session.record.id);
	return error;
}

struct id_row {
	struct id id;
};

static const struct field id_fields[] = { FIELD(struct id_row, id, FIELD_COLUMN) };
static const struct form id_form = FORM(struct id_row, id_fields);

const struct error *sessions_of(struct db *db, struct id organisation_id, struct id person_id,
				struct list *out)
{
	struct value values[] = { value_id(organisation_id), value_id(person_id) };

	return db_rows(db, of_person_sql, values, 2, &id_form, out);
}

const struct error *sessions_remove(struct db *db, struct id organisation_id, struct id person_id,
				    struct id but)
{
	struct value values[] = { value_id(organisation_id), value_id(person_id),
				  id_is_none(but) ? value_zero_id() : value_id(but) };

	return db_run(db, remove_sessions_sql, values, 3, NULL);
}

const struct error *session_note_use(struct db *db, struct id organisation_id, struct id id,
				     struct instant minute)
{
	struct value values[] = { value_instant(minute), value_id(organisation_id), value_id(id),
				  value_instant(minute) };
	const struct error *error = db_end(db);

	if (!error)
		error = db_run(db, seen_sql, values, 4, NULL);
	return error ? error : db_end(db);
}

/* ---- what expired ---------------------------------------------------------------------------- */

static const char purge_tokens_sql[] =
	"DELETE FROM person_token WHERE organisation_id = ? AND expires_at < ?";
static const char purge_sessions_sql[] =
	"DELETE FROM session WHERE organisation_id = ? AND (expires_at < ? OR seen_at < ?)";

const struct error *sign_in_purge(struct db *db, struct id organisation_id, struct instant now,
				  struct instant idle_since, int64_t *removed)
{
	struct value values[] = { value_id(organisation_id), value_instant(now),
				  value_instant(idle_since) };
	uint64_t tokens = 0, sessions = 0;
	const struct error *error = db_run(db, purge_tokens_sql, values, 2, &tokens);

	if (!error)
		error = db_run(db, purge_sessions_sql, values, 3, &sessions);
	if (!error)
		*removed += (int64_t)(tokens + sessions);
	return error;
}
