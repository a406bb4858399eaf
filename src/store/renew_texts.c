/*
 * Texts that were stored before they were normalised, and names from before they were unique. It goes
 * through the field tables, one column after the other, and looks at rows with other letters than
 * ASCII's alone. One workspace is one transaction.
 */
#include "renew_texts.h"

#include "base/secret.h"
#include "base/unicode.h"
#include "model/directory.h"
#include "model/review.h"
#include "model/things.h"
#include "store/name_keys.h"
#include "store/organisations.h"
#include "store/reviews.h"
#include "store/statement.h"
#include "store/transaction.h"

enum { ROWS_AT_ONCE = 500 };

struct text_row {
	struct id id;
	struct text text;
};

static const struct field text_fields[] = {
	FIELD(struct text_row, id, FIELD_COLUMN),
	FIELD(struct text_row, text, FIELD_COLUMN),
};
static const struct form text_form = FORM(struct text_row, text_fields);

/* ---- normalisation form C -------------------------------------------------------------------- */

/* JSON with escapes is left alone: an escape's last letter and a mark would become one. */
static bool is_renewed(const struct field *field, struct text before, struct text after)
{
	if (text_equal(before, after) || !field_has_room(field, after))
		return false;
	return field->kind == FIELD_TEXT || !memchr(before.data, '\\', before.size);
}

static const struct error *store_text(struct db *db, const struct thing *thing,
				      const struct field *field, struct id organisation_id,
				      struct id id, struct text text)
{
	struct value values[] = { value_text(text), value_id(organisation_id), value_id(id) };
	struct text sql = arena_print(db_arena(db),
				      "UPDATE %s SET %s = ? WHERE organisation_id = ? AND id = ?",
				      thing->table, field->name);

	return db_run(db, sql.data, values, 3, NULL);
}

static const struct error *renew_rows(struct db *db, const struct thing *thing,
				      const struct field *field, struct id organisation_id,
				      struct list rows, bool *changed)
{
	const struct text_row *items = rows.items;
	const struct error *error = NULL;

	for (size_t i = 0; !error && i < rows.count; i++) {
		struct text text = text_compose(db_arena(db), items[i].text);

		if (!is_renewed(field, items[i].text, text))
			continue;
		*changed = true;
		error = store_text(db, thing, field, organisation_id, items[i].id, text);
	}
	return error;
}

static const struct error *renew_column(struct db *db, const struct thing *thing,
					const struct field *field, struct id organisation_id,
					bool *changed)
{
	struct text sql = arena_print(db_arena(db),
				      "SELECT id, %s FROM %s WHERE organisation_id = ? AND id > ? "
				      "AND LENGTH(%s) > CHAR_LENGTH(%s) ORDER BY id LIMIT %d",
				      field->name, thing->table, field->name, field->name,
				      ROWS_AT_ONCE);
	struct value values[] = { value_id(organisation_id), value_zero_id() };
	struct list rows = { NULL, ROWS_AT_ONCE };
	const struct error *error = NULL;

	while (!error && rows.count == ROWS_AT_ONCE) {
		error = db_rows(db, sql.data, values, 2, &text_form, &rows);
		if (!error)
			error = renew_rows(db, thing, field, organisation_id, rows, changed);
		if (!error && rows.count > 0)
			values[1] =
				value_id(((const struct text_row *)rows.items)[rows.count - 1].id);
	}
	return error;
}

struct count_row {
	int64_t count;
};

static const struct field count_fields[] = { FIELD(struct count_row, count, FIELD_COLUMN) };
static const struct form count_form = FORM(struct count_row, count_fields);

/* What a later migration adds is not there yet, and needs no renewing. */
static const struct error *is_there(struct db *db, const struct thing *thing,
				    const struct field *field, bool *out)
{
	struct value values[] = { value_text(text_from(thing->table)),
				  value_text(text_from(field->name)) };
	struct count_row row = { 0 };
	bool found;
	const struct error *error = db_row(db,
					   "SELECT COUNT(*) FROM information_schema.columns "
					   "WHERE table_schema = DATABASE() AND table_name = ? "
					   "AND column_name = ?",
					   values, 2, &count_form, &row, &found);

	*out = row.count > 0;
	return error;
}

static const struct error *renew_columns(struct db *db, const struct thing *thing,
					 struct id organisation_id, bool *changed)
{
	const struct error *error = NULL;
	bool there;

	for (size_t i = 0; !error && i < thing->form.count; i++) {
		const struct field *field = &thing->form.fields[i];

		if ((field->flags & (FIELD_COLUMN | FIELD_EXACT)) != FIELD_COLUMN ||
		    (field->kind != FIELD_TEXT && field->kind != FIELD_JSON))
			continue;
		error = is_there(db, thing, field, &there);
		if (!error && there)
			error = renew_column(db, thing, field, organisation_id, changed);
	}
	return error;
}

