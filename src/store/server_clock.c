/*
 * Asks the database's server what time it is. It is one of two files whose SQL knows the time; the other
 * counts requests for several hosts (request_counts.c).
 */
#include "store/server_clock.h"

#include "store/statement.h"

struct clock_row {
	struct instant now;
};

static const struct field clock_fields[] = { FIELD(struct clock_row, now, FIELD_COLUMN) };
static const struct form clock_form = FORM(struct clock_row, clock_fields);

const struct error *db_clock(struct db *db, struct instant *out)
{
	struct clock_row row = { INSTANT_NONE };
	bool found;
	const struct error *error =
		db_row(db, "SELECT UTC_TIMESTAMP(3)", NULL, 0, &clock_form, &row, &found);

	if (!error)
		*out = row.now;
	return error;
}
