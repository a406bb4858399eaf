/*
 * Statements about objectives and what hangs below them: parts, ancestors, circles. What is
 * computed from them is the model's.
 */
#include "store/tree.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/copy.h"
#include "memo.h"
#include "store/batch.h"
#include "store/statement.h"

enum { IDS_AT_ONCE = 64 };

#define COUNTED "deleted_at IS NULL AND is_archived = 0 AND lifecycle <> 3"

static const char children_sql[] =
	"SELECT parent_id, id, weight, progress, confidence_level, "
	"last_check_in_at FROM objective "
	"WHERE organisation_id = ? AND " COUNTED " AND parent_id ";

static const char store_sql[] =
	"UPDATE objective "
	"SET progress = ?, confidence_level = ?, last_check_in_at = ?, updated_at = ? "
	"WHERE organisation_id = ? AND id = ?";

/* One level more than a chain may have, so that neither a circle nor a long chain runs away. */
static const char height_sql[] =
	"WITH RECURSIVE below (id, height) AS (SELECT id, "
	"1 FROM objective WHERE organisation_id = ? "
	"AND id = ? UNION ALL SELECT o.id, "
	"b.height + 1 FROM below b JOIN objective o ON o.organisation_id = ? "
	"AND o.parent_id = b.id WHERE b.height <= 32) SELECT CAST(MAX(height) AS SIGNED) "
	"FROM below";

static const char ancestors_sql[] =
	"WITH RECURSIVE above (id, parent_id, height) AS (SELECT id, parent_id, "
	"1 FROM objective WHERE organisation_id = ? "
	"AND id = ? UNION ALL SELECT o.id, o.parent_id, "
	"a.height + 1 FROM above a JOIN objective o ON o.organisation_id = ? "
	"AND o.id = a.parent_id WHERE a.height <= 32) SELECT id "
	"FROM above ORDER BY height";

static const char delete_key_results_sql[] =
	"UPDATE key_result "
	"SET deleted_at = ?, deleted_by = ?, updated_at = ?, version = version + 1 "
	"WHERE organisation_id = ? AND home_id = ? AND deleted_at IS NULL";

static const char restore_key_results_sql[] =
	"UPDATE key_result "
	"SET deleted_at = NULL, deleted_by = NULL, updated_at = ?, version = version + 1 "
	"WHERE organisation_id = ? AND home_id = ? AND deleted_at = ?";

static const char move_initiatives_sql[] =
	"UPDATE initiative SET objective_id = ? "
	"WHERE organisation_id = ? AND key_result_id = ?";

static const struct field child_fields[] = {
	FIELD(struct child_part, parent_id, FIELD_COLUMN),
	FIELD(struct child_part, id, FIELD_COLUMN),
	FIELD(struct child_part, weight, FIELD_COLUMN),
	FIELD(struct child_part, progress, FIELD_COLUMN),
	FIELD(struct child_part, confidence_level, FIELD_COLUMN),
	FIELD(struct child_part, last_check_in_at, FIELD_COLUMN),
};

static const struct form child_form = FORM_OF(struct child_part, child_fields, &objective_thing);

struct id_row {
	struct id id;
};

static const struct field id_fields[] = { FIELD(struct id_row, id, FIELD_COLUMN) };
static const struct form id_form = FORM(struct id_row, id_fields);

struct height_row {
	int64_t height;
};

static const struct field height_fields[] = { FIELD(struct height_row, height, FIELD_COLUMN) };
static const struct form height_form = FORM(struct height_row, height_fields);

struct part child_part_as_part(const struct child_part *child)
{
	return (struct part){
		.weight = child->weight,
		.progress = child->progress,
		.created_at = id_time(child->id),
		.last_check_in_at = child->last_check_in_at,
		.status = child->confidence_level,
		.is_child = true,
	};
}

