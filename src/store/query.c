/*
 * Lists: a query (model/query.h) as one statement. Conditions, order and place are clauses of their own;
 * what a record's columns are is things.c's.
 */
#include "store/query.h"

#include <assert.h>

#include "model/journal.h"
#include "store/place_internal.h"
#include "store/seen.h"
#include "store/statement.h"
#include "things_internal.h"

static const char *column_name(const struct thing *thing, size_t offset)
{
	const struct field *field = field_at(&thing->form, offset);

	assert(field && field->flags & FIELD_COLUMN);
	return field->name;
}

/* LIKE's own marks are ordinary characters of the text that is looked for. */
static struct text like_pattern(struct arena *arena, struct text text, bool is_anywhere)
{
	char *pattern = arena_take(arena, 2 * text.size + 3);
	size_t size = 0;

	if (is_anywhere)
		pattern[size++] = '%';
	for (size_t i = 0; i < text.size; i++) {
		if (text.data[i] == '%' || text.data[i] == '_' || text.data[i] == '\\')
			pattern[size++] = '\\';
		pattern[size++] = text.data[i];
	}
	pattern[size++] = '%';
	return (struct text){ pattern, size };
}

static const char parent_in[] =
	"%s IN (SELECT c.parent_id FROM objective c WHERE c.organisation_id = %t.organisation_id "
	"AND c.cycle_id = ?)";

static const char in_cycle[] =
	"%s IN (SELECT c.id FROM objective c WHERE c.organisation_id = %t.organisation_id "
	"AND c.cycle_id = ?)";

static const char in_use[] =
	"NOT EXISTS (SELECT 1 FROM objective c WHERE c.organisation_id = %t.organisation_id "
	"AND c.id = %s AND c.is_archived = 1)";

/* People, teams, departments, cycles, reviews and the workspace belong to no application. */
static const char of_app[] = "(%s = ? OR %t.subject_type IN (6, 7, 8, 9, 10, 11, 13))";

_Static_assert(ABOUT_CYCLE == 6 && ABOUT_REVIEW_CYCLE == 7 && ABOUT_REVIEW == 8 &&
		       ABOUT_USER == 9 && ABOUT_TEAM == 10 && ABOUT_DEPARTMENT == 11 &&
		       ABOUT_WORKSPACE == 13,
	       "these are the numbers in the statement");

/* %s is the column, %t the table. */
static const char *const condition_forms[] = {
	[CONDITION_EQUAL] = "%s = ",
	[CONDITION_SAME] = "%s_key = ?",
	[CONDITION_FROM] = "%s >= ?",
	[CONDITION_TO] = "%s <= ?",
	[CONDITION_CONTAINS] = "%s LIKE ?",
	[CONDITION_BEGINS] = "%s LIKE ?",
	[CONDITION_ANY_OF] = "%s IN (",
	[CONDITION_HAS_TAG] = "JSON_CONTAINS(%s, JSON_QUOTE(?))",
	[CONDITION_PARENT_IN] = parent_in,
	[CONDITION_IN_CYCLE] = in_cycle,
	[CONDITION_IN_USE] = in_use,
	[CONDITION_OF_APP] = of_app,
	[CONDITION_IS_NULL] = "%s IS NULL",
	[CONDITION_NOT_NULL] = "%s IS NOT NULL",
};

