/*
 * A row an id: its minute and what came in it. One statement counts and answers, so that no two hosts can
 * both take the last place.
 */
#include "store/request_counts.h"

#include "store/statement.h"

#define THIS_MINUTE "UNIX_TIMESTAMP() DIV 60"
#define IS_THIS "minute BETWEEN " THIS_MINUTE " AND " THIS_MINUTE " + 1"

/* The assignments are made from left to right: `fits` by the count before, the count by `fits`. */
static const char take_sql[] =
	"INSERT INTO request_count (id, minute, count, fits) "
	"VALUES (?, " THIS_MINUTE
	", IF(? <= ?, ?, 0), ? <= ?) ON DUPLICATE KEY UPDATE "
	"fits = IF(" IS_THIS
	", count, 0) + ? <= ?, "
	"count = IF(" IS_THIS
	", count, 0) + IF(fits, ?, 0), "
	"minute = IF(minute = " THIS_MINUTE " + 1, minute, " THIS_MINUTE
	") "
	"RETURNING count, fits, CAST(60 * (minute + 1) - UNIX_TIMESTAMP() AS SIGNED)";

static const char purge_sql[] = "DELETE FROM request_count WHERE minute < " THIS_MINUTE " - 60";

struct count_row {
	int64_t count;
	bool fits;
	int64_t seconds;
};

static const struct field count_fields[] = {
	FIELD(struct count_row, count, FIELD_COLUMN | FIELD_COUNT),
	FIELD(struct count_row, fits, FIELD_COLUMN),
	FIELD(struct count_row, seconds, FIELD_COLUMN | FIELD_COUNT),
};
static const struct form count_form = FORM(struct count_row, count_fields);

const struct error *request_count_take(struct db *db, struct id id, unsigned requests,
				       unsigned limit, struct tally *out)
{
	struct value n = value_integer(requests), max = value_integer(limit);
	struct value values[] = { value_id(id), n, max, n, n, max, n, max, n };
	struct count_row row = { 0 };
	bool found;
	const struct error *error = db_row(db, take_sql, values, sizeof(values) / sizeof(values[0]),
					   &count_form, &row, &found);

	if (error)
		return error;
	*out = (struct tally){ row.fits, (unsigned)row.count, (unsigned)row.seconds };
	return NULL;
}

const struct error *request_counts_purge(struct db *db)
{
	return db_run(db, purge_sql, NULL, 0, NULL);
}
