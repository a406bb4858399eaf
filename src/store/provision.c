/*
 * Makes a database and its account. The names stand in the text of statements, where no value can be
 * bound, so they are quoted here.
 */
#include "store/provision.h"

#include "store/batch.h"
#include "store/statement.h"
#include "store/transaction.h"

/* The account as the server sees whoever asks. */
struct seen {
	struct text host;
};

static const struct field seen_fields[] = { FIELD(struct seen, host, FIELD_COLUMN) };
static const struct form seen_form = FORM(struct seen, seen_fields);

static const char host_sql[] = "SELECT SUBSTRING_INDEX(USER(), '@', -1)";

/* Between such marks, those within it doubled; a backslash is one in texts alone. */
static struct text quoted(struct arena *arena, struct text name, char mark)
{
	char *bytes = arena_take(arena, 2 * name.size + 3), *at = bytes;

	*at++ = mark;
	for (size_t i = 0; i < name.size; i++) {
		if (name.data[i] == mark || (mark == '\'' && name.data[i] == '\\'))
			*at++ = name.data[i];
		*at++ = name.data[i];
	}
	*at++ = mark;
	return (struct text){ bytes, (size_t)(at - bytes) };
}

/* In the name of a database that is granted, _ and % stand for any character unless escaped. */
static struct text granted(struct arena *arena, struct text name)
{
	char *bytes = arena_take(arena, 2 * name.size + 1), *at = bytes;

	for (size_t i = 0; i < name.size; i++) {
		if (name.data[i] == '_' || name.data[i] == '%')
			*at++ = '\\';
		*at++ = name.data[i];
	}
	return quoted(arena, (struct text){ bytes, (size_t)(at - bytes) }, '`');
}

static const struct error *make(struct db *db, const struct settings *settings, struct text account)
{
	struct arena *arena = db_arena(db);
	struct text database = quoted(arena, settings->database_name, '`');
	struct text password = quoted(arena, settings->database_password, '\'');

	return db_script(db, arena_print(arena,
					 "CREATE DATABASE IF NOT EXISTS %.*s CHARACTER SET utf8mb4;"
					 "CREATE USER IF NOT EXISTS %.*s IDENTIFIED BY %.*s;"
					 "ALTER USER %.*s IDENTIFIED BY %.*s;"
					 "GRANT ALL PRIVILEGES ON %.*s.* TO %.*s;",
					 TEXT_PRINT(database), TEXT_PRINT(account),
					 TEXT_PRINT(password), TEXT_PRINT(account),
					 TEXT_PRINT(password),
					 TEXT_PRINT(granted(arena, settings->database_name)),
					 TEXT_PRINT(account)));
}

static const struct error *provision(struct db *db, const struct settings *settings,
				     struct text *account)
{
	struct arena *arena = db_arena(db);
	struct seen seen = { TEXT_NONE };
	struct text made;
	bool found;
	const struct error *error = db_row(db, host_sql, NULL, 0, &seen_form, &seen, &found);

	if (error)
		return error;
	made = arena_print(arena, "%.*s@%.*s",
			   TEXT_PRINT(quoted(arena, settings->database_user, '\'')),
			   TEXT_PRINT(quoted(arena, seen.host, '\'')));
	error = make(db, settings, made);
	if (!error)
		*account = made;
	return error;
}

const struct error *provision_database(struct arena *arena, const struct settings *admin,
				       const struct settings *settings, struct text *account)
{
	struct settings connected = *admin;
	struct db *db;
	const struct error *error;

	/* Theirs may not exist yet. */
	connected.database_name = TEXT("information_schema");
	db = db_new(&connected);
	db_use(db, arena);
	error = provision(db, settings, account);
	db_free(db);
	return error;
}

const struct error *provision_try(struct arena *arena, const struct settings *settings)
{
	struct db *db = db_new(settings);
	struct seen seen;
	bool found;
	const struct error *error;

	db_use(db, arena);
	error = db_row(db, host_sql, NULL, 0, &seen_form, &seen, &found);
	db_free(db);
	return error;
}
