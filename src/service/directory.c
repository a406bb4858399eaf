/*
 * The rules of people, departments, teams and cycles. A person who left is deactivated: history
 * keeps its names. What anything uses is not deleted; the database's own references say so.
 */
#include "service/directory.h"

#include "base/arena.h"
#include "model/directory.h"
#include "model/period.h"
#include "service/directory_internal.h"
#include "service/resource.h"
#include "service/rollup.h"
#include "service/sessions.h"
#include "store/organisations.h"
#include "store/query.h"
#include "store/sign_in.h"
#include "store/things.h"

/* ---- people ---------------------------------------------------------------------------------- */

static bool is_among(struct list ids, struct id id)
{
	for (size_t i = 0; i < ids.count; i++)
		if (id_equal(((const struct id *)ids.items)[i], id))
			return true;
	return false;
}

/* Reading 130. `own` is ID_NONE for a new person. */
static const struct error *check_manager(struct work *work, struct id own, struct id manager_id)
{
	struct id organisation_id = work->session.organisation_id;
	struct list above;
	int64_t below = 0;
	const struct error *error = person_managers(work->db, organisation_id, manager_id, &above);

	if (!error && !id_is_none(own))
		error = person_reports(work->db, organisation_id, own, &below);
	if (error)
		return error;
	if (is_among(above, own))
		work_fault(work, offsetof(struct person, manager_id),
			   "must not be the user or somebody who reports to them: that would be a "
			   "circle");
	else if ((int64_t)above.count + below > MANAGER_LINKS_MAX)
		work_fault(work, offsetof(struct person, manager_id),
			   "makes a chain of more than %d managers", MANAGER_LINKS_MAX);
	return NULL;
}

const struct error *person_is_sound(struct work *work, const struct person *person, bool *out)
{
	struct list chain = { NULL, 0 };
	const struct error *error = NULL;

	if (!id_is_none(person->manager_id))
		error = person_managers(work->db, person->record.organisation_id, person->record.id,
					&chain);
	*out = chain.count <= MANAGER_LINKS_MAX + 1;
	return error;
}

static const struct error *check_person(struct work *work, const struct draft *draft)
{
	const struct given *given = draft->given;
	struct person *after = draft->after;
	struct id own = draft->before ? after->record.id : ID_NONE;

	if (GIVEN(given, struct person, email) &&
	    !email_normalise(work->arena, after->email, &after->email))
		work_fault(work, offsetof(struct person, email), "is not an e-mail address");
	if (GIVEN(given, struct person, manager_id) && !id_is_none(after->manager_id))
		return check_manager(work, own, after->manager_id);
	return NULL;
}

/* Who left is out at once, and stays out when brought back; who has another role begins anew, but for
 * the session that made the change (reading 117). */
static const struct error *end_sessions(struct work *work, const struct person *before,
					const struct person *after)
{
	const struct error *error;

	if (after->is_active && before->role == after->role)
		return NULL;
	if (after->is_active)
		return sessions_end(work, after, work->session.session_id, ENDED_ROLE);
	error = sessions_end(work, after, ID_NONE, ENDED_DEACTIVATED);
	return error ? error :
		       tokens_remove_all(work->db, after->record.organisation_id, after->record.id);
}

static const struct error *ripple_person(struct work *work, const void *before, void *after)
{
	const struct error *error = person_store_teams(work->db, after);

	return error || !before ? error : end_sessions(work, before, after);
}

static const struct error *fill_people(struct work *work, struct list rows,
				       const struct reading *reading)
{
	(void)reading;
	return person_load_teams(work->db, work->session.organisation_id, rows);
}

static const struct error *load_person(struct work *work, void *record, const struct given *given)
{
	(void)given;
	return person_load_teams(work->db, work->session.organisation_id,
				 (struct list){ record, 1 });
}

static const struct error *deactivate(struct work *work, void *record)
{
	struct person *person = record;

	(void)work;
	person->is_active = false;
	return NULL;
}

const struct resource person_resource = {
	.thing = &person_thing,
	.check = check_person,
	.load = load_person,
	.ripple = ripple_person,
	.fill = fill_people,
	.retire = deactivate,
};

