/*
 * The foreign keys are asked of the schema itself, so that none is forgotten. Each of ours leads by
 * organisation and id; those to the organisation alone by its id.
 */
#include "store/references.h"

#include "base/copy.h"
#include "store/statement.h"

/* A column of a key: of a foreign one with what it refers to, of others without. */
struct key_column {
	struct text table, column, target;
};

struct reference {
	struct text table, column, target;
	struct text id; /* the column that tells the row */
};

static const char columns_sql[] =
	"SELECT TABLE_NAME, COLUMN_NAME, REFERENCED_TABLE_NAME "
	"FROM information_schema.KEY_COLUMN_USAGE "
	"WHERE TABLE_SCHEMA = DATABASE()";

static const struct field column_fields[] = {
	FIELD(struct key_column, table, FIELD_COLUMN),
	FIELD(struct key_column, column, FIELD_COLUMN),
	FIELD(struct key_column, target, FIELD_COLUMN),
};
static const struct form column_form = FORM(struct key_column, column_fields);

static const struct field broken_fields[] = {
	FIELD(struct broken_reference, id, FIELD_COLUMN),
	FIELD(struct broken_reference, refers_to, FIELD_COLUMN),
};
static const struct form broken_form = FORM(struct broken_reference, broken_fields);

/* Names come from the schema, not from a caller. */
static char *broken_sql(struct db *db, const struct reference *reference)
{
	return arena_string(db_arena(db),
			    arena_print(db_arena(db),
					"SELECT t.%.*s, t.%.*s FROM %.*s t LEFT JOIN %.*s r ON "
					"r.organisation_id = t.organisation_id AND r.id = t.%.*s "
					"WHERE t.organisation_id = ? AND t.%.*s IS NOT NULL "
					"AND r.id IS NULL LIMIT 1000",
					TEXT_PRINT(reference->id), TEXT_PRINT(reference->column),
					TEXT_PRINT(reference->table), TEXT_PRINT(reference->target),
					TEXT_PRINT(reference->column),
					TEXT_PRINT(reference->column)));
}

static char *orphans_sql(struct db *db, const struct reference *reference)
{
	return arena_string(db_arena(db),
			    arena_print(db_arena(db),
					"SELECT t.%.*s, t.organisation_id FROM %.*s t LEFT JOIN "
					"organisation o ON o.id = t.organisation_id WHERE o.id IS "
					"NULL LIMIT 1000",
					TEXT_PRINT(reference->id), TEXT_PRINT(reference->table)));
}

static bool has_id(struct list columns, struct text table)
{
	const struct key_column *items = columns.items;

	for (size_t i = 0; i < columns.count; i++)
		if (text_equal(items[i].table, table) && text_equal(items[i].column, TEXT("id")))
			return true;
	return false;
}

/* Every key to an organisation alone, or every other: those lead by the organisation to an id. */
static const struct error *list_references(struct db *db, bool to_organisation, struct list *out)
{
	struct list columns;
	const struct error *error = db_rows(db, columns_sql, NULL, 0, &column_form, &columns);
	const struct key_column *items = columns.items;
	struct reference *references;
	size_t count = 0;

	if (error)
		return error;
	references = arena_array(db_arena(db), columns.count + 1, sizeof(*references));
	for (size_t i = 0; i < columns.count; i++) {
		bool is_lead = text_equal(items[i].column, TEXT("organisation_id"));
		bool is_whole = text_equal(items[i].target, TEXT("organisation"));

		if (text_is_none(items[i].target) || is_lead != is_whole ||
		    is_whole != to_organisation)
			continue;
		references[count++] = (struct reference){
			items[i].table,
			items[i].column,
			items[i].target,
			has_id(columns, items[i].table) ? TEXT("id") : items[i].column,
		};
	}
	*out = (struct list){ references, count };
	return NULL;
}

/* The rows of `more`, all of one reference, behind those of `all`. */
static void append(struct db *db, struct list *all, struct list more,
		   const struct reference *reference)
{
	size_t count = all->count + more.count;
	struct broken_reference *joined = arena_array(db_arena(db), count + 1, sizeof(*joined));

	if (more.count == 0)
		return;
	copy_bytes(joined, count * sizeof(*joined), all->items, all->count * sizeof(*joined));
	copy_bytes(joined + all->count, more.count * sizeof(*joined), more.items,
		   more.count * sizeof(*joined));
	for (size_t i = all->count; i < count; i++) {
		joined[i].table = arena_string(db_arena(db), reference->table);
		joined[i].column = arena_string(db_arena(db), reference->column);
	}
	*all = (struct list){ joined, count };
}

static const struct error *look_for(struct db *db, bool to_organisation, struct id organisation_id,
				    struct list *out)
{
	struct value value = value_id(organisation_id);
	struct list references = { NULL, 0 }, all = { NULL, 0 };
	const struct error *error = list_references(db, to_organisation, &references);
	const struct reference *items = references.items;

	for (size_t i = 0; !error && i < references.count; i++) {
		struct list some;

		error = to_organisation ? db_rows(db, orphans_sql(db, &items[i]), NULL, 0,
						  &broken_form, &some) :
					  db_rows(db, broken_sql(db, &items[i]), &value, 1,
						  &broken_form, &some);
		if (!error)
			append(db, &all, some, &items[i]);
	}
	if (!error)
		*out = all;
	return error;
}

const struct error *references_broken(struct db *db, struct id organisation_id, struct list *out)
{
	return look_for(db, false, organisation_id, out);
}

const struct error *references_orphans(struct db *db, struct list *out)
{
	return look_for(db, true, ID_NONE, out);
}

const struct error *references_overlook(struct db *db, bool are_overlooked)
{
	return db_run(db,
		      are_overlooked ? "SET foreign_key_checks = 0" : "SET foreign_key_checks = 1",
		      NULL, 0, NULL);
}
