/*
 * Statements about a whole cycle. Each finds the cycle's objectives itself and goes on from them by
 * the leading columns of a key, so no id travels there and back.
 */
#include "store/cycle_rows.h"

#include <assert.h>

#include "store/seen.h"
#include "store/statement.h"
#include "store/tree.h"

#define IN_CYCLE                                                                                   \
	"IN (SELECT id FROM objective WHERE organisation_id = ? AND cycle_id = ? AND "             \
	"deleted_at IS NULL AND is_archived = 0 AND lifecycle = 1)"

static const char key_results_sql[] =
	" FROM key_result WHERE organisation_id = ? AND deleted_at "
	"IS NULL AND home_id " IN_CYCLE " ORDER BY home_id, id";

/* Left to itself the server may walk through all children of the workspace for the sake of the
 * order, or compare each with each. */
static const char children_sql[] =
	"SELECT child.parent_id, child.id, child.weight, child.progress, child.confidence_level, "
	"child.last_check_in_at FROM objective parent FORCE INDEX (objective_cycle) "
	"STRAIGHT_JOIN objective child FORCE INDEX (objective_parent) "
	"ON child.organisation_id = parent.organisation_id AND child.parent_id = parent.id "
	"WHERE parent.organisation_id = ? AND parent.cycle_id = ? "
	"AND parent.deleted_at IS NULL AND parent.is_archived = 0 AND parent.lifecycle = 1 "
	"AND child.deleted_at IS NULL AND child.is_archived = 0 AND child.lifecycle <> 3 "
	"ORDER BY child.parent_id, child.id";

static const char grades_sql[] =
	"SELECT home_id, grade, app_id FROM key_result WHERE organisation_id = ? AND deleted_at "
	"IS NULL AND home_id IN (SELECT id FROM objective WHERE organisation_id = ? AND cycle_id = ? "
	"AND deleted_at IS NULL AND is_archived = 0) ORDER BY home_id, id";

static const char blockers_sql[] =
	" FROM check_in WHERE organisation_id = ? AND kind = 0 AND "
	"(key_result_id, checked_in_at) "
	"IN (SELECT id, last_check_in_at FROM key_result WHERE "
	"organisation_id = ? AND "
	"last_check_in_status = 4 AND deleted_at IS NULL AND "
	"home_id " IN_CYCLE ")";

static const struct field child_fields[] = {
	FIELD(struct child_part, parent_id, FIELD_COLUMN),
	FIELD(struct child_part, id, FIELD_COLUMN),
	FIELD(struct child_part, weight, FIELD_COLUMN),
	FIELD(struct child_part, progress, FIELD_COLUMN),
	FIELD(struct child_part, confidence_level, FIELD_COLUMN),
	FIELD(struct child_part, last_check_in_at, FIELD_COLUMN),
};

static const struct field grade_fields[] = {
	FIELD(struct graded_key_result, home_id, FIELD_COLUMN),
	FIELD(struct graded_key_result, grade, FIELD_COLUMN),
	FIELD(struct graded_key_result, app_id, FIELD_COLUMN),
};

static const struct form grade_form =
	FORM_OF(struct graded_key_result, grade_fields, &key_result_thing);

static const struct form child_form = FORM_OF(struct child_part, child_fields, &objective_thing);

/* The marks of a statement stand for the organisation, the last one for the cycle. */
static void add_statement(struct composition *to, const char *sql, struct id organisation_id,
			  struct id cycle_id)
{
	buffer_print(&to->sql, "%s", sql);
	for (const char *mark = strchr(sql, '?'); mark; mark = strchr(mark + 1, '?'))
		compose_value(to, value_id(organisation_id));
	assert(to->count > 0);
	to->values[to->count - 1] = value_id(cycle_id);
}

static const struct error *read_rows(struct db *db, struct composition *composed,
				     const struct form *form, struct list *out)
{
	const struct error *error;

	buffer_add_byte(&composed->sql, '\0');
	error = db_rows(db, composed->sql.data, composed->values, composed->count, form, out);
	buffer_free(&composed->sql);
	return error;
}

/* The columns of a thing, with which its statements begin. */
static void add_columns(struct composition *to, const struct form *form)
{
	const char *separator = "SELECT ";

	for (size_t i = 0; i < form->count; i++) {
		if (!(form->fields[i].flags & FIELD_COLUMN))
			continue;
		buffer_print(&to->sql, "%s%s", separator, form->fields[i].name);
		separator = ", ";
	}
}

static const struct error *read_things(struct db *db, struct composition *composed,
				       const struct form *form, struct list *out)
{
	const struct error *error = read_rows(db, composed, form, out);

	for (size_t i = 0; !error && i < out->count; i++) {
		struct record *record = (void *)((char *)out->items + i * form->size);

		record->created_at = id_time(record->id); /* a creation is the time of its id */
	}
	return error;
}

const struct error *cycle_key_results(struct db *db, struct id organisation_id, struct id cycle_id,
				      struct list *out)
{
	struct composition composed = { .arena = db_arena(db) };

	add_columns(&composed, &key_result_thing.form);
	add_statement(&composed, key_results_sql, organisation_id, cycle_id);
	return read_things(db, &composed, &key_result_thing.form, out);
}

const struct error *cycle_children(struct db *db, struct id organisation_id, struct id cycle_id,
				   struct list *out)
{
	struct composition composed = { .arena = db_arena(db) };

	add_statement(&composed, children_sql, organisation_id, cycle_id);
	return read_rows(db, &composed, &child_form, out);
}

const struct error *cycle_key_result_grades(struct db *db, struct id organisation_id,
					    struct id cycle_id, struct list *out)
{
	struct composition composed = { .arena = db_arena(db) };

	add_statement(&composed, grades_sql, organisation_id, cycle_id);
	return read_rows(db, &composed, &grade_form, out);
}

const struct error *cycle_blockers(struct db *db, const struct query *seen, struct id cycle_id,
				   struct list *out)
{
	struct composition composed = { .arena = db_arena(db) };

	add_columns(&composed, &check_in_thing.form);
	add_statement(&composed, blockers_sql, seen->organisation_id, cycle_id);
	compose_seen(&composed, seen);
	buffer_print(&composed.sql, " ORDER BY key_result_id, id");
	return read_things(db, &composed, &check_in_thing.form, out);
}