/* ---- answers of reviews, which have no id of their own ---------------------------------------- */

static const char answered_sql[] =
	"SELECT DISTINCT review_id, '' "
	"FROM review_answer WHERE organisation_id = ? "
	"AND (LENGTH(question) > CHAR_LENGTH(question) OR LENGTH(answer) > CHAR_LENGTH(answer))";

static const struct error *renew_review(struct db *db, struct id organisation_id, struct id id)
{
	struct review review = { .record = { .organisation_id = organisation_id, .id = id } };
	const struct error *error = review_load_answers(db, &review);
	struct review_answer *answers = review.answers.items;

	for (size_t i = 0; !error && i < review.answers.count; i++) {
		answers[i].question = text_compose(db_arena(db), answers[i].question);
		answers[i].answer = text_compose(db_arena(db), answers[i].answer);
	}
	return error ? error : review_store_answers(db, &review);
}

static const struct error *renew_reviews(struct db *db, struct id organisation_id, bool *changed)
{
	struct value value = value_id(organisation_id);
	struct list rows;
	const struct error *error = db_rows(db, answered_sql, &value, 1, &text_form, &rows);

	if (error)
		return error;
	*changed = *changed || rows.count > 0;
	for (size_t i = 0; !error && i < rows.count; i++)
		error = renew_review(db, organisation_id,
				     ((const struct text_row *)rows.items)[i].id);
	return error;
}

/* ---- names ----------------------------------------------------------------------------------- */

static const struct error *fill_key(struct db *db, const struct thing *thing,
				    const struct field *field, struct id organisation_id)
{
	struct text missing = arena_print(db_arena(db),
					  "SELECT id, %s FROM %s WHERE organisation_id = ? AND "
					  "%s_key IS NULL ORDER BY id",
					  field->name, thing->table, field->name);
	struct value value = value_id(organisation_id);
	struct list rows = { NULL, 0 };
	const struct error *error = db_rows(db, missing.data, &value, 1, &text_form, &rows);
	const struct text_row *items = rows.items;

	for (size_t i = 0; !error && i < rows.count; i++)
		error = name_key_store(db, thing, field, organisation_id, items[i].id,
				       items[i].text);
	return error;
}

static const struct error *fill_keys(struct db *db, const struct thing *thing,
				     struct id organisation_id)
{
	const struct error *error = NULL;

	for (size_t i = 0; !error && i < thing->form.count; i++)
		if (field_has_key(&thing->form.fields[i]))
			error = fill_key(db, thing, &thing->form.fields[i], organisation_id);
	return error;
}

/* ---- workspaces ------------------------------------------------------------------------------ */

static const char name_sql[] = "UPDATE organisation SET name = ? WHERE id = ?";
static const char revision_sql[] = "UPDATE organisation SET revision = ? WHERE id = ?";

static const struct error *renew_name(struct db *db, const struct organisation *organisation)
{
	struct value values[] = { value_text(text_compose(db_arena(db), organisation->name)),
				  value_id(organisation->id) };
	const struct error *error = db_run(db, name_sql, values, 2, NULL);

	if (error)
		return error;
	return name_key_store(db, &workspace_thing,
			      field_at(&workspace_thing.form, offsetof(struct workspace, name)),
			      organisation->id, organisation->id, values[0].as.text);
}

/* Answers that somebody keeps are out of date when texts changed. */
static const struct error *renew_revision(struct db *db, struct id id)
{
	struct value values[] = { value_integer((int64_t)random64()), value_id(id) };

	return db_run(db, revision_sql, values, 2, NULL);
}

static const struct error *renew_workspace(struct db *db, const struct organisation *organisation)
{
	bool changed = false;
	const struct error *error = renew_name(db, organisation);

	for (size_t i = 0; !error && all_things[i]; i++) {
		error = renew_columns(db, all_things[i], organisation->id, &changed);
		if (!error)
			error = fill_keys(db, all_things[i], organisation->id);
	}
	if (!error)
		error = renew_reviews(db, organisation->id, &changed);
	if (!error && changed)
		error = renew_revision(db, organisation->id);
	return error ? error : db_end(db);
}

const struct error *renew_texts(struct db *db)
{
	struct list rows;
	const struct error *error = organisation_all(db, &rows);

	for (size_t i = 0; !error && i < rows.count; i++)
		error = renew_workspace(db, (const struct organisation *)rows.items + i);
	return error;
}
