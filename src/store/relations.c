/*
 * Statements about how people stand to objectives. Each recursion keeps distinct rows, so a circle,
 * which no write makes but a damaged database may hold, ends by itself.
 */
#include "store/relations.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/copy.h"
#include "store/statement.h"

enum { IDS_AT_ONCE = 64 };

#define STANDING "id, parent_id, owner_id, department_id, team_id, is_deleted"

/* Not deleted_at itself: the table that the server makes for it would refuse a damaged date. */
static const char above_head_sql[] =
	"WITH RECURSIVE above (" STANDING
	") AS (SELECT "
	"id, parent_id, owner_id, department_id, team_id, deleted_at IS NOT NULL FROM objective "
	"WHERE organisation_id = ? AND id IN (?";

static const char above_tail_sql[] =
	") UNION SELECT o.id, o.parent_id, o.owner_id, o.department_id, o.team_id, FALSE "
	"FROM above a JOIN objective o ON o.organisation_id = ? AND o.id = a.parent_id "
	"WHERE o.deleted_at IS NULL) SELECT " STANDING " FROM above ORDER BY id";

/* 0 is what objective_person calls an assignee. */
static const char assigned_sql[] =
	"SELECT objective_id FROM objective_person "
	"WHERE organisation_id = ? AND person_id = ? AND relation = 0 "
	"AND objective_id BETWEEN ? AND ? ORDER BY objective_id";

static const char covered_sql[] =
	"WITH RECURSIVE below (id) AS (SELECT id FROM department "
	"WHERE organisation_id = ? AND id = ? UNION SELECT d.id FROM below b JOIN department d "
	"ON d.organisation_id = ? AND d.parent_id = b.id) "
	"SELECT id AS department_id, NULL AS team_id FROM below UNION ALL "
	"SELECT NULL, t.id FROM below b JOIN team t "
	"ON t.organisation_id = ? AND t.department_id = b.id";

#define COLUMN(member) FIELD(struct standing, member, FIELD_COLUMN)

static const struct field standing_fields[] = {
	COLUMN(id),      COLUMN(parent_id),  COLUMN(owner_id), COLUMN(department_id),
	COLUMN(team_id), COLUMN(is_deleted),
};
static const struct form standing_form = FORM(struct standing, standing_fields);

struct assigned_row {
	struct id objective_id;
};

static const struct field assigned_fields[] = { FIELD(struct assigned_row, objective_id,
						      FIELD_COLUMN) };
static const struct form assigned_form = FORM(struct assigned_row, assigned_fields);

struct covered_row {
	struct id department_id, team_id;
};

static const struct field covered_fields[] = {
	FIELD(struct covered_row, department_id, FIELD_COLUMN),
	FIELD(struct covered_row, team_id, FIELD_COLUMN),
};
static const struct form covered_form = FORM(struct covered_row, covered_fields);

static int compare_ids(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct id));
}

/* ---- above ----------------------------------------------------------------------------------- */

static char *make_above(size_t ids)
{
	struct buffer sql = { 0 };

	buffer_print(&sql, "%s", above_head_sql);
	for (size_t i = 1; i < ids; i++)
		buffer_print(&sql, ", ?");
	buffer_print(&sql, "%s", above_tail_sql);
	buffer_add_byte(&sql, '\0');
	return sql.data;
}

/* Made once for one id and once for many: the process's for ever. */
static const char *above_sql(bool is_one)
{
	static char *one, *many;

	if (!one) {
		one = make_above(1);
		many = make_above(IDS_AT_ONCE);
	}
	return is_one ? one : many;
}

/* Up to IDS_AT_ONCE of them; the places that are left over repeat the first. */
static const struct error *read_above(struct db *db, struct id organisation_id, struct ids ids,
				      struct list *out)
{
	struct value values[IDS_AT_ONCE + 2] = { value_id(organisation_id) };
	size_t places = ids.count == 1 ? 1 : IDS_AT_ONCE;

	for (size_t i = 0; i < places; i++)
		values[1 + i] = value_id(ids.items[i < ids.count ? i : 0]);
	values[1 + places] = value_id(organisation_id);
	return db_rows(db, above_sql(places == 1), values, places + 2, &standing_form, out);
}

static void add_rows(struct db *db, struct list *all, struct list some)
{
	size_t size = sizeof(struct standing), count = all->count + some.count;
	char *items = arena_array(db_arena(db), count ? count : 1, size);

	copy_bytes(items, count * size, all->items, all->count * size);
	copy_bytes(items + all->count * size, some.count * size, some.items, some.count * size);
	*all = (struct list){ items, count };
}

const struct error *relations_above(struct db *db, struct id organisation_id, struct ids ids,
				    struct list *out)
{
	struct list all = { NULL, 0 };

	for (size_t from = 0; from < ids.count; from += IDS_AT_ONCE) {
		size_t left = ids.count - from;
		struct ids some = { ids.items + from, left < IDS_AT_ONCE ? left : IDS_AT_ONCE };
		struct list rows;
		const struct error *error = read_above(db, organisation_id, some, &rows);

		if (error)
			return error;
		add_rows(db, &all, rows);
	}
	/* Each statement's rows are in order; those of several are not. */
	if (ids.count > IDS_AT_ONCE)
		qsort(all.items, all.count, sizeof(struct standing), compare_ids);
	*out = all;
	return NULL;
}

/* ---- assigned and covered -------------------------------------------------------------------- */

const struct error *relations_assigned(struct db *db, struct id organisation_id,
				       struct id person_id, struct ids ids, struct ids *out)
{
	struct value values[] = { value_id(organisation_id), value_id(person_id),
				  value_id(ids.count ? ids.items[0] : ID_NONE),
				  value_id(ids.count ? ids.items[ids.count - 1] : ID_NONE) };
	struct list rows = { NULL, 0 };
	const struct error *error = NULL;

	if (ids.count > 0)
		error = db_rows(db, assigned_sql, values, 4, &assigned_form, &rows);
	if (!error)
		*out = (struct ids){ rows.items, rows.count };
	return error;
}

_Static_assert(sizeof(struct assigned_row) == sizeof(struct id), "rows are taken for ids");

static struct ids ids_at(struct db *db, struct list rows, size_t place)
{
	struct id *ids = arena_array(db_arena(db), rows.count + 1, sizeof(*ids));
	size_t count = 0;

	for (size_t i = 0; i < rows.count; i++) {
		const struct covered_row *row = (const struct covered_row *)rows.items + i;

		memcpy(&ids[count], (const char *)row + place, sizeof(*ids));
		count += !id_is_none(ids[count]);
	}
	qsort(ids, count, sizeof(*ids), compare_ids);
	return (struct ids){ ids, count };
}

const struct error *relations_covered(struct db *db, struct id organisation_id,
				      struct id department_id, struct covered *out)
{
	struct value values[] = { value_id(organisation_id), value_id(department_id),
				  value_id(organisation_id), value_id(organisation_id) };
	struct list rows = { NULL, 0 };
	const struct error *error = NULL;

	if (!id_is_none(department_id))
		error = db_rows(db, covered_sql, values, 4, &covered_form, &rows);
	if (error)
		return error;
	out->departments = ids_at(db, rows, offsetof(struct covered_row, department_id));
	out->teams = ids_at(db, rows, offsetof(struct covered_row, team_id));
	return NULL;
}
