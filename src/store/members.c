/*
 * Updates of some columns of one row. The statement is made from the field table, as those of
 * things.c are.
 */
#include "store/members.h"

#include <assert.h>

#include "base/buffer.h"
#include "base/value.h"
#include "store/statement.h"

enum { MEMBERS_MAX = 32 };

const struct error *members_update(struct db *db, const struct thing *thing, const void *record,
				   unsigned sources)
{
	const struct record *head = record;
	struct value values[MEMBERS_MAX + 3];
	struct buffer sql = { 0 };
	const struct error *error;
	size_t count = 0;

	buffer_print(&sql, "UPDATE %s SET ", thing->table);
	for (size_t i = 0; i < thing->form.count; i++) {
		const struct field *field = &thing->form.fields[i];

		if (!(sources >> field->source & 1))
			continue;
		assert(count < MEMBERS_MAX);
		buffer_print(&sql, "%s = ?, ", field->name);
		values[count++] = value_of(field, record);
	}
	buffer_print(&sql, "updated_at = ? WHERE organisation_id = ? AND id = ?");
	buffer_add_byte(&sql, '\0');
	values[count++] = value_instant(head->updated_at);
	values[count++] = value_id(head->organisation_id);
	values[count++] = value_id(head->id);
	error = db_run(db, sql.data, values, count, NULL);
	buffer_free(&sql);
	return error;
}
