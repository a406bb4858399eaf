/*
 * Comparing and storing folded names. The organisation's own row is found by its id alone.
 */
#include "store/name_keys.h"

#include <string.h>

#include "base/unicode.h"
#include "store/organisations.h"
#include "store/statement.h"

static const struct field named_fields[] = {
	FIELD(struct named_row, id, FIELD_COLUMN),
	FIELD(struct named_row, name, FIELD_COLUMN),
	FIELD(struct named_row, key, FIELD_COLUMN),
};
static const struct form named_form = FORM(struct named_row, named_fields);

static const char *owner_column(const struct thing *thing)
{
	return strcmp(thing->table, "organisation") == 0 ? "id" : "organisation_id";
}

/* The folded name, and the id behind it to tell it from another's. */
static struct text told_apart(struct arena *arena, struct text key, struct id id)
{
	char printed[ID_UUID_SIZE];

	id_print_uuid(id, printed);
	return arena_print(arena, "%.*s %.*s", TEXT_PRINT(key), (int)sizeof(printed), printed);
}

static bool is_right(struct arena *arena, const struct named_row *row)
{
	struct text key = text_fold(arena, row->name);

	return text_equal(row->key, key) || text_equal(row->key, told_apart(arena, key, row->id));
}

const struct error *name_keys_wrong(struct db *db, const struct thing *thing,
				    const struct field *field, struct id organisation_id,
				    struct list *out)
{
	struct arena *arena = db_arena(db);
	struct text sql = arena_print(arena, "SELECT id, %s, %s_key FROM %s WHERE %s = ?",
				      field->name, field->name, thing->table, owner_column(thing));
	struct value value = value_id(organisation_id);
	struct list rows = { NULL, 0 };
	const struct error *error =
		db_rows(db, arena_string(arena, sql), &value, 1, &named_form, &rows);
	struct named_row *items = rows.items;
	size_t wrong = 0;

	for (size_t i = 0; !error && i < rows.count; i++)
		if (!is_right(arena, &items[i]))
			items[wrong++] = items[i];
	*out = (struct list){ items, wrong };
	return error;
}

const struct error *name_key_store(struct db *db, const struct thing *thing,
				   const struct field *field, struct id organisation_id,
				   struct id id, struct text name)
{
	struct arena *arena = db_arena(db);
	char *sql = arena_string(
		arena, arena_print(arena, "UPDATE %s SET %s_key = ? WHERE %s = ? AND id = ?",
				   thing->table, field->name, owner_column(thing)));
	struct text key = text_fold(arena, name);
	struct value values[] = { value_text(key), value_id(organisation_id), value_id(id) };
	const struct error *error = db_run(db, sql, values, 3, NULL);

	if (!db_is_duplicate(error))
		return error;
	values[0] = value_text(told_apart(arena, key, id));
	return db_run(db, sql, values, 3, NULL);
}
