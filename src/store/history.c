/*
 * Statements about the history of a key result. The primary key is the order of the history, so
 * each is one backward scan that stops early.
 */
#include "store/history.h"

#define OF_KEY_RESULT " FROM check_in WHERE organisation_id = ? AND key_result_id = ? "
#define BEFORE "AND checked_in_at <= ? AND (checked_in_at < ? OR id < ?) "
#define NEWEST_FIRST "ORDER BY checked_in_at DESC, id DESC LIMIT ?"

static const char entries_sql[] = "SELECT id, checked_in_at, kind, value, status" OF_KEY_RESULT
				  BEFORE NEWEST_FIRST;

static const char check_ins_sql[] =
	"SELECT organisation_id, id, version, updated_at, created_by, updated_by, key_result_id, "
	"checked_in_at, kind, value, status, comment, blocker_note, person_id, assign_to, "
	"visible_to, app_id" OF_KEY_RESULT "AND kind = 0 " BEFORE NEWEST_FIRST;

static const char count_sql[] = "SELECT COUNT(*)" OF_KEY_RESULT "AND kind = 0";

static const char value_before_sql[] =
	"SELECT value" OF_KEY_RESULT "AND value IS NOT NULL " BEFORE NEWEST_FIRST;

static const struct field entry_fields[] = {
	FIELD(struct entry, id, FIELD_COLUMN),	  FIELD(struct entry, checked_in_at, FIELD_COLUMN),
	FIELD(struct entry, kind, FIELD_COLUMN),  FIELD(struct entry, value, FIELD_COLUMN),
	FIELD(struct entry, status, FIELD_COLUMN),
};
static const struct form entry_form = FORM(struct entry, entry_fields);

struct number_row {
	double value;
	int64_t count;
};

static const struct field value_fields[] = { FIELD(struct number_row, value, FIELD_COLUMN) };
static const struct form value_form = FORM(struct number_row, value_fields);
static const struct field count_fields[] = { FIELD(struct number_row, count, FIELD_COLUMN) };
static const struct form count_form = FORM(struct number_row, count_fields);

/* Later than anything that can be stored. */
static const struct instant far_future = { INT64_C(253402300799000) };

static const struct error *run(struct db *db, const char *sql, struct id organisation_id,
			       struct id key_result_id, struct history_place place, size_t limit,
			       const struct form *form, struct list *out)
{
	struct instant at = instant_is_none(place.at) ? far_future : place.at;
	struct value values[] = {
		value_id(organisation_id), value_id(key_result_id), value_instant(at),
		value_instant(at),
		id_is_none(place.id) ? value_zero_id() : value_id(place.id),
		value_integer((int64_t)limit),
	};

	return db_rows(db, sql, values, 6, form, out);
}

const struct error *history_entries(struct db *db, struct id organisation_id,
				    struct id key_result_id, struct history_place place,
				    size_t limit, struct list *out)
{
	return run(db, entries_sql, organisation_id, key_result_id, place, limit, &entry_form, out);
}

const struct error *history_check_ins(struct db *db, struct id organisation_id,
				      struct id key_result_id, struct history_place place,
				      size_t limit, struct list *out)
{
	const struct error *error = run(db, check_ins_sql, organisation_id, key_result_id, place,
					limit, &check_in_thing.form, out);

	if (error)
		return error;
	for (size_t i = 0; i < out->count; i++) {
		struct check_in *row = (struct check_in *)out->items + i;

		row->record.created_at = id_time(row->record.id);
	}
	return NULL;
}

const struct error *history_count(struct db *db, struct id organisation_id, struct id key_result_id,
				  int64_t *out)
{
	struct value values[] = { value_id(organisation_id), value_id(key_result_id) };
	struct number_row row = { 0 };
	bool found;
	const struct error *error = db_row(db, count_sql, values, 2, &count_form, &row, &found);

	if (!error)
		*out = row.count;
	return error;
}

const struct error *history_value_before(struct db *db, struct id organisation_id,
					 struct id key_result_id, struct history_place place,
					 double *out, bool *found)
{
	struct list rows;
	const struct error *error = run(db, value_before_sql, organisation_id, key_result_id, place,
					1, &value_form, &rows);

	if (error)
		return error;
	*found = rows.count > 0;
	if (*found)
		*out = ((const struct number_row *)rows.items)->value;
	return NULL;
}
