/*
 * The field tables beside information_schema. What a text may have at most stands in the field table
 * alone; here its column is asked whether it has that room, so that no text is refused by the database.
 */
#include "store/columns.h"

#include "model/review.h"
#include "model/sign_in.h"
#include "model/things.h"
#include "store/organisations.h"
#include "store/statement.h"

struct column_row {
	struct text table, name, type, collation;
	int64_t room; /* characters, bytes of binary columns; none for what is no text */
};

static const struct field column_fields[] = {
	FIELD(struct column_row, table, FIELD_COLUMN),
	FIELD(struct column_row, name, FIELD_COLUMN),
	FIELD(struct column_row, type, FIELD_COLUMN),
	FIELD(struct column_row, collation, FIELD_COLUMN),
	FIELD(struct column_row, room, FIELD_COLUMN),
};
static const struct form column_form = FORM(struct column_row, column_fields);

static const char columns_sql[] =
	"SELECT table_name, column_name, data_type, collation_name, "
	"CAST(character_maximum_length AS SIGNED) "
	"FROM information_schema.columns "
	"WHERE table_schema = DATABASE()";

/* A text's column may be of several types. */
static const char *const types[] = {
	[FIELD_ID] = "binary",    [FIELD_TEXT] = NULL,          [FIELD_NUMBER] = "double",
	[FIELD_FLAG] = "tinyint", [FIELD_INTEGER] = "bigint",   [FIELD_WORD] = "tinyint",
	[FIELD_DATE] = "date",    [FIELD_INSTANT] = "datetime", [FIELD_JSON] = NULL,
};

static const char key_collation[] = "utf8mb4_nopad_bin";

/* What is looked at, and what was found so far. */
struct examination {
	struct arena *arena;
	struct list rows;
	const char *table;
	struct text wrong;
};

__attribute__((format(printf, 3, 4))) static void note(struct examination *of, const char *column,
						       const char *format, ...)
{
	va_list values;
	struct text what;

	va_start(values, format);
	what = arena_print_list(of->arena, format, values);
	va_end(values);
	of->wrong = arena_print(of->arena, "%.*s%s%s.%s %.*s", TEXT_PRINT(of->wrong),
				of->wrong.size > 0 ? "; " : "", of->table, column,
				TEXT_PRINT(what));
}

static const struct column_row *find(struct examination *of, const char *name)
{
	const struct column_row *rows = of->rows.items;

	for (size_t i = 0; i < of->rows.count; i++)
		if (text_equal(rows[i].table, text_from(of->table)) &&
		    text_equal(rows[i].name, text_from(name)))
			return &rows[i];
	note(of, name, "is missing");
	return NULL;
}

static void examine_key(struct examination *of, const struct field *field)
{
	char *name = arena_string(of->arena, arena_print(of->arena, "%s_key", field->name));
	const struct column_row *row = find(of, name);

	if (row && !text_equal(row->collation, text_from(key_collation)))
		note(of, name, "is not compared by %s", key_collation);
	else if (row && row->room < FIELD_TITLE_CHARACTERS)
		note(of, name, "has room for %lld characters", (long long)row->room);
}

static void examine_field(struct examination *of, const struct field *field)
{
	const struct column_row *row = find(of, field->name);
	bool is_text = field->kind == FIELD_TEXT || field->kind == FIELD_JSON;

	if (field_has_key(field))
		examine_key(of, field);
	if (!row)
		return;
	if (is_text && (row->room == INTEGER_NONE || (size_t)row->room < field_max(field)))
		note(of, field->name, "has room for %lld characters of %zu",
		     row->room == INTEGER_NONE ? 0LL : (long long)row->room, field_max(field));
	else if (types[field->kind] && !text_equal(row->type, text_from(types[field->kind])))
		note(of, field->name, "is %.*s and not %s", TEXT_PRINT(row->type),
		     types[field->kind]);
}

/* A form of its own leaves the limits to the thing whose columns it reads. */
static const struct field *limits_of(const struct form *form, const struct field *field)
{
	const struct field *own =
		form->thing ? field_named(&form->thing->form, text_from(field->name)) : NULL;

	return own ? own : field;
}

static void examine_table(struct examination *of, const char *table, const struct form *form)
{
	of->table = table;
	for (size_t i = 0; i < form->count; i++)
		if (form->fields[i].flags & FIELD_COLUMN)
			examine_field(of, limits_of(form, &form->fields[i]));
}

const struct error *columns_examine(struct db *db, struct text *wrong)
{
	struct examination of = { .arena = db_arena(db) };
	const struct error *error = db_rows(db, columns_sql, NULL, 0, &column_form, &of.rows);

	if (error)
		return error;
	examine_table(&of, "organisation", &organisation_form);
	examine_table(&of, "organisation", &organisation_settings_form);
	examine_table(&of, "review_answer", &review_answer_thing.form);
	examine_table(&of, "person_login", &person_login_thing.form);
	for (size_t i = 0; all_things[i]; i++)
		examine_table(&of, all_things[i]->table, &all_things[i]->form);
	*wrong = of.wrong;
	return NULL;
}
