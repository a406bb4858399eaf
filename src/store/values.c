/*
 * Statements about values of the past. A history is in the order of its table's primary key: the place
 * of the last entry that is wanted of each is found from its end, then all are read from those places
 * on, one range of the key each.
 */
#include "store/values.h"

#include <assert.h>

#include "store/seen.h"
#include "store/statement.h"

/* A history: whose it is, what its order begins with, what it says. */
struct history_table {
	const char *name, *of, *at, *value;
	const char *owners; /* the table of those that have one */
	const char *told;   /* which entries are meant */
	bool is_timed;      /* by a column of its own, not by the time of the id */
};

static const struct history_table entries = {
	"check_in", "key_result_id", "checked_in_at",
	"value",    "key_result",    "check_in.value IS NOT NULL",
	true
};
static const struct history_table check_ins = { "check_in", "key_result_id", "checked_in_at",
						"value",    "key_result",    "check_in.kind = 0",
						true };
static const struct history_table kpi_updates = {
	"kpi_update", "kpi_id", "id", "new_value", "kpi", "kpi_update.new_value IS NOT NULL", false
};

/* An entry, or the place of one: the time of a KPI's update is that of its id alone. */
struct past_row {
	struct id of;
	struct instant at;
	struct id id;
	double value;
};

static const struct field past_fields[] = {
	FIELD(struct past_row, of, FIELD_COLUMN),
	FIELD(struct past_row, at, FIELD_COLUMN),
	FIELD(struct past_row, id, FIELD_COLUMN),
	FIELD(struct past_row, value, FIELD_COLUMN),
};
static const struct form past_form = FORM(struct past_row, past_fields);

/* All such statements have one length, so that few are prepared. */
static size_t nth(size_t i, size_t count)
{
	return i < count ? i : 0;
}

static void compose_ids(struct composition *to, const struct id *ids, size_t count)
{
	assert(count >= 1 && count <= VALUES_AT_ONCE);
	for (size_t i = 0; i < VALUES_AT_ONCE; i++) {
		buffer_print(&to->sql, "%s?", i ? ", " : "(");
		compose_value(to, value_id(ids[nth(i, count)]));
	}
	buffer_add_byte(&to->sql, ')');
}

/* Only entries that are meant, and that may be seen. */
static void compose_told(struct composition *to, const struct history_table *table,
			 const struct query *seen)
{
	const struct value *app = query_app(seen);

	buffer_print(&to->sql, " AND %s", table->told);
	if (app) {
		buffer_print(&to->sql, " AND %s.app_id = ", table->name);
		compose_exact(to, *app);
	}
	compose_seen(to, seen);
}

static const struct error *read_rows(struct db *db, struct composition *composed, struct list *out)
{
	const struct error *error;

	buffer_add_byte(&composed->sql, '\0');
	error = db_rows(db, composed->sql.data, composed->values, composed->count, &past_form, out);
	buffer_free(&composed->sql);
	return error;
}

/* ---- the newest few --------------------------------------------------------------------------- */

/* Where the last entry that is wanted of each stands; nowhere when there are fewer. */
static const struct error *find_places(struct db *db, const struct history_table *table,
				       const struct query *seen, const struct id *ids, size_t count,
				       size_t limit, struct list *out)
{
	struct composition composed = { .arena = db_arena(db) };

	buffer_print(&composed.sql,
		     "SELECT k.id, %s(SELECT %s.%s FROM %s WHERE "
		     "%s.organisation_id = k.organisation_id AND %s.%s = k.id",
		     table->is_timed ? "" : "NULL, ", table->name, table->at, table->name,
		     table->name, table->name, table->of);
	compose_told(&composed, table, seen);
	buffer_print(&composed.sql,
		     " ORDER BY %s.%s DESC, %s.id DESC LIMIT 1 OFFSET ?), %sNULL FROM %s k WHERE "
		     "k.organisation_id = ? AND k.id IN ",
		     table->name, table->at, table->name, table->is_timed ? "NULL, " : "",
		     table->owners);
	compose_value(&composed, value_integer((int64_t)limit - 1));
	compose_value(&composed, value_id(seen->organisation_id));
	compose_ids(&composed, ids, count);
	return read_rows(db, &composed, out);
}

static struct value place_of(const struct history_table *table, const struct past_row *row)
{
	static const struct instant first = { INT64_C(-30610224000000) }; /* the year 1000 */

	if (!table->is_timed)
		return id_is_none(row->id) ? value_zero_id() : value_id(row->id);
	return value_instant(instant_is_none(row->at) ? first : row->at);
}

