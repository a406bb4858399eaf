/*
 * A check-in looks at its key result five times: when it is named in the path, checked, rolled up
 * and answered. Within one transaction, which nobody else can write into, that is one question.
 * Few records are remembered, the newest, or for writes of many rows all of them; their texts live in the request's arena, as theirs do
 * who asked first.
 */
#include "memo.h"

#include <assert.h>

#include "base/arena.h"

static bool holds(const struct db *db, const struct memo *memo)
{
	enum table table = table_named(memo->thing->table);

	assert(table < TABLES);
	return memo->epoch >= db->epochs.all && memo->epoch >= db->epochs.changed[table];
}

/* A memo that does not hold any more may point into memory that is gone. */
static bool is_of(const struct db *db, const struct memo *memo, const struct thing *thing,
		  struct id organisation_id, struct id id)
{
	return memo->thing == thing && holds(db, memo) && id_equal(memo->record->id, id) &&
	       id_equal(memo->record->organisation_id, organisation_id);
}

static struct text key_of(const struct id *id)
{
	return (struct text){ (const char *)id, sizeof(*id) };
}

static bool find_among_all(const struct db *db, const struct thing *thing,
			   struct id organisation_id, struct id id, void *out)
{
	const struct memo *memo =
		text_map_get(db->all_memos, table_named(thing->table), key_of(&id));

	if (!memo || !is_of(db, memo, thing, organisation_id, id))
		return false;
	form_copy(&thing->form, out, memo->record);
	return true;
}

static void add_to_all(struct db *db, const struct thing *thing, const void *known)
{
	struct memo *memo = arena_take(db->arena, sizeof(*memo));

	*memo = (struct memo){ thing, known, db->epochs.now };
	text_map_put(db->all_memos, table_named(thing->table), key_of(&memo->record->id), memo);
}

bool memo_find(struct db *db, const struct thing *thing, struct id organisation_id, struct id id,
	       void *out)
{
	if (!db_is_in_transaction(db))
		return false;
	if (db->all_memos)
		return find_among_all(db, thing, organisation_id, id, out);
	for (size_t i = 0; i < MEMOS; i++) {
		const struct memo *memo = &db->memos[i];

		if (!is_of(db, memo, thing, organisation_id, id))
			continue;
		form_copy(&thing->form, out, memo->record);
		return true;
	}
	return false;
}

/* The place of this record, else the one that was filled longest ago. */
static size_t place_of(struct db *db, const struct thing *thing, const struct record *record)
{
	for (size_t i = 0; i < MEMOS; i++)
		if (is_of(db, &db->memos[i], thing, record->organisation_id, record->id))
			return i;
	return db->memo_next++ % MEMOS;
}

void memo_add(struct db *db, const struct thing *thing, const void *record)
{
	const struct form *form = &thing->form;
	size_t place;
	void *known;

	if (!db_is_in_transaction(db))
		return;
	known = arena_take(db->arena, form->size);
	if (form->blank)
		form_copy(form, known, form->blank);
	for (size_t i = 0; i < form->count; i++)
		if (form->fields[i].flags & FIELD_COLUMN)
			field_copy(&form->fields[i], known, record);
	if (db->all_memos) {
		add_to_all(db, thing, known);
		return;
	}
	place = place_of(db, thing, record);
	db->memos[place] = (struct memo){ thing, known, db->epochs.now };
}