/* A SELECT that ends where the test of the owning id begins, in its two forms. */
struct ranged {
	const char *dense, *listed; /* whole statements */
	const struct form *form;
};

static char *finish(const char *select, const char *test, const char *order)
{
	struct buffer sql = { 0 };

	buffer_print(&sql, "%s%s%s", select, test, order);
	buffer_add_byte(&sql, '\0');
	return sql.data;
}

static char *select_key_results(const struct form *form)
{
	struct buffer sql = { 0 };
	const char *separator = "SELECT ";

	for (size_t i = 0; i < form->count; i++) {
		if (!(form->fields[i].flags & FIELD_COLUMN))
			continue;
		buffer_print(&sql, "%s%s", separator, form->fields[i].name);
		separator = ", ";
	}
	buffer_print(&sql,
		     " FROM key_result WHERE organisation_id = ? AND deleted_at IS NULL "
		     "AND home_id ");
	buffer_add_byte(&sql, '\0');
	return sql.data;
}

static struct ranged make_ranged(const char *select, const char *order, const struct form *form)
{
	struct buffer marks = { 0 };
	struct ranged ranged = { .form = form };

	buffer_print(&marks, "IN (?");
	for (int i = 1; i < IDS_AT_ONCE; i++)
		buffer_print(&marks, ", ?");
	buffer_add_text(&marks, TEXT(")"));
	buffer_add_byte(&marks, '\0');
	ranged.dense = finish(select, "BETWEEN ? AND ?", order);
	ranged.listed = finish(select, marks.data, order);
	buffer_free(&marks);
	return ranged;
}

static int compare_ids(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct id));
}

/* The rows of several lists, which are `count` in all, in one. */
static struct list join_lists(struct db *db, const struct form *form, const struct list *parts,
			      size_t part_count, size_t count)
{
	struct list all = { arena_array(db_arena(db), count ? count : 1, form->size), 0 };

	for (size_t i = 0; i < part_count; i++) {
		copy_bytes((char *)all.items + all.count * form->size,
			   (count - all.count) * form->size, parts[i].items,
			   parts[i].count * form->size);
		all.count += parts[i].count;
	}
	return all;
}

static const struct error *run_listed(struct db *db, const struct ranged *ranged,
				      const struct tree_range *range, const struct id *sorted,
				      struct list *out)
{
	struct value values[1 + IDS_AT_ONCE];
	size_t steps = 0, found = 0;
	struct list *parts =
		arena_array(db_arena(db), range->count / IDS_AT_ONCE + 1, sizeof(*parts));

	values[0] = value_id(range->organisation_id);
	for (size_t from = 0; from < range->count; from += IDS_AT_ONCE, steps++) {
		const struct error *error;

		for (size_t i = 0; i < IDS_AT_ONCE; i++)
			values[1 + i] = value_id(sorted[from + i < range->count ? from + i : from]);
		error = db_rows(db, ranged->listed, values, 1 + IDS_AT_ONCE, ranged->form,
				&parts[steps]);
		if (error)
			return error;
		found += parts[steps].count;
	}
	*out = steps == 1 ? parts[0] : join_lists(db, ranged->form, parts, steps, found);
	return NULL;
}

static const struct error *run_ranged(struct db *db, const struct ranged *ranged,
				      const struct tree_range *range, struct list *out)
{
	struct id *sorted;

	if (range->count == 0) {
		*out = (struct list){ NULL, 0 };
		return NULL;
	}
	sorted = arena_array(db_arena(db), range->count, sizeof(*sorted));
	copy_bytes(sorted, range->count * sizeof(*sorted), range->ids,
		   range->count * sizeof(*sorted));
	qsort(sorted, range->count, sizeof(*sorted), compare_ids);
	if (range->is_dense || range->count == 1) {
		struct value values[] = { value_id(range->organisation_id), value_id(sorted[0]),
					  value_id(sorted[range->count - 1]) };

		return db_rows(db, ranged->dense, values, 3, ranged->form, out);
	}
	return run_listed(db, ranged, range, sorted, out);
}

