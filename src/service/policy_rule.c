/*
 * The rule of who may edit, without its words: what decides, read in a few questions, and the functions
 * that decide, which ask nothing. What is refused, told and shown is policy.c's.
 */
#include "service/policy_rule.h"

#include "model/directory.h"
#include "service/linked.h"
#include "store/tree.h"

/* Whether nothing here binds the session. */
bool rule_is_free(const struct work *work)
{
	return !work->session.is_person || work->session.is_admin || !work->is_owners;
}

/* ---- what decides ---------------------------------------------------------------------------- */

const struct error *rule_covered(struct work *work, struct covered *out)
{
	const struct session *session = &work->session;

	*out = (struct covered){ { NULL, 0 }, { NULL, 0 } };
	if (session->role != ROLE_MANAGER)
		return NULL;
	return relations_covered(work->db, session->organisation_id, session->department_id, out);
}

const struct error *rule_relate(struct work *work, struct ids own, struct ids above,
				struct relations *out)
{
	struct id organisation_id = work->session.organisation_id;
	struct relations found = { .session = &work->session };
	const struct error *error =
		relations_above(work->db, organisation_id, above, &found.standings);

	if (!error)
		error = relations_assigned(work->db, organisation_id, work->session.person_id, own,
					   &found.assigned);
	if (!error)
		error = rule_covered(work, &found.covered);
	if (!error)
		*out = found;
	return error;
}

const struct standing *rule_find(const struct relations *relations, struct id id)
{
	struct list slice = tree_slice(relations->standings, sizeof(struct standing),
				       offsetof(struct standing, id), id);

	return slice.count > 0 ? slice.items : NULL;
}

struct standing rule_standing(const struct objective *objective)
{
	return (struct standing){
		.id = objective->record.id,
		.parent_id = objective->parent_id,
		.owner_id = objective->owner_id,
		.department_id = objective->department_id,
		.team_id = objective->team_id,
		.is_deleted = !instant_is_none(objective->deleted_at),
	};
}

bool rule_is_me(const struct relations *relations, struct id id)
{
	return !id_is_none(id) && id_equal(id, relations->session->person_id);
}

bool rule_is_my_team(const struct session *session, struct id team_id)
{
	return !id_is_none(team_id) && linked_has(session->team_ids, team_id);
}

/* ---- the rule -------------------------------------------------------------------------------- */

/* Owners above edit what is below, as far as the chain of living ones goes (reading 121). */
static bool owns_above(const struct relations *relations, const struct standing *standing)
{
	const struct standing *above = rule_find(relations, standing->parent_id);

	for (int i = 0; above && i < OBJECTIVE_DEPTH_MAX; i++) {
		if (above->is_deleted)
			return false;
		if (rule_is_me(relations, above->owner_id))
			return true;
		above = rule_find(relations, above->parent_id);
	}
	return false;
}

static bool manages_department(const struct relations *relations, struct id department_id)
{
	return !id_is_none(department_id) &&
	       linked_has(relations->covered.departments, department_id);
}

static bool manages_team(const struct relations *relations, struct id team_id)
{
	if (relations->session->role != ROLE_MANAGER || id_is_none(team_id))
		return false;
	return rule_is_my_team(relations->session, team_id) ||
	       linked_has(relations->covered.teams, team_id);
}

bool rule_edits(const struct relations *relations, const struct standing *standing)
{
	return rule_is_me(relations, standing->owner_id) ||
	       linked_has(relations->assigned, standing->id) ||
	       manages_department(relations, standing->department_id) ||
	       manages_team(relations, standing->team_id) || owns_above(relations, standing);
}

/* What hangs on an objective; a loose key result is its owner's (reading 127). */
bool rule_edits_key_result(const struct relations *relations, const struct key_result *key_result)
{
	const struct standing *standing = rule_find(relations, key_result->objective_id);

	if (id_is_none(key_result->objective_id))
		return rule_is_me(relations, key_result->owner_id);
	return standing && rule_edits(relations, standing);
}

bool rule_checks_in(const struct relations *relations, const struct key_result *key_result)
{
	const struct standing *standing = rule_find(relations, key_result->objective_id);

	return rule_is_me(relations, key_result->owner_id) ||
	       (standing && rule_is_my_team(relations->session, standing->team_id)) ||
	       rule_edits_key_result(relations, key_result);
}

/* What an initiative hangs on: an objective, else a loose key result (struct key_result, by id), else
 * nothing. */
bool rule_edits_hook(const struct relations *relations, struct list key_results,
		     const struct initiative *initiative)
{
	const struct standing *standing = rule_find(relations, initiative->objective_id);
	const struct key_result *key_result;

	if (!id_is_none(initiative->objective_id))
		return standing && rule_edits(relations, standing);
	key_result = linked_find(&key_result_thing, key_results, initiative->key_result_id);
	return key_result && rule_edits_key_result(relations, key_result);
}

bool rule_is_loose(const struct initiative *initiative)
{
	return id_is_none(initiative->objective_id) && id_is_none(initiative->key_result_id);
}

bool rule_edits_initiative(const struct relations *relations, struct list key_results,
			   const struct initiative *initiative)
{
	if (rule_is_me(relations, initiative->owner_id))
		return true;
	if (rule_is_loose(initiative))
		return rule_is_me(relations, initiative->record.created_by);
	return rule_edits_hook(relations, key_results, initiative);
}

bool rule_edits_kpi(const struct work *work, const struct kpi *kpi)
{
	const struct session *session = &work->session;

	return (!id_is_none(kpi->owner_id) && id_equal(kpi->owner_id, session->person_id)) ||
	       rule_is_my_team(session, kpi->team_id);
}

/* Whether its own type gives the right to make it (reading 123); the organisation's are the
 * administrators'. */
bool rule_may_make(const struct relations *relations, const struct objective *objective)
{
	switch ((enum objective_type)objective->type) {
	case TYPE_INDIVIDUAL:
		return rule_is_me(relations, objective->owner_id);
	case TYPE_TEAM:
		return rule_is_my_team(relations->session, objective->team_id) ||
		       manages_team(relations, objective->team_id);
	case TYPE_DEPARTMENT:
		return manages_department(relations, objective->department_id);
	case TYPE_ORGANISATION:
		break;
	}
	return false;
}
