/*
 * The statements that every thing has. Their texts are made from the field table on first use and
 * kept for the life of the process: one text is one prepared statement.
 */
#include "store/things.h"

#include <assert.h>

#include "base/copy.h"
#include "base/unicode.h"
#include "memo.h"
#include "model/journal.h"
#include "store/batch.h"
#include "store/place_internal.h"
#include "store/seen.h"
#include "store/statement.h"
#include "things_internal.h"

enum { THINGS_MAX = 32, COLUMNS_MAX = 64, IDS_AT_ONCE = 64 };

struct thing_texts {
	const struct thing *thing;
	char *get, *insert, *update, *remove, *get_many;
};

static struct thing_texts kept[THINGS_MAX];

void thing_add_columns(struct buffer *sql, const struct form *form, const char *between,
		       const char *after)
{
	struct text between_text = text_from(between), after_text = text_from(after);
	struct text separator = TEXT("");

	for (size_t i = 0; i < form->count; i++) {
		if (!(form->fields[i].flags & FIELD_COLUMN))
			continue;
		buffer_add_text(sql, separator);
		buffer_add_text(sql, text_from(form->fields[i].name));
		buffer_add_text(sql, after_text);
		separator = between_text;
	}
}

static void add_marks(struct buffer *sql, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buffer_print(sql, "%s?", i ? ", " : "");
}

/* The finished text is the process's: these few are never freed. */
static char *keep(struct buffer *sql)
{
	buffer_add_byte(sql, '\0');
	return sql->data;
}

static char *get_text(const struct thing *thing)
{
	struct buffer sql = { 0 };

	buffer_print(&sql, "SELECT ");
	thing_add_columns(&sql, &thing->form, ", ", "");
	buffer_print(&sql, " FROM %s WHERE organisation_id = ? AND id = ?", thing->table);
	return keep(&sql);
}

static char *get_many_text(const struct thing *thing)
{
	struct buffer sql = { 0 };

	buffer_print(&sql, "SELECT ");
	thing_add_columns(&sql, &thing->form, ", ", "");
	buffer_print(&sql, " FROM %s WHERE organisation_id = ? AND id IN (", thing->table);
	add_marks(&sql, IDS_AT_ONCE);
	buffer_print(&sql, ")");
	return keep(&sql);
}

static char *insert_text(const struct thing *thing)
{
	struct buffer sql = { 0 };
	size_t count = 0;

	buffer_print(&sql, "INSERT INTO %s (", thing->table);
	for (size_t i = 0; i < thing->form.count; i++) {
		const struct field *field = &thing->form.fields[i];

		if (!(field->flags & FIELD_COLUMN))
			continue;
		if (field_has_key(field))
			buffer_print(&sql, "%s%s_key", count++ ? ", " : "", field->name);
		buffer_print(&sql, "%s%s", count++ ? ", " : "", field->name);
	}
	buffer_print(&sql, ") VALUES (");
	add_marks(&sql, count);
	buffer_print(&sql, ")");
	return keep(&sql);
}

/*
 * Sets even the key columns, to the values that they have: then the values are nearly those of an
 * insert, followed by the key. The folded form of a text changes with the text alone: where two
 * records had the same name before names were unique, one was given another (renew_texts.c), and
 * keeps it until it is renamed.
 */
static char *update_text(const struct thing *thing)
{
	struct buffer sql = { 0 };
	size_t count = 0;

	buffer_print(&sql, "UPDATE %s SET ", thing->table);
	for (size_t i = 0; i < thing->form.count; i++) {
		const struct field *field = &thing->form.fields[i];

		if (!(field->flags & FIELD_COLUMN))
			continue;
		if (field_has_key(field))
			buffer_print(&sql, "%s%s_key = IF(%s = " EXACTLY ", %s_key, ?)",
				     count++ ? ", " : "", field->name, field->name, field->name);
		buffer_print(&sql, "%s%s = ?", count++ ? ", " : "", field->name);
	}
	buffer_print(&sql, " WHERE organisation_id = ? AND id = ?");
	return keep(&sql);
}

static char *remove_text(const struct thing *thing)
{
	struct buffer sql = { 0 };

	buffer_print(&sql, "DELETE FROM %s WHERE organisation_id = ? AND id = ?", thing->table);
	return keep(&sql);
}

static const struct thing_texts *texts_of(const struct thing *thing)
{
	struct thing_texts *texts = kept;

	while (texts->thing && texts->thing != thing)
		texts++;
	assert(texts < kept + THINGS_MAX - 1);
	if (!texts->thing)
		*texts = (struct thing_texts){
			.thing = thing,
			.get = get_text(thing),
			.insert = insert_text(thing),
			.update = update_text(thing),
			.remove = remove_text(thing),
			.get_many = get_many_text(thing),
		};
	return texts;
}

struct value thing_folded(struct arena *arena, struct value text)
{
	return value_text(text_fold(arena, text.as.text));
}