static void add_test_values(struct composition *to, const struct condition *condition)
{
	switch (condition->kind) {
	case CONDITION_EQUAL:
		compose_exact(to, condition->value);
		break;
	case CONDITION_SAME:
		compose_value(to, thing_folded(to->arena, condition->value));
		break;
	case CONDITION_FROM:
	case CONDITION_TO:
	case CONDITION_HAS_TAG:
	case CONDITION_PARENT_IN:
	case CONDITION_IN_CYCLE:
	case CONDITION_OF_APP:
		compose_value(to, condition->value);
		break;
	case CONDITION_CONTAINS:
	case CONDITION_BEGINS:
		compose_value(to, value_text(like_pattern(to->arena, condition->value.as.text,
							  condition->kind == CONDITION_CONTAINS)));
		break;
	case CONDITION_ANY_OF:
		for (size_t i = 0; i < condition->value_count; i++) {
			buffer_print(&to->sql, "%s", i ? ", " : "");
			compose_exact(to, condition->values[i]);
		}
		buffer_add_byte(&to->sql, ')');
		break;
	case CONDITION_NO_PARENT:
	case CONDITION_IN_USE:
	case CONDITION_IS_NULL:
	case CONDITION_NOT_NULL:
		break;
	}
}

static void add_test(struct composition *to, const struct thing *thing,
		     const struct condition *condition, size_t column)
{
	compose_form(to, condition_forms[condition->kind], thing->table,
		     column_name(thing, column));
	add_test_values(to, condition);
}

/* A parent that is deleted, or that one may not see, is none. */
static void add_no_parent(struct composition *to, const struct query *query, size_t column)
{
	const char *table = query->thing->table;
	const struct value *app = query_app(query);

	buffer_print(&to->sql,
		     "NOT EXISTS (SELECT 1 FROM %s p WHERE p.organisation_id = %s.organisation_id "
		     "AND p.id = %s.%s AND p.deleted_at IS NULL",
		     table, table, table, column_name(query->thing, column));
	if (app) {
		buffer_print(&to->sql, " AND p.app_id = ");
		compose_exact(to, *app);
	}
	if (query->viewer) {
		buffer_print(&to->sql, " AND ");
		compose_seen_objective(to, query->viewer, "p");
	}
	buffer_add_byte(&to->sql, ')');
}

/* A page by id of everything: the optimiser would rather read the whole workspace and sort it, as
 * long as that is small. */
static bool is_walk(const struct query *query)
{
	return query->thing->id_key && !query->is_filtered && query->limit > 0 &&
	       query->sort_column == offsetof(struct record, id);
}

static void add_conditions(struct composition *to, const struct query *query)
{
	buffer_print(&to->sql, " FROM %s", query->thing->table);
	if (is_walk(query))
		buffer_print(&to->sql, " FORCE INDEX (%s)", query->thing->id_key);
	buffer_print(&to->sql, " WHERE organisation_id = ?");
	compose_value(to, value_id(query->organisation_id));
	for (size_t i = 0; i < query->condition_count; i++) {
		const struct condition *condition = &query->conditions[i];
		struct condition other = *condition;

		buffer_print(&to->sql, " AND %s", condition->or_column ? "(" : "");
		if (condition->kind == CONDITION_NO_PARENT)
			add_no_parent(to, query, condition->column);
		else
			add_test(to, query->thing, condition, condition->column);
		if (condition->or_column) {
			buffer_print(&to->sql, " OR ");
			other.value = condition->or_value;
			add_test(to, query->thing, &other, condition->or_column);
			buffer_print(&to->sql, ")");
		}
	}
	compose_seen(to, query);
}

static struct text sort_expression(struct arena *arena, const struct query *query)
{
	const char *column = column_name(query->thing, query->sort_column);

	if (!query->sort_has_nulls)
		return text_from(column);
	return arena_print(arena, "COALESCE(%s, DATE '9999-12-31')", column);
}

/* By a column whose values differ, and so without the id behind it. */
static void add_sole_order(struct composition *to, const struct query *query, const char *column)
{
	if (query->has_after) {
		buffer_print(&to->sql, " AND %s %s ?", column, query->is_descending ? "<" : ">");
		compose_value(to, query->after);
	}
	buffer_print(&to->sql, " ORDER BY %s %s LIMIT ?", column,
		     query->is_descending ? "DESC" : "ASC");
	compose_value(to, value_integer((int64_t)query->limit));
}