/* All narrowed ones there can be, and the whole. */
enum { FORMS_MAX = NARROWED_USUAL + NARROWED_CHOSEN + 1 };

/* The statements of a form: made once, the process's for ever. */
static const struct ranged *ranged_key_results(const struct form *form)
{
	static struct ranged kept[FORMS_MAX];
	char *select;

	for (size_t i = 0; i < FORMS_MAX; i++) {
		if (kept[i].form == form)
			return &kept[i];
		if (kept[i].form)
			continue;
		select = select_key_results(form);
		kept[i] = make_ranged(select, " ORDER BY home_id, id", form);
		free(select);
		return &kept[i];
	}
	abort(); /* there are no more forms */
}

const struct error *tree_key_results(struct db *db, const struct tree_range *range,
				     struct list *out)
{
	const struct form *form = range->form ? range->form : &key_result_thing.form;
	const struct error *error = run_ranged(db, ranged_key_results(form), range, out);

	if (error)
		return error;
	for (size_t i = 0; i < out->count; i++) {
		struct key_result *row = (struct key_result *)out->items + i;

		row->record.created_at = id_time(row->record.id);
	}
	return NULL;
}

const struct error *tree_children(struct db *db, const struct tree_range *range, struct list *out)
{
	static struct ranged ranged;

	if (!ranged.form)
		ranged = make_ranged(children_sql, " ORDER BY parent_id, id", &child_form);
	return run_ranged(db, &ranged, range, out);
}

struct list tree_slice(struct list rows, size_t size, size_t place, struct id id)
{
	const char *items = rows.items;
	size_t low = 0, high = rows.count, end;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (memcmp(items + middle * size + place, &id, sizeof(id)) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < rows.count; end++)
		if (memcmp(items + end * size + place, &id, sizeof(id)) != 0)
			break;
	return (struct list){ (char *)rows.items + low * size, end - low };
}

void tree_store(struct db *db, const struct objective *objective)
{
	struct value values[] = {
		value_number(objective->progress),
		value_word(objective->confidence_level),
		value_instant(objective->last_check_in_at),
		value_instant(objective->record.updated_at),
		value_id(objective->record.organisation_id),
		value_id(objective->record.id),
	};

	db_run_later(db, store_sql, values, 6);
}

const struct error *tree_height(struct db *db, struct id organisation_id, struct id id,
				int64_t *out)
{
	struct value values[] = { value_id(organisation_id), value_id(id),
				  value_id(organisation_id) };
	struct height_row row = { 0 };
	bool found;
	const struct error *error = db_row(db, height_sql, values, 3, &height_form, &row, &found);

	if (!error)
		*out = row.height == INTEGER_NONE ? 0 : row.height;
	return error;
}

const struct error *tree_ancestors(struct db *db, struct id organisation_id, struct id id,
				   struct list *out)
{
	struct value values[] = { value_id(organisation_id), value_id(id),
				  value_id(organisation_id) };

	return db_rows(db, ancestors_sql, values, 3, &id_form, out);
}

/* ---- people -------------------------------------------------------------------------------- */

enum relation { RELATION_ASSIGNEE, RELATION_VIEWER };

struct person_row {
	struct id objective_id;
	word relation;
	struct id person_id;
};

static const struct word_name relation_words[] = {
	{ "assignee", RELATION_ASSIGNEE },
	{ "viewer", RELATION_VIEWER },
	{ NULL, WORD_NONE },
};

static const struct thing objective_person = { .table = "objective_person" };

static const struct field person_fields[] = {
	FIELD(struct person_row, objective_id, FIELD_COLUMN),
	FIELD(struct person_row, relation, FIELD_COLUMN, .words = relation_words),
	FIELD(struct person_row, person_id, FIELD_COLUMN),
};
static const struct form person_form = FORM_OF(struct person_row, person_fields, &objective_person);

