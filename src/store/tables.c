/*
 * The tables of a statement, from its text. It knows names alone: a column that is called like a table
 * counts as one, which costs a look too many and never one too few.
 */
#include "tables.h"

#include <string.h>

static const char *const names[TABLES] = {
	[TABLE_API_KEY] = "api_key",
	[TABLE_CHECK_IN] = "check_in",
	[TABLE_CYCLE] = "cycle",
	[TABLE_DEPARTMENT] = "department",
	[TABLE_EXTERNAL_REF] = "external_ref",
	[TABLE_IDEMPOTENCY] = "idempotency",
	[TABLE_IMPORT] = "import",
	[TABLE_IMPORT_CHANGE] = "import_change",
	[TABLE_IMPORT_PIECE] = "import_piece",
	[TABLE_INITIATIVE] = "initiative",
	[TABLE_JOURNAL] = "journal",
	[TABLE_KEY_RESULT] = "key_result",
	[TABLE_KPI] = "kpi",
	[TABLE_KPI_UPDATE] = "kpi_update",
	[TABLE_OBJECTIVE] = "objective",
	[TABLE_ORGANISATION] = "organisation",
	[TABLE_PERSON] = "person",
	[TABLE_PERSON_LOGIN] = "person_login",
	[TABLE_PERSON_TOKEN] = "person_token",
	[TABLE_REVIEW] = "review",
	[TABLE_REVIEW_CYCLE] = "review_cycle",
	[TABLE_SESSION] = "session",
	[TABLE_TEAM] = "team",
};

_Static_assert(TABLES <= 32, "struct tables has a bit for each");

/* How statements begin that write into the table behind it. */
static const struct {
	const char *words;
	bool is_insert;
} writes[] = { { "INSERT INTO ", true }, { "UPDATE ", false }, { "DELETE FROM ", false } };

static enum table find(const char *name, size_t size)
{
	size_t table = 0;

	while (table < TABLES &&
	       (strncmp(names[table], name, size) != 0 || names[table][size] != '\0'))
		table++;
	return (enum table)table;
}

enum table table_named(const char *name)
{
	return find(name, strlen(name));
}

struct tables tables_of(const char *sql)
{
	struct tables tables = { .written = TABLES };

	for (size_t i = 0; i < TABLES; i++)
		if (strstr(sql, names[i]))
			tables.named |= UINT32_C(1) << i;
	for (size_t i = 0; i < sizeof(writes) / sizeof(writes[0]); i++) {
		size_t size = strlen(writes[i].words);

		if (strncmp(sql, writes[i].words, size) != 0)
			continue;
		tables.written = find(sql + size, strcspn(sql + size, " ("));
		tables.is_insert = writes[i].is_insert;
	}
	return tables;
}
