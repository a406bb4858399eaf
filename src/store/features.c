/*
 * What SQL the program needs, and since when there is such. The vendor's documentation and issues say since
 * when (docs/install.md); of the JSON functions and of tx_isolation that is from memory.
 * tests/store/features.test.mjs looks for SQL that stands in no row here.
 */
#include "store/features.h"

#include "store/statement.h"

const struct feature features[] = {
	{ "ADD COLUMN IF NOT EXISTS", 100002, false, "migrations that can be run again" },
	{ "ADD KEY IF NOT EXISTS", 100002, false, "migrations that can be run again" },
	{ "DROP KEY IF EXISTS", 100002, false, "migrations that can be run again" },
	{ "ADD FOREIGN KEY IF NOT EXISTS", 100002, false, "migrations that can be run again" },
	{ "max_statement_time", 100101, false, "no statement takes longer than its request may" },
	{ "SET STATEMENT", 100102, false, "a row is taken only if it is free" },
	{ "tx_isolation", 100000, false, "one snapshot a request" },
	{ "CHECK", 100201, true, "constraints of the tables" },
	{ "WITH RECURSIVE", 100202, true, "the tree of objectives, departments, managers" },
	{ "utf8mb4_nopad_bin", 100202, false, "names that are unique, blanks and all" },
	{ "JSON_CONTAINS", 100203, true, "tags and visibility" },
	{ "JSON_LENGTH", 100203, true, "tags and visibility" },
	{ "JSON_QUOTE", 100203, true, "tags and visibility" },
	{ "RETURNING", 100500, false, "one limit for several hosts" },
	{ NULL, 0, false, NULL },
};

/* "10.11.14-MariaDB-…", also behind the "5.5.5-" that some servers put before it; 0: not understood. */
static int parse_version(struct text version)
{
	const struct text prefix = TEXT("5.5.5-");
	int number = 0;

	if (text_starts_with(version, prefix)) {
		version.data += prefix.size;
		version.size -= prefix.size;
	}
	for (int part = 0; part < 3; part++) {
		int digits = 0, value = 0;

		while (version.size > 0 && *version.data >= '0' && *version.data <= '9' &&
		       digits++ < 3) {
			value = 10 * value + (*version.data - '0');
			version.data++;
			version.size--;
		}
		if (digits == 0)
			return 0;
		number = 100 * number + value;
		if (part < 2 && (version.size == 0 || *version.data != '.'))
			return 0;
		if (part < 2) {
			version.data++;
			version.size--;
		}
	}
	return number;
}

static bool is_mariadb(struct text version)
{
	return memmem(version.data, version.size, "MariaDB", sizeof("MariaDB") - 1) != NULL;
}

static bool lacks(const struct feature *feature, int number, bool is_ours)
{
	return is_ours ? number < feature->since : !feature->has_mysql;
}

static struct text list_lacking(struct arena *arena, int number, bool is_ours)
{
	struct text list = TEXT_NONE;

	for (const struct feature *row = features; row->name; row++) {
		if (lacks(row, number, is_ours))
			list = arena_print(arena, "%.*s%s%s", TEXT_PRINT(list),
					   list.size > 0 ? ", " : "", row->name);
	}
	return list;
}

struct text features_judge(struct arena *arena, struct text version)
{
	bool is_ours = is_mariadb(version);
	int number = parse_version(version);
	struct text list = list_lacking(arena, number, is_ours);

	if (!is_ours)
		return arena_print(arena, "%.*s is no MariaDB; MySQL lacks %.*s",
				   TEXT_PRINT(version), TEXT_PRINT(list));
	if (list.size > 0)
		return arena_print(arena, "%.*s lacks %.*s", TEXT_PRINT(version), TEXT_PRINT(list));
	if (number < FEATURES_OLDEST)
		return arena_print(arena, "%.*s is older than 10.6, and gets no updates any more",
				   TEXT_PRINT(version));
	return TEXT_NONE;
}

struct version_row {
	struct text version;
};

static const struct field version_fields[] = { FIELD(struct version_row, version, FIELD_COLUMN) };
static const struct form version_form = FORM(struct version_row, version_fields);

const struct error *features_examine(struct db *db, struct text *version, struct text *wrong)
{
	struct version_row row = { TEXT("") };
	bool found;
	const struct error *error =
		db_row(db, "SELECT VERSION()", NULL, 0, &version_form, &row, &found);

	if (error)
		return error;
	*version = row.version;
	*wrong = features_judge(db_arena(db), row.version);
	return NULL;
}