static const struct error *read_from(struct db *db, const struct history_table *table,
				     const struct query *seen, struct list places, struct list *out)
{
	struct composition composed = { .arena = db_arena(db) };
	const struct past_row *rows = places.items;

	buffer_print(&composed.sql,
		     "SELECT %s, %s, %s.id, %s FROM %s WHERE %s.organisation_id = ? AND (",
		     table->of, table->is_timed ? table->at : "NULL", table->name, table->value,
		     table->name, table->name);
	compose_value(&composed, value_id(seen->organisation_id));
	for (size_t i = 0; i < VALUES_AT_ONCE; i++) {
		const struct past_row *row = &rows[nth(i, places.count)];

		buffer_print(&composed.sql, "%s(%s.%s = ? AND %s.%s >= ?)", i ? " OR " : "",
			     table->name, table->of, table->name, table->at);
		compose_value(&composed, value_id(row->of));
		compose_value(&composed, place_of(table, row));
	}
	buffer_add_byte(&composed.sql, ')');
	compose_told(&composed, table, seen);
	buffer_print(&composed.sql, " ORDER BY %s, %s.%s, %s.id", table->of, table->name, table->at,
		     table->name);
	return read_rows(db, &composed, out);
}

/* Several entries may hold from one time: those before the last one that is wanted are left out. */
static void keep_newest(struct arena *arena, struct list rows, size_t limit, struct list *out)
{
	const struct past_row *items = rows.items;
	struct past_value *values = arena_array(arena, rows.count + 1, sizeof(*values));
	size_t kept = 0;

	for (size_t i = 0; i < rows.count; i++) {
		if (i + limit < rows.count && id_equal(items[i + limit].of, items[i].of))
			continue;
		values[kept++] = (struct past_value){
			items[i].of,
			instant_is_none(items[i].at) ? id_time(items[i].id) : items[i].at,
			items[i].value,
			items[i].id,
		};
	}
	*out = (struct list){ values, kept };
}

static const struct error *newest(struct db *db, const struct history_table *table,
				  const struct query *seen, const struct id *ids, size_t count,
				  size_t limit, struct list *out)
{
	struct list places, rows = { NULL, 0 };
	const struct error *error = find_places(db, table, seen, ids, count, limit, &places);

	if (!error && places.count > 0)
		error = read_from(db, table, seen, places, &rows);
	if (!error)
		keep_newest(db_arena(db), rows, limit, out);
	return error;
}

const struct error *values_newest(struct db *db, const struct query *seen, const struct id *ids,
				  size_t count, size_t limit, struct list *out)
{
	return newest(db, &entries, seen, ids, count, limit, out);
}

const struct error *values_newest_check_ins(struct db *db, const struct query *seen,
					    const struct id *ids, size_t count, size_t limit,
					    struct list *out)
{
	return newest(db, &check_ins, seen, ids, count, limit, out);
}

const struct error *values_newest_of_kpis(struct db *db, const struct query *seen,
					  const struct id *ids, size_t count, size_t limit,
					  struct list *out)
{
	return newest(db, &kpi_updates, seen, ids, count, limit, out);
}

/* ---- at a time -------------------------------------------------------------------------------- */

/* Rows that have an id and a value alone. */
static const struct error *read_values(struct db *db, struct composition *composed,
				       struct instant at, struct list *out)
{
	struct past_value *values;
	const struct past_row *items;
	struct list rows;
	const struct error *error = read_rows(db, composed, &rows);

	if (error)
		return error;
	items = rows.items;
	values = arena_array(db_arena(db), rows.count + 1, sizeof(*values));
	for (size_t i = 0; i < rows.count; i++)
		values[i] = (struct past_value){ items[i].of, at, items[i].value, ID_NONE };
	*out = (struct list){ values, rows.count };
	return NULL;
}

static const char before_sql[] =
	"SELECT k.id, NULL, NULL, (SELECT value FROM check_in WHERE "
	"check_in.organisation_id = k.organisation_id AND check_in.key_result_id = k.id "
	"AND value IS NOT NULL AND checked_in_at < ? "
	"ORDER BY checked_in_at DESC, check_in.id DESC LIMIT 1) "
	"FROM key_result k WHERE k.organisation_id = ? AND k.id IN ";

const struct error *values_before(struct db *db, struct id organisation_id, const struct id *ids,
				  size_t count, struct instant before, struct list *out)
{
	struct composition composed = { .arena = db_arena(db) };

	buffer_print(&composed.sql, "%s", before_sql);
	compose_value(&composed, value_instant(before));
	compose_value(&composed, value_id(organisation_id));
	compose_ids(&composed, ids, count);
	buffer_print(&composed.sql, " ORDER BY k.id");
	return read_values(db, &composed, before, out);
}

static const char previous_sql[] =
	"SELECT c.id, NULL, NULL, (SELECT p.value FROM check_in p WHERE "
	"p.organisation_id = c.organisation_id AND p.key_result_id = c.key_result_id "
	"AND p.value IS NOT NULL AND p.checked_in_at <= c.checked_in_at "
	"AND (p.checked_in_at < c.checked_in_at OR p.id < c.id) "
	"ORDER BY p.checked_in_at DESC, p.id DESC LIMIT 1) "
	"FROM check_in c WHERE c.organisation_id = ? AND c.id IN ";

const struct error *values_previous(struct db *db, struct id organisation_id, const struct id *ids,
				    size_t count, struct list *out)
{
	struct composition composed = { .arena = db_arena(db) };

	buffer_print(&composed.sql, "%s", previous_sql);
	compose_value(&composed, value_id(organisation_id));
	compose_ids(&composed, ids, count);
	buffer_print(&composed.sql, " ORDER BY c.id");
	return read_values(db, &composed, INSTANT_NONE, out);
}
