/*
 * Reading whole tables, and writing links. The statements are made from the forms, as those of things.c are;
 * a place in a key of several columns is compared by its first one as well, which an index needs.
 */
#include "store/copy.h"

#include <assert.h>

#include "base/buffer.h"
#include "store/statement.h"

enum { LINK_COLUMNS_MAX = 8 };

#define LINK(type, member) FIELD(struct type, member, FIELD_COLUMN)
#define LINKS(table_, type, fields_, key_)                                                         \
	{                                                                                          \
		.table = (table_), .form = FORM(struct type, fields_), .key = (key_)               \
	}

static const struct field team_member_fields[] = {
	LINK(team_member, team_id),
	LINK(team_member, person_id),
};

static const struct field objective_person_fields[] = {
	LINK(objective_person, objective_id),
	LINK(objective_person, relation),
	LINK(objective_person, person_id),
};

static const struct field review_answer_fields[] = {
	LINK(review_answer_row, review_id),
	LINK(review_answer_row, position),
	LINK(review_answer_row, question),
	LINK(review_answer_row, answer),
};

static const struct field external_ref_fields[] = {
	LINK(external_ref_row, source),      LINK(external_ref_row, kind),
	LINK(external_ref_row, external_id), LINK(external_ref_row, record_id),
	LINK(external_ref_row, import_id),
};

const struct link_table external_ref_links =
	LINKS("external_ref", external_ref_row, external_ref_fields, 3);
const struct link_table team_member_links =
	LINKS("team_member", team_member, team_member_fields, 2);
const struct link_table objective_person_links =
	LINKS("objective_person", objective_person, objective_person_fields, 3);
const struct link_table review_answer_links =
	LINKS("review_answer", review_answer_row, review_answer_fields, 2);

const struct error *records_read(struct db *db, const struct thing *thing, const char *key,
				 const struct form *form, struct id organisation_id,
				 struct id after, size_t limit, struct list *out)
{
	struct value values[] = { value_id(organisation_id),
				  id_is_none(after) ? value_zero_id() : value_id(after) };
	struct buffer sql = { 0 };
	const struct error *error;
	size_t count = 0;

	buffer_print(&sql, "SELECT ");
	for (size_t i = 0; i < form->count; i++)
		if (form->fields[i].flags & FIELD_COLUMN)
			buffer_print(&sql, "%s%s", count++ == 0 ? "" : ", ", form->fields[i].name);
	buffer_print(&sql,
		     " FROM %s FORCE INDEX (%s) WHERE organisation_id = ? AND id > ? "
		     "ORDER BY id LIMIT %zu",
		     thing->table, key ? key : "PRIMARY", limit);
	buffer_add_byte(&sql, '\0');
	error = db_rows(db, sql.data, values, 2, form, out);
	buffer_free(&sql);
	return error;
}

static void add_names(struct buffer *sql, const struct link_table *links, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buffer_print(sql, "%s%s", i == 0 ? "" : ", ", links->form.fields[i].name);
}

static void add_columns(struct buffer *sql, const struct link_table *links)
{
	for (size_t i = 0; i < links->form.count; i++) {
		const struct field *field = &links->form.fields[i];

		buffer_print(sql, field->kind == FIELD_INTEGER ? "%sCAST(%s AS SIGNED)" : "%s%s",
			     i == 0 ? "" : ", ", field->name);
	}
}

static void add_place(struct buffer *sql, const struct link_table *links, const void *after,
		      struct value *values, size_t *count)
{
	const struct field *fields = links->form.fields;

	buffer_print(sql, " AND %s >= ? AND (", fields[0].name);
	add_names(sql, links, links->key);
	buffer_print(sql, ") > (");
	values[(*count)++] = value_of(&fields[0], after);
	for (size_t i = 0; i < links->key; i++) {
		buffer_print(sql, "%s?", i == 0 ? "" : ", ");
		values[(*count)++] = value_of(&fields[i], after);
	}
	buffer_print(sql, ")");
}

const struct error *links_read(struct db *db, const struct link_table *links,
			       struct id organisation_id, const void *after, size_t limit,
			       struct list *out)
{
	struct value values[LINK_KEY_MAX + 2] = { value_id(organisation_id) };
	struct buffer sql = { 0 };
	const struct error *error;
	size_t count = 1;

	assert(links->key <= LINK_KEY_MAX);
	buffer_print(&sql, "SELECT ");
	add_columns(&sql, links);
	buffer_print(&sql, " FROM %s WHERE organisation_id = ?", links->table);
	if (after)
		add_place(&sql, links, after, values, &count);
	buffer_print(&sql, " ORDER BY ");
	add_names(&sql, links, links->key);
	buffer_print(&sql, " LIMIT %zu", limit);
	buffer_add_byte(&sql, '\0');
	error = db_rows(db, sql.data, values, count, &links->form, out);
	buffer_free(&sql);
	return error;
}

const struct error *links_insert(struct db *db, const struct link_table *links,
				 struct id organisation_id, const void *row)
{
	struct value values[LINK_COLUMNS_MAX + 1] = { value_id(organisation_id) };
	struct buffer sql = { 0 };
	const struct error *error;

	assert(links->form.count <= LINK_COLUMNS_MAX);
	buffer_print(&sql, "INSERT INTO %s (organisation_id, ", links->table);
	add_names(&sql, links, links->form.count);
	buffer_print(&sql, ") VALUES (?");
	for (size_t i = 0; i < links->form.count; i++) {
		buffer_print(&sql, ", ?");
		values[i + 1] = value_of(&links->form.fields[i], row);
	}
	buffer_print(&sql, ")");
	buffer_add_byte(&sql, '\0');
	error = db_run(db, sql.data, values, links->form.count + 1, NULL);
	buffer_free(&sql);
	return error;
}