static const char people_sql[] =
	"SELECT objective_id, relation, person_id "
	"FROM objective_person FORCE INDEX (PRIMARY) "
	"WHERE organisation_id = ? AND objective_id ";
static const char forget_people_sql[] =
	"DELETE FROM objective_person "
	"WHERE organisation_id = ? AND objective_id = ?";
static const char add_person_sql[] =
	"INSERT INTO objective_person (organisation_id, objective_id, relation, person_id) "
	"VALUES (?, ?, ?, ?)";

static struct ids people_in(struct arena *arena, struct list rows, enum relation relation)
{
	struct id *ids = arena_array(arena, rows.count + 1, sizeof(*ids));
	const struct person_row *items = rows.items;
	size_t count = 0;

	for (size_t i = 0; i < rows.count; i++)
		if (items[i].relation == relation)
			ids[count++] = items[i].person_id;
	return (struct ids){ ids, count };
}

const struct error *tree_load_people(struct db *db, const struct tree_range *range,
				     struct list objectives)
{
	static struct ranged ranged;
	struct objective *items = objectives.items;
	const struct error *error;
	struct list rows;

	if (!ranged.form)
		ranged = make_ranged(people_sql, " ORDER BY objective_id, relation, person_id",
				     &person_form);
	error = run_ranged(db, &ranged, range, &rows);
	for (size_t i = 0; !error && i < objectives.count; i++) {
		struct list own = tree_slice(rows, sizeof(struct person_row),
					     offsetof(struct person_row, objective_id),
					     items[i].record.id);

		items[i].assignee_ids = people_in(db_arena(db), own, RELATION_ASSIGNEE);
		items[i].viewer_ids = people_in(db_arena(db), own, RELATION_VIEWER);
	}
	return error;
}

static const struct error *add_people(struct db *db, const struct objective *objective,
				      enum relation relation, struct ids people)
{
	for (size_t i = 0; i < people.count; i++) {
		struct value values[] = { value_id(objective->record.organisation_id),
					  value_id(objective->record.id),
					  value_word((word)relation), value_id(people.items[i]) };
		const struct error *error = db_run(db, add_person_sql, values, 4, NULL);

		/* Named twice is named. */
		if (error && !db_is_duplicate(error))
			return error;
	}
	return NULL;
}

const struct error *tree_store_people(struct db *db, const struct objective *objective)
{
	struct value key[] = { value_id(objective->record.organisation_id),
			       value_id(objective->record.id) };
	const struct error *error = db_run(db, forget_people_sql, key, 2, NULL);

	if (!error)
		error = add_people(db, objective, RELATION_ASSIGNEE, objective->assignee_ids);
	return error ? error : add_people(db, objective, RELATION_VIEWER, objective->viewer_ids);
}

const struct error *tree_move_initiatives(struct db *db, struct id organisation_id,
					  struct id key_result_id, struct id objective_id)
{
	struct value values[] = { value_id(objective_id), value_id(organisation_id),
				  value_id(key_result_id) };

	return db_run(db, move_initiatives_sql, values, 3, NULL);
}

const struct error *tree_delete_key_results(struct db *db, const struct objective *objective)
{
	struct value values[] = {
		value_instant(objective->deleted_at),
		value_id(objective->deleted_by),
		value_instant(objective->record.updated_at),
		value_id(objective->record.organisation_id),
		value_id(objective->record.id),
	};

	return db_run(db, delete_key_results_sql, values, 5, NULL);
}

const struct error *tree_restore_key_results(struct db *db, const struct objective *objective,
					     struct instant deleted_at)
{
	struct value values[] = {
		value_instant(objective->record.updated_at),
		value_id(objective->record.organisation_id),
		value_id(objective->record.id),
		value_instant(deleted_at),
	};

	return db_run(db, restore_key_results_sql, values, 4, NULL);
}
