/*
 * Statements about the history of a key result. The primary key is the order of the history, so
 * each is one backward scan that stops early.
 */
#include "store/history.h"

#include <assert.h>

#include "store/db_internal.h"
#include "store/seen.h"
#include "store/statement.h"

#define OF_KEY_RESULT " FROM check_in WHERE organisation_id = ? AND key_result_id = ? "
#define BEFORE "AND checked_in_at <= ? AND (checked_in_at < ? OR id < ?) "
#define NEWEST_FIRST "ORDER BY checked_in_at DESC, id DESC LIMIT ?"

static const char entries_sql[] =
	"SELECT id, checked_in_at, kind, value, status" OF_KEY_RESULT BEFORE NEWEST_FIRST;

static const char count_sql[] = "SELECT COUNT(*)" OF_KEY_RESULT "AND kind = 0";

static const struct field entry_fields[] = {
	FIELD(struct entry, id, FIELD_COLUMN),     FIELD(struct entry, checked_in_at, FIELD_COLUMN),
	FIELD(struct entry, kind, FIELD_COLUMN),   FIELD(struct entry, value, FIELD_COLUMN),
	FIELD(struct entry, status, FIELD_COLUMN),
};
static const struct form entry_form = FORM_OF(struct entry, entry_fields, &check_in_thing);

struct count_row {
	int64_t count;
};

static const struct field count_fields[] = { FIELD(struct count_row, count, FIELD_COLUMN) };
static const struct form count_form = FORM(struct count_row, count_fields);

/* Later than anything that can be stored. */
static const struct instant far_future = { INT64_C(253402300799000) };

static bool is_before(const struct entry *entry, struct history_place place)
{
	if (entry->checked_in_at.ms != place.at.ms)
		return entry->checked_in_at.ms < place.at.ms;
	return id_compare(entry->id, place.id) < 0;
}

/* Until a check-in or edit is stored. */
static bool holds(const struct db *db)
{
	const struct epochs *epochs = &db->epochs;
	uint64_t epoch = db->history.epoch;

	return epoch && epoch >= epochs->all && epoch >= epochs->changed[TABLE_CHECK_IN] &&
	       epoch >= epochs->inserted[TABLE_CHECK_IN];
}

/* Times that cannot be are read as others: what was read before may then come once more. */
static void drop_known(struct list *entries, struct history_place place)
{
	struct entry *items = entries->items;
	size_t known = 0;

	while (known < entries->count && !is_before(&items[known], place))
		known++;
	*entries = (struct list){ items + known, entries->count - known };
}

/* A check-in's answer looks at the history that its roll-up has just read. */
static bool find_known(const struct db *db, struct id organisation_id, struct id key_result_id,
		       struct history_place place, size_t limit, struct list *out)
{
	const struct history_memo *memo = &db->history;
	const struct entry *entries = memo->entries.items;
	size_t from = 0;

	if (!holds(db) || instant_is_none(place.at) || !db_is_in_transaction(db) ||
	    !id_equal(memo->organisation_id, organisation_id) ||
	    !id_equal(memo->key_result_id, key_result_id))
		return false;
	while (from < memo->entries.count && !is_before(&entries[from], place))
		from++;
	if (memo->entries.count - from < limit && !memo->is_whole)
		return false;
	out->items = (struct entry *)memo->entries.items + from;
	out->count = memo->entries.count - from < limit ? memo->entries.count - from : limit;
	return true;
}

const struct error *history_entries(struct db *db, struct id organisation_id,
				    struct id key_result_id, struct history_place place,
				    size_t limit, struct list *out)
{
	bool is_top = instant_is_none(place.at);
	struct instant at = is_top ? far_future : place.at;
	struct value values[] = {
		value_id(organisation_id),
		value_id(key_result_id),
		value_instant(at),
		value_instant(at),
		id_is_none(place.id) ? value_zero_id() : value_id(place.id),
		value_integer((int64_t)limit),
	};
	const struct error *error;

	if (find_known(db, organisation_id, key_result_id, place, limit, out))
		return NULL;
	error = db_rows(db, entries_sql, values, 6, &entry_form, out);
	if (!error && !is_top)
		drop_known(out, place);
	if (!error && is_top)
		db->history = (struct history_memo){ db->epochs.now, organisation_id, key_result_id,
						     *out, out->count < limit };
	return error;
}

const struct error *history_count(struct db *db, struct id organisation_id, struct id key_result_id,
				  int64_t *out)
{
	struct value values[] = { value_id(organisation_id), value_id(key_result_id) };
	struct count_row row = { 0 };
	bool found;
	const struct error *error = db_row(db, count_sql, values, 2, &count_form, &row, &found);

	if (!error)
		*out = row.count;
	return error;
}

/* ---- whole histories --------------------------------------------------------------------------- */

static const struct field told_fields[] = {
	FIELD(struct told_entry, id, FIELD_COLUMN),
	FIELD(struct told_entry, key_result_id, FIELD_COLUMN),
	FIELD(struct told_entry, at, FIELD_COLUMN),
	FIELD(struct told_entry, kind, FIELD_COLUMN),
	FIELD(struct told_entry, value, FIELD_COLUMN),
	FIELD(struct told_entry, status, FIELD_COLUMN),
	FIELD(struct told_entry, comment, FIELD_COLUMN),
	FIELD(struct told_entry, person_id, FIELD_COLUMN),
	FIELD(struct told_entry, is_seen, FIELD_COLUMN),
};
static const struct form told_form = FORM_OF(struct told_entry, told_fields, &check_in_thing);

/* What may not be seen is read for its value alone, because that is the next entry's previous one. */
static void compose_told(struct composition *to, const struct query *seen, const struct id *ids,
			 size_t count)
{
	const struct value *app = query_app(seen);

	buffer_add_text(&to->sql, TEXT("SELECT id, key_result_id, checked_in_at, kind, value, "
				       "status, comment, person_id, (TRUE"));
	if (app) {
		buffer_add_text(&to->sql, TEXT(" AND app_id = "));
		compose_exact(to, *app);
	}
	compose_seen(to, seen);
	buffer_add_text(&to->sql, TEXT(") FROM check_in WHERE organisation_id = ? AND "
				       "key_result_id IN ("));
	compose_value(to, value_id(seen->organisation_id));
	for (size_t i = 0; i < HISTORIES_AT_ONCE; i++) {
		buffer_print(&to->sql, "%s?", i ? ", " : "");
		compose_value(to, value_id(ids[i < count ? i : 0]));
	}
	buffer_add_text(&to->sql, TEXT(") ORDER BY key_result_id, checked_in_at, id"));
	buffer_add_byte(&to->sql, '\0');
}

const struct error *history_of_all(struct db *db, const struct query *seen, const struct id *ids,
				   size_t count, struct list *out)
{
	struct composition composed = { .arena = db_arena(db) };
	const struct error *error;

	assert(count >= 1 && count <= HISTORIES_AT_ONCE);
	compose_told(&composed, seen, ids, count);
	error = db_rows(db, composed.sql.data, composed.values, composed.count, &told_form, out);
	buffer_free(&composed.sql);
	return error;
}