static size_t take_values(struct db *db, const struct thing *thing, const void *record,
			  bool is_update, struct value *values)
{
	size_t count = 0;

	for (size_t i = 0; i < thing->form.count; i++) {
		const struct field *field = &thing->form.fields[i];
		struct value value;

		if (!(field->flags & FIELD_COLUMN))
			continue;
		assert(count + 3 <= COLUMNS_MAX);
		value = value_of(field, record);
		if (field_has_key(field) && is_update)
			values[count++] = value;
		if (field_has_key(field))
			values[count++] = thing_folded(db_arena(db), value);
		values[count++] = value;
	}
	return count;
}

void thing_complete(const struct thing *thing, struct list rows)
{
	for (size_t i = 0; i < rows.count; i++) {
		struct record *record = (void *)((char *)rows.items + i * thing->form.size);

		record->created_at = id_time(record->id);
	}
}

const struct error *thing_get(struct db *db, const struct thing *thing, struct id organisation_id,
			      struct id id, void *out, bool *found)
{
	struct value values[] = { value_id(organisation_id), value_id(id) };
	const struct error *error = NULL;

	*found = memo_find(db, thing, organisation_id, id, out);
	if (!*found) {
		error = db_row(db, texts_of(thing)->get, values, 2, &thing->form, out, found);
		if (!error && *found)
			memo_add(db, thing, out);
	}
	if (!error && *found)
		thing_complete(thing, (struct list){ out, 1 });
	return error;
}

const struct error *thing_insert(struct db *db, const struct thing *thing, const void *record)
{
	struct value values[COLUMNS_MAX];
	size_t count = take_values(db, thing, record, false, values);

	const struct error *error = db_run_beside(db, texts_of(thing)->insert, values, count, NULL);

	if (!error)
		memo_add(db, thing, record);
	return error;
}

void thing_insert_later(struct db *db, const struct thing *thing, const void *record)
{
	struct value values[COLUMNS_MAX];
	size_t count = take_values(db, thing, record, false, values);

	db_run_later(db, texts_of(thing)->insert, values, count);
	memo_add(db, thing, record);
}

void thing_update_later(struct db *db, const struct thing *thing, const void *record)
{
	const struct record *head = record;
	struct value values[COLUMNS_MAX + 2];
	size_t count = take_values(db, thing, record, true, values);

	values[count++] = value_id(head->organisation_id);
	values[count++] = value_id(head->id);
	db_run_later(db, texts_of(thing)->update, values, count);
	memo_add(db, thing, record);
}

const struct error *thing_update(struct db *db, const struct thing *thing, const void *record)
{
	const struct record *head = record;
	struct value values[COLUMNS_MAX + 2];
	size_t count = take_values(db, thing, record, true, values);

	const struct error *error;

	values[count++] = value_id(head->organisation_id);
	values[count++] = value_id(head->id);
	error = db_run_beside(db, texts_of(thing)->update, values, count, NULL);
	if (!error)
		memo_add(db, thing, record);
	return error;
}

const struct error *thing_remove(struct db *db, const struct thing *thing,
				 struct id organisation_id, struct id id)
{
	struct value values[] = { value_id(organisation_id), value_id(id) };

	return db_run(db, texts_of(thing)->remove, values, 2, NULL);
}

/* One alone needs no statement of 64. */
static const struct error *get_one(struct db *db, const struct thing *thing,
				   struct id organisation_id, struct id id, struct list *out)
{
	void *record = arena_take(db_arena(db), thing->form.size);
	bool found;
	const struct error *error = thing_get(db, thing, organisation_id, id, record, &found);

	if (!error)
		*out = (struct list){ record, found ? 1 : 0 };
	return error;
}

const struct error *thing_get_many(struct db *db, const struct thing *thing,
				   struct id organisation_id, const struct id *ids, size_t count,
				   struct list *out)
{
	const char *sql = texts_of(thing)->get_many;
	struct value values[1 + IDS_AT_ONCE];
	struct list all = { NULL, 0 };
	size_t size = thing->form.size;

	if (count == 1)
		return get_one(db, thing, organisation_id, ids[0], out);
	if (count > 0)
		all.items = arena_array(db_arena(db), count, size);
	for (size_t from = 0; from < count; from += IDS_AT_ONCE) {
		const struct error *error;
		struct list some;

		values[0] = value_id(organisation_id);
		for (size_t i = 0; i < IDS_AT_ONCE; i++)
			values[1 + i] = value_id(ids[from + i < count ? from + i : from]);
		error = db_rows(db, sql, values, 1 + IDS_AT_ONCE, &thing->form, &some);
		if (error)
			return error;
		copy_bytes((char *)all.items + all.count * size, (count - all.count) * size,
			   some.items, some.count * size);
		all.count += some.count;
	}
	thing_complete(thing, all);
	*out = all;
	return NULL;
}
