/*
 * A check-in looks at its key result five times: when it is named in the path, checked, rolled up
 * and answered. Within one transaction, which nobody else can write into, that is one question.
 * Few records are remembered, the newest; their texts live in the request's arena, as theirs do
 * who asked first.
 */
#include "memo.h"

#include "base/arena.h"
#include "model/key_result.h"

static void forget_history(struct db *db, const struct thing *thing)
{
	if (!thing || thing == &check_in_thing)
		db->history.is_known = false;
}

bool memo_find(struct db *db, const struct thing *thing, struct id organisation_id, struct id id,
	       void *out)
{
	if (!db_is_in_transaction(db))
		return false;
	for (size_t i = 0; i < MEMOS; i++) {
		const struct record *known = db->memos[i].record;

		if (!known || db->memos[i].thing != thing || !id_equal(known->id, id) ||
		    !id_equal(known->organisation_id, organisation_id))
			continue;
		form_copy(&thing->form, out, known);
		return true;
	}
	return false;
}

/* The place of this record, else the one that was filled longest ago. */
static size_t place_of(struct db *db, const struct thing *thing, const struct record *record)
{
	for (size_t i = 0; i < MEMOS; i++) {
		const struct record *known = db->memos[i].record;

		if (known && db->memos[i].thing == thing && id_equal(known->id, record->id) &&
		    id_equal(known->organisation_id, record->organisation_id))
			return i;
	}
	return db->memo_next++ % MEMOS;
}

void memo_add(struct db *db, const struct thing *thing, const void *record)
{
	const struct form *form = &thing->form;
	size_t place;
	void *known;

	forget_history(db, thing);
	if (!db_is_in_transaction(db))
		return;
	place = place_of(db, thing, record);
	known = arena_take(db->arena, form->size);
	if (form->blank)
		form_copy(form, known, form->blank);
	for (size_t i = 0; i < form->count; i++)
		if (form->fields[i].flags & FIELD_COLUMN)
			field_copy(&form->fields[i], known, record);
	db->memos[place].thing = thing;
	db->memos[place].record = known;
}

void memo_drop(struct db *db, const struct thing *thing)
{
	forget_history(db, thing);
	for (size_t i = 0; i < MEMOS; i++)
		if (!thing || db->memos[i].thing == thing)
			db->memos[i].record = NULL;
}