/* ---- departments and teams ------------------------------------------------------------------- */

enum { DEPARTMENT_DEPTH_MAX = 32 };

static const struct error *check_department(struct work *work, const struct draft *draft)
{
	const struct department *after = draft->after;
	struct id own = draft->before ? after->record.id : ID_NONE, id = after->parent_id;

	if (!GIVEN(draft->given, struct department, parent_id))
		return NULL;
	for (int level = 0; !id_is_none(id); level++) {
		struct department above;
		bool found;
		const struct error *error;

		if (id_equal(id, own) || level >= DEPARTMENT_DEPTH_MAX) {
			work_fault(work, offsetof(struct department, parent_id),
				   level >= DEPARTMENT_DEPTH_MAX ? "makes a chain of more than 32 "
								   "departments" :
								   "must not be the department "
								   "itself or one below it");
			return NULL;
		}
		error = work_find(work, &department_thing, id, &above, &found);
		if (error || !found)
			return error;
		id = above.parent_id;
	}
	return NULL;
}

const struct error *department_is_sound(struct work *work, const struct department *department,
					bool *out)
{
	struct department above = *department;
	const struct error *error = NULL;
	bool found = true;
	int level = 0;

	while (!error && found && level < DEPARTMENT_DEPTH_MAX && !id_is_none(above.parent_id)) {
		error = thing_get(work->db, &department_thing, department->record.organisation_id,
				  above.parent_id, &above, &found);
		level++;
	}
	*out = level < DEPARTMENT_DEPTH_MAX;
	return error;
}

const struct resource department_resource = {
	.thing = &department_thing,
	.check = check_department,
};

const struct resource team_resource = {
	.thing = &team_thing,
};

/* ---- cycles ---------------------------------------------------------------------------------- */

static const struct error *check_cycle(struct work *work, const struct draft *draft)
{
	struct cycle *after = draft->after;

	if (!date_is_none(after->start_date) && !date_is_none(after->end_date) &&
	    after->start_date.days > after->end_date.days)
		work_fault(work, offsetof(struct cycle, end_date),
			   "must not be before the start_date");
	return NULL;
}

static const struct error *follow_cycle(struct work *work, const struct cycle *cycle,
					struct objective *objective)
{
	const struct error *error;

	objective->period_start = cycle->start_date;
	objective->period_end = cycle->end_date;
	error = thing_update(work->db, &objective_thing, objective);
	return error ? error : rollup_momentum(work, objective);
}

/* Objectives of the cycle have a new period: the first check-ins of their key results may have
 * gained at another rate than was thought. Deleted ones too, for they may be restored. */
static const struct error *ripple_cycle(struct work *work, const void *before_, void *after_)
{
	const struct cycle *before = before_, *after = after_;
	struct query query = {
		.thing = &objective_thing,
		.organisation_id = work->session.organisation_id,
		.sort_column = offsetof(struct record, id),
		.limit = 500,
	};
	struct list rows = { NULL, 500 };

	if (!before || !after ||
	    (before->start_date.days == after->start_date.days &&
	     before->end_date.days == after->end_date.days))
		return NULL;
	query_add(&query, CONDITION_EQUAL, offsetof(struct objective, cycle_id),
		  value_id(after->record.id));
	while (rows.count == query.limit) {
		struct objective *items;
		const struct error *error = query_run(work->db, &query, &rows);

		items = rows.items;
		for (size_t i = 0; !error && i < rows.count; i++)
			error = follow_cycle(work, after, &items[i]);
		if (error)
			return error;
		query.has_after = true;
		if (rows.count > 0)
			query.after_id = items[rows.count - 1].record.id;
	}
	return NULL;
}

static const struct error *fill_cycles(struct work *work, struct list rows,
				       const struct reading *reading)
{
	struct cycle *items = rows.items;

	(void)reading;
	for (size_t i = 0; i < rows.count; i++)
		items[i].status = cycle_status_of(
			(struct period){ items[i].start_date, items[i].end_date }, work->today);
	return NULL;
}

const struct resource cycle_resource = {
	.thing = &cycle_thing,
	.check = check_cycle,
	.ripple = ripple_cycle,
	.fill = fill_cycles,
};
