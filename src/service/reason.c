/*
 * Which changes a workspace with change_reason `required` wants explained: those of what was agreed
 * on, from the day on which the cycle begins; and those by which a record leaves a cycle that has
 * begun, for outside of it everything could be changed without a reason (docs/audit.md). Taking the
 * text of a reason is api/input/reason.c's.
 */
#include "service/reason.h"

#include "model/directory.h"
#include "model/key_result.h"
#include "model/objective.h"
#include "store/things.h"

struct place {
	const struct thing *thing;
	size_t member;
};

static const struct place agreed[] = {
	{ &objective_thing, offsetof(struct objective, owner_id) },
	{ &objective_thing, offsetof(struct objective, weight) },
	{ &objective_thing, offsetof(struct objective, date_start) },
	{ &objective_thing, offsetof(struct objective, date_end) },
	{ &key_result_thing, offsetof(struct key_result, owner_id) },
	{ &key_result_thing, offsetof(struct key_result, start_value) },
	{ &key_result_thing, offsetof(struct key_result, target_value) },
	{ &key_result_thing, offsetof(struct key_result, weight) },
	{ &key_result_thing, offsetof(struct key_result, direction) },
};

/* By what a record is in a cycle that has begun, or no more. */
static const struct place ties[] = {
	{ &objective_thing, offsetof(struct objective, cycle_id) },
	{ &key_result_thing, offsetof(struct key_result, objective_id) },
	{ &cycle_thing, offsetof(struct cycle, start_date) },
};

static bool differs(const struct place *places, size_t count, const struct thing *thing,
		    const void *before, const void *after)
{
	for (size_t i = 0; i < count; i++) {
		const struct field *field = field_at(&thing->form, places[i].member);

		if (places[i].thing == thing &&
		    !field_equal(field->kind, (const char *)before + places[i].member,
				 (const char *)after + places[i].member))
			return true;
	}
	return false;
}

#define DIFFERS(places, ...) differs(places, sizeof(places) / sizeof((places)[0]), __VA_ARGS__)

/* Whether the session sees the objective makes no difference. */
static const struct error *find_cycle_id(struct work *work, const struct thing *thing,
					 const void *record, struct id *out)
{
	const struct key_result *key_result = record;
	struct objective objective = { .cycle_id = ID_NONE };
	const struct error *error = NULL;
	bool found;

	if (thing == &objective_thing)
		objective = *(const struct objective *)record;
	else if (!id_is_none(key_result->objective_id))
		error = thing_get(work->db, &objective_thing, work->session.organisation_id,
				  key_result->objective_id, &objective, &found);
	*out = objective.cycle_id;
	return error;
}

/* Whether the record's cycle has begun; it may be the cycle itself. */
static const struct error *has_begun(struct work *work, const struct thing *thing,
				     const void *record, bool *out)
{
	struct cycle cycle = { .start_date = DATE_NONE };
	const struct error *error = NULL;
	struct id cycle_id = ID_NONE;
	bool found = thing == &cycle_thing;

	if (found)
		cycle = *(const struct cycle *)record;
	else
		error = find_cycle_id(work, thing, record, &cycle_id);
	if (!error && !id_is_none(cycle_id))
		error = thing_get(work->db, &cycle_thing, work->session.organisation_id, cycle_id,
				  &cycle, &found);
	*out = found && cycle.start_date.days <= work->today.days;
	return error;
}

const struct error *reason_check(struct work *work, const struct thing *thing, const void *before,
				 const void *after)
{
	const struct error *error;
	bool is_agreed, begun, stays = false;

	if (!work->needs_reason || !text_is_none(work->reason))
		return NULL;
	is_agreed = DIFFERS(agreed, thing, before, after);
	if (!is_agreed && !DIFFERS(ties, thing, before, after))
		return NULL;
	error = has_begun(work, thing, before, &begun);
	if (!error && begun && !is_agreed)
		error = has_begun(work, thing, after, &stays);
	if (!error && begun && !stays)
		error_add(&work->faults, work->arena, ERROR_NO_MEMBER, TEXT("reason"),
			  "is required: say why, for the cycle has begun (in the header X-Reason)");
	return error;
}
