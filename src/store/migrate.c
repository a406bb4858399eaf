/*
 * Applies the embedded migrations. MariaDB cannot roll a schema change back, so each file is made
 * to be run again, and is noted as applied only after its last statement.
 */
#include "store/migrate.h"

#include "base/secret.h"
#include "renew_texts.h"
#include "store/batch.h"
#include "store/statement.h"
#include "store/transaction.h"

static const char table_sql[] =
	"CREATE TABLE IF NOT EXISTS schema_migration (number INT NOT NULL PRIMARY KEY, "
	"name VARCHAR(255) NOT NULL, "
	"applied_at DATETIME(3) NOT NULL) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = "
	"utf8mb4_unicode_ci";
static const char newest_sql[] =
	"SELECT CAST(COALESCE(MAX(number), 0) AS SIGNED) FROM schema_migration";
static const char note_sql[] =
	"INSERT INTO schema_migration (number, name, applied_at) "
	"VALUES (?, ?, UTC_TIMESTAMP(3))";
static const char lock_sql[] = "SELECT CAST(COALESCE(GET_LOCK('okr_migrate', 60), 0) AS SIGNED)";
static const char unlock_sql[] = "SELECT CAST(RELEASE_LOCK('okr_migrate') AS SIGNED)";

static const char installation_sql[] =
	"SELECT CAST(COALESCE(MAX(number), 0) AS SIGNED), "
	"(SELECT secret FROM installation WHERE id = 1) FROM schema_migration";
static const char lock_row_sql[] =
	"SELECT CAST(id AS SIGNED) FROM installation WHERE id = 1 FOR UPDATE";
static const char secret_sql[] = "INSERT IGNORE INTO installation (id, secret) VALUES (1, ?)";

struct number_row {
	int64_t number;
};

static const struct field number_fields[] = { FIELD(struct number_row, number, FIELD_COLUMN) };
static const struct form number_form = FORM(struct number_row, number_fields);

static const struct error *ask_number(struct db *db, const char *sql, int64_t *out)
{
	struct number_row row = { 0 };
	bool found;
	const struct error *error = db_row(db, sql, NULL, 0, &number_form, &row, &found);

	if (!error)
		*out = row.number;
	return error;
}

int64_t migrate_known(void)
{
	return migrations[migration_count - 1].number;
}

const struct error *migrate_newest(struct db *db, int64_t *newest)
{
	const struct error *error = ask_number(db, newest_sql, newest);

	if (!db_is_no_table(error))
		return error;
	*newest = 0;
	return NULL;
}

static const struct field installation_fields[] = {
	FIELD(struct installation, migration, FIELD_COLUMN),
	FIELD(struct installation, secret, FIELD_COLUMN),
};
static const struct form installation_form = FORM(struct installation, installation_fields);

/* A schema from before the installation's table has a number alone. */
const struct error *installation_read(struct db *db, struct installation *out)
{
	struct installation row = { 0 };
	bool found;
	const struct error *error =
		db_row(db, installation_sql, NULL, 0, &installation_form, &row, &found);

	if (db_is_no_table(error))
		error = migrate_newest(db, &row.migration);
	if (!error)
		*out = row;
	return error;
}

const struct error *installation_lock(struct db *db)
{
	int64_t id;

	return ask_number(db, lock_row_sql, &id);
}

/* All hosts of an installation share it, and one that is there is never replaced. */
static const struct error *make_secret(struct db *db)
{
	uint8_t secret[MAC_KEY_SIZE];
	struct value value = value_text((struct text){ (const char *)secret, sizeof(secret) });
	const struct error *error;

	random_fill(secret, sizeof(secret));
	error = db_run(db, secret_sql, &value, 1, NULL);
	secret_wipe(secret, sizeof(secret));
	return error ? error : db_end(db);
}

/* What the program does before the statements of a file. */
static const struct preparation {
	const char *name;
	const struct error *(*run)(struct db *db);
} preparations[] = { { "names-unique", renew_texts } };

static const struct error *prepare(struct db *db, const struct migration *migration)
{
	const struct error *error = NULL;

	for (size_t i = 0; !error && i < sizeof(preparations) / sizeof(preparations[0]); i++)
		if (strcmp(migration->name, preparations[i].name) == 0)
			error = preparations[i].run(db);
	return error;
}

static const struct error *apply(struct db *db, const struct migration *migration)
{
	struct value values[] = { value_integer(migration->number),
				  value_text(text_from(migration->name)) };
	const struct error *error = prepare(db, migration);

	if (!error)
		error = db_script(db, text_from(migration->text));
	if (!error)
		error = db_run(db, note_sql, values, 2, NULL);
	return error ? error : db_end(db);
}

static const struct error *apply_missing(struct db *db, void (*told)(const struct migration *))
{
	int64_t newest;
	const struct error *error = db_run(db, table_sql, NULL, 0, NULL);

	if (!error)
		error = ask_number(db, newest_sql, &newest);
	for (size_t i = 0; !error && i < migration_count; i++) {
		if (migrations[i].number <= newest)
			continue;
		if (told)
			told(&migrations[i]);
		error = apply(db, &migrations[i]);
	}
	return error ? error : make_secret(db);
}

const struct error *migrate_run(struct db *db, void (*told)(const struct migration *))
{
	int64_t locked, unlocked;
	const struct error *error = ask_number(db, lock_sql, &locked);

	if (error)
		return error;
	if (!locked)
		return error_new(db_arena(db), ERROR_CONFLICT,
				 "Another migration has been running for over a minute.");
	error = apply_missing(db, told);
	/* A lost connection gave the lock back by itself. */
	if (!error)
		error = ask_number(db, unlock_sql, &unlocked);
	return error;
}
