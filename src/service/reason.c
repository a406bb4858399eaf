/*
 * Which changes a workspace with change_reason `required` wants explained: those of what was agreed
 * on, from the day on which the cycle begins.
 */
#include "service/reason.h"

#include "model/directory.h"
#include "model/key_result.h"
#include "model/objective.h"
#include "store/things.h"

static const struct agreed {
	const struct thing *thing;
	size_t member;
} agreed[] = {
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

static bool changes_agreed(const struct thing *thing, const void *before, const void *after)
{
	for (size_t i = 0; i < sizeof(agreed) / sizeof(agreed[0]); i++) {
		const struct field *field = field_at(&thing->form, agreed[i].member);

		if (agreed[i].thing == thing &&
		    !field_equal(field->kind, (const char *)before + agreed[i].member,
				 (const char *)after + agreed[i].member))
			return true;
	}
	return false;
}

/* Whether the session sees the objective makes no difference. */
static const struct error *find_cycle_id(struct work *work, const struct thing *thing,
					 const void *before, struct id *out)
{
	const struct key_result *key_result = before;
	struct objective objective = { .cycle_id = ID_NONE };
	const struct error *error = NULL;
	bool found;

	if (thing == &objective_thing)
		objective = *(const struct objective *)before;
	else if (!id_is_none(key_result->objective_id))
		error = thing_get(work->db, &objective_thing, work->session.organisation_id,
				  key_result->objective_id, &objective, &found);
	*out = objective.cycle_id;
	return error;
}

const struct error *reason_check(struct work *work, const struct thing *thing, const void *before,
				 const void *after)
{
	const struct error *error;
	struct cycle cycle;
	struct id cycle_id;
	bool found = false;

	if (!work->needs_reason || !text_is_none(work->reason) ||
	    !changes_agreed(thing, before, after))
		return NULL;
	error = find_cycle_id(work, thing, before, &cycle_id);
	if (!error && !id_is_none(cycle_id))
		error = thing_get(work->db, &cycle_thing, work->session.organisation_id, cycle_id,
				  &cycle, &found);
	if (!error && found && cycle.start_date.days <= work->today.days)
		error_add(&work->faults, work->arena, ERROR_NO_MEMBER, TEXT("reason"),
			  "is required: say why, for the cycle has begun (in the header X-Reason)");
	return error;
}
