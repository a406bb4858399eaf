/*
 * Checks that follow from a field table: what a record refers to exists and may be seen, and a text
 * that must be unique is not another record's. The rules of one thing are those of its resource;
 * what a single value may be is checked where it is read.
 */
#include "service/check.h"

#include "store/query.h"
#include "store/things.h"

static const struct error *check_reference(struct work *work, const struct field *field,
					   struct id id, const struct element *in)
{
	void *target = arena_take(work->arena, field->refers->form.size);
	bool found;
	const struct error *error;

	if (id_is_none(id))
		return NULL;
	error = work_find(work, field->refers, id, target, &found);
	if (!error && !found)
		work_fault_in(work, in, field->offset, "names no %s of this workspace",
			      field->refers->name);
	return error;
}

const struct error *check_references(struct work *work, const struct thing *thing,
				     const void *record, const struct draft *draft)
{
	for (size_t i = 0; i < thing->form.count; i++) {
		const struct field *field = &thing->form.fields[i];
		const void *at = (const char *)record + field->offset;
		struct ids one = { at, 1 };
		const struct ids *ids = field->kind == FIELD_IDS ? at : &one;

		if (!field->refers || !given_at(draft->given, field->offset))
			continue;
		for (size_t j = 0; j < ids->count; j++) {
			const struct error *error =
				check_reference(work, field, ids->items[j], draft->in);

			if (error)
				return error;
		}
	}
	return NULL;
}

/* Whether another record has this text already. */
static const struct error *check_one_taken(struct work *work, const struct thing *thing,
					   const struct field *field, struct text text,
					   struct id own)
{
	struct query query = {
		.thing = thing,
		.organisation_id = work->session.organisation_id,
		.sort_column = offsetof(struct record, id),
		.limit = 1,
	};
	struct list rows;
	const struct error *error;

	query_add(&query, field_has_key(field) ? CONDITION_SAME : CONDITION_EQUAL, field->offset,
		  value_text(text));
	error = query_run(work->db, &query, &rows);
	if (error || rows.count == 0 || id_equal(((const struct record *)rows.items)->id, own))
		return error;
	return error_new(work->arena, ERROR_CONFLICT, "Another %s of this workspace has this %s.",
			 thing->name, field->name);
}

/* Texts that are unique and new to the record; what is wrong with its values is said before. */
const struct error *check_taken(struct work *work, const struct thing *thing,
				const struct draft *draft)
{
	const void *before = draft->before, *after = draft->after;
	const struct error *error = NULL;
	struct id own = before ? ((const struct record *)before)->id : ID_NONE;

	if (work->faults.count > 0)
		return NULL;
	for (size_t i = 0; !error && i < thing->form.count; i++) {
		const struct field *field = &thing->form.fields[i];
		struct text text;

		if (!(field->flags & FIELD_UNIQUE))
			continue;
		text = value_of(field, after).as.text;
		if (text_is_none(text) ||
		    (before && text_equal(text, value_of(field, before).as.text)))
			continue;
		error = check_one_taken(work, thing, field, text, own);
	}
	return error;
}
