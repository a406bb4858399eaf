/*
 * Statements about a whole cycle. Each finds the cycle's objectives itself and goes on from them by
 * the leading columns of a key, so no id travels there and back.
 */
#include "store/cycle_rows.h"

#include <assert.h>

#include "base/buffer.h"
#include "store/tree.h"

#define IN_CYCLE                                                                                   \
	"IN (SELECT id FROM objective WHERE organisation_id = ? AND cycle_id = ? AND "             \
	"deleted_at IS NULL AND is_archived = 0 AND lifecycle = 1)"

static const char key_results_sql[] = " FROM key_result WHERE organisation_id = ? AND deleted_at "
				      "IS NULL AND home_id " IN_CYCLE " ORDER BY home_id, id";

/* Left to itself the server may walk through all children of the workspace for the sake of the
 * order, or compare each with each. */
static const char children_sql[] =
	"SELECT child.parent_id, child.id, child.weight, child.progress, child.confidence_level, "
	"child.last_check_in_at FROM objective parent FORCE INDEX (objective_cycle) "
	"STRAIGHT_JOIN objective child FORCE INDEX (objective_parent) "
	"ON child.organisation_id = parent.organisation_id AND child.parent_id = parent.id "
	"WHERE parent.organisation_id = ? AND parent.cycle_id = ? AND parent.deleted_at IS NULL "
	"AND parent.is_archived = 0 AND parent.lifecycle = 1 AND child.deleted_at IS NULL "
	"AND child.is_archived = 0 AND child.lifecycle <> 3 ORDER BY child.parent_id, child.id";

static const char blockers_sql[] = " FROM check_in WHERE organisation_id = ? AND kind = 0 AND "
				   "(key_result_id, checked_in_at) "
				   "IN (SELECT id, last_check_in_at FROM key_result WHERE "
				   "organisation_id = ? AND "
				   "last_check_in_status = 4 AND deleted_at IS NULL AND "
				   "home_id " IN_CYCLE ") "
				   "ORDER BY key_result_id, id";

static const struct field child_fields[] = {
	FIELD(struct child_part, parent_id, FIELD_COLUMN),
	FIELD(struct child_part, id, FIELD_COLUMN),
	FIELD(struct child_part, weight, FIELD_COLUMN),
	FIELD(struct child_part, progress, FIELD_COLUMN),
	FIELD(struct child_part, confidence_level, FIELD_COLUMN),
	FIELD(struct child_part, last_check_in_at, FIELD_COLUMN),
};

static const struct form child_form = FORM(struct child_part, child_fields);

enum { VALUES_MOST = 4 };

/* The marks of the statement stand for the organisation, the last one for the cycle. */
static const struct error *read_rows(struct db *db, const char *sql, const struct form *form,
				     struct id organisation_id, struct id cycle_id,
				     struct list *out)
{
	struct value values[VALUES_MOST];
	size_t count = 0;

	for (const char *mark = strchr(sql, '?'); mark; mark = strchr(mark + 1, '?')) {
		assert(count < VALUES_MOST);
		values[count++] = value_id(organisation_id);
	}
	assert(count > 0);
	values[count - 1] = value_id(cycle_id);
	return db_rows(db, sql, values, count, form, out);
}

/* Of things: all their columns; `from` is what follows them. */
static const struct error *read_things(struct db *db, const struct thing *thing, const char *from,
				       struct id organisation_id, struct id cycle_id,
				       struct list *out)
{
	const struct form *form = &thing->form;
	const char *separator = "SELECT ";
	struct buffer sql = { 0 };
	const struct error *error;

	for (size_t i = 0; i < form->count; i++) {
		if (!(form->fields[i].flags & FIELD_COLUMN))
			continue;
		buffer_print(&sql, "%s%s", separator, form->fields[i].name);
		separator = ", ";
	}
	buffer_print(&sql, "%s", from);
	buffer_add_byte(&sql, '\0');
	error = read_rows(db, sql.data, form, organisation_id, cycle_id, out);
	buffer_free(&sql);
	if (error)
		return error;
	for (size_t i = 0; i < out->count; i++) {
		struct record *record = (void *)((char *)out->items + i * form->size);

		record->created_at = id_time(record->id); /* a creation is the time of its id */
	}
	return NULL;
}

const struct error *cycle_key_results(struct db *db, struct id organisation_id, struct id cycle_id,
				      struct list *out)
{
	return read_things(db, &key_result_thing, key_results_sql, organisation_id, cycle_id, out);
}

const struct error *cycle_children(struct db *db, struct id organisation_id, struct id cycle_id,
				   struct list *out)
{
	return read_rows(db, children_sql, &child_form, organisation_id, cycle_id, out);
}

const struct error *cycle_blockers(struct db *db, struct id organisation_id, struct id cycle_id,
				   struct list *out)
{
	return read_things(db, &check_in_thing, blockers_sql, organisation_id, cycle_id, out);
}