static void add_order(struct composition *to, const struct query *query)
{
	bool by_id = query->sort_column == offsetof(struct record, id);
	const char *way = query->is_descending ? "DESC" : "ASC";
	const char *beyond = query->is_descending ? "<" : ">";
	const char *column = sort_expression(to->arena, query).data;

	if (field_at(&query->thing->form, query->sort_column)->flags & FIELD_ORDER) {
		add_sole_order(to, query, column);
		return;
	}
	if (query->has_after && by_id) {
		buffer_print(&to->sql, " AND id %s ?", beyond);
		compose_value(to, value_id(query->after_id));
	} else if (query->has_after) {
		buffer_print(&to->sql, " AND %s %s= ? AND (%s %s ? OR id %s ?)", column, beyond,
			     column, beyond, beyond);
		compose_value(to, place_after(query));
		compose_value(to, place_after(query));
		compose_value(to, value_id(query->after_id));
	}
	if (by_id)
		buffer_print(&to->sql, " ORDER BY id %s", way);
	else
		buffer_print(&to->sql, " ORDER BY %s %s, id %s", column, way, way);
	buffer_print(&to->sql, " LIMIT ?");
	compose_value(to, value_integer((int64_t)query->limit));
}

static const struct form *form_of(const struct query *query)
{
	return query->form ? query->form : &query->thing->form;
}

static void compose(struct composition *to, const struct query *query)
{
	buffer_print(&to->sql, "SELECT ");
	thing_add_columns(&to->sql, form_of(query), ", ", "");
	add_conditions(to, query);
	add_order(to, query);
	buffer_add_byte(&to->sql, '\0');
}

const struct error *query_run(struct db *db, const struct query *query, struct list *out)
{
	struct composition composed = { .arena = db_arena(db) };
	const struct error *error;

	compose(&composed, query);
	error = db_rows(db, composed.sql.data, composed.values, composed.count, form_of(query),
			out);
	buffer_free(&composed.sql);
	if (error)
		return error;
	place_drop_known(query, out);
	thing_complete(query->thing, *out);
	return NULL;
}

struct count_row {
	int64_t count;
};

static const struct field count_fields[] = { FIELD(struct count_row, count, FIELD_COLUMN) };
static const struct form count_form = FORM(struct count_row, count_fields);

const struct error *query_count(struct db *db, const struct query *query, int64_t *out)
{
	struct composition composed = { .arena = db_arena(db) };
	struct count_row row = { 0 };
	const struct error *error;
	bool found;

	buffer_print(&composed.sql, "SELECT COUNT(*)");
	add_conditions(&composed, query);
	buffer_add_byte(&composed.sql, '\0');
	error = db_row(db, composed.sql.data, composed.values, composed.count, &count_form, &row,
		       &found);
	buffer_free(&composed.sql);
	if (!error)
		*out = row.count;
	return error;
}

struct id_row {
	struct id id;
};

static const struct field id_fields[] = { FIELD(struct id_row, id, FIELD_COLUMN) };
static const struct form id_form = FORM(struct id_row, id_fields);

const struct error *query_distinct(struct db *db, const struct query *query, size_t member,
				   struct ids *out)
{
	struct composition composed = { .arena = db_arena(db) };
	const char *column = column_name(query->thing, member);
	const struct error *error;
	struct list rows;

	buffer_print(&composed.sql, "SELECT DISTINCT %s", column);
	add_conditions(&composed, query);
	buffer_print(&composed.sql, " ORDER BY %s", column);
	buffer_add_byte(&composed.sql, '\0');
	error = db_rows(db, composed.sql.data, composed.values, composed.count, &id_form, &rows);
	buffer_free(&composed.sql);
	if (!error)
		*out = (struct ids){ rows.items, rows.count };
	return error;
}

struct text query_text(struct arena *arena, const struct query *query)
{
	struct composition composed = { .arena = arena };
	struct text text;

	compose(&composed, query);
	text = arena_copy(arena, text_from(composed.sql.data));
	buffer_free(&composed.sql);
	return text;
}
