/*
 * A check-in looks at its key result five times: when it is named in the path, checked, rolled up
 * and answered. Within one transaction, which nobody else can write into, that is one question.
 * Few records are remembered, the newest; their texts live in the request's arena, as theirs do
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

bool memo_find(struct db *db, const struct thing *thing, struct id organisation_id, struct id id,
	       void *out)
{
	if (!db_is_in_transaction(db))
		return false;
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
	place = place_of(db, thing, record);
	known = arena_take(db->arena, form->size);
	if (form->blank)
		form_copy(form, known, form->blank);
	for (size_t i = 0; i < form->count; i++)
		if (form->fields[i].flags & FIELD_COLUMN)
			field_copy(&form->fields[i], known, record);
	db->memos[place] = (struct memo){ thing, known, db->epochs.now };
}
