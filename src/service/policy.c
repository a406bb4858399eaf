/*
 * The rule of who may edit. What decides is read first, in a few questions for any number of rows
 * (struct relations); the rule itself is the short functions between, which ask nothing.
 */
#include "service/policy.h"

#include "model/directory.h"
#include "model/initiative.h"
#include "model/key_result.h"
#include "model/kpi.h"
#include "model/objective.h"
#include "service/linked.h"
#include "service/resource.h"
#include "store/relations.h"
#include "store/tree.h"

/* Whether nothing here binds the session. */
static bool is_free(const struct work *work)
{
	return !work->session.is_person || work->session.is_admin || !work->is_owners;
}

struct id policy_owner(const struct work *work)
{
	return work->session.is_person && work->is_owners ? work->session.person_id : ID_NONE;
}

/* ---- what decides ---------------------------------------------------------------------------- */

/* How the session's person stands to the objectives that rows are, or hang on. */
struct relations {
	const struct session *session;
	struct list standings;  /* struct standing, by id: those asked for, and what is above */
	struct ids assigned;    /* objectives */
	struct covered covered; /* by a manager's department; nothing for others */
};

static const struct error *load_covered(struct work *work, struct covered *out)
{
	const struct session *session = &work->session;

	*out = (struct covered){ { NULL, 0 }, { NULL, 0 } };
	if (session->role != ROLE_MANAGER)
		return NULL;
	return relations_covered(work->db, session->organisation_id, session->department_id, out);
}

/* `own`: the objectives in question, in order; `above`: those whose standings are not at hand, or
 * whose parents' are not. */
static const struct error *load(struct work *work, struct ids own, struct ids above,
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
		error = load_covered(work, &found.covered);
	if (!error)
		*out = found;
	return error;
}

static const struct standing *find(const struct relations *relations, struct id id)
{
	struct list slice = tree_slice(relations->standings, sizeof(struct standing),
				       offsetof(struct standing, id), id);

	return slice.count > 0 ? slice.items : NULL;
}

static struct standing standing_of(const struct objective *objective)
{
	return (struct standing){
		.id = objective->record.id,
		.parent_id = objective->parent_id,
		.owner_id = objective->owner_id,
		.department_id = objective->department_id,
		.team_id = objective->team_id,
		.deleted_at = objective->deleted_at,
	};
}

static bool is_me(const struct relations *relations, struct id id)
{
	return !id_is_none(id) && id_equal(id, relations->session->person_id);
}

static bool is_my_team(const struct session *session, struct id team_id)
{
	return !id_is_none(team_id) && linked_has(session->team_ids, team_id);
}

/* ---- the rule -------------------------------------------------------------------------------- */

/* Owners above edit what is below, as far as the chain of living ones goes (reading 121). */
static bool owns_above(const struct relations *relations, const struct standing *standing)
{
	const struct standing *above = find(relations, standing->parent_id);

	for (int i = 0; above && i < OBJECTIVE_DEPTH_MAX; i++) {
		if (!instant_is_none(above->deleted_at))
			return false;
		if (is_me(relations, above->owner_id))
			return true;
		above = find(relations, above->parent_id);
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
	return is_my_team(relations->session, team_id) ||
	       linked_has(relations->covered.teams, team_id);
}

static bool edits(const struct relations *relations, const struct standing *standing)
{
	return is_me(relations, standing->owner_id) ||
	       linked_has(relations->assigned, standing->id) ||
	       manages_department(relations, standing->department_id) ||
	       manages_team(relations, standing->team_id) || owns_above(relations, standing);
}

/* What hangs on an objective; a loose key result is its owner's (reading 127). */
static bool edits_key_result(const struct relations *relations, const struct key_result *key_result)
{
	const struct standing *standing = find(relations, key_result->objective_id);

	if (id_is_none(key_result->objective_id))
		return is_me(relations, key_result->owner_id);
	return standing && edits(relations, standing);
}

static bool checks_in(const struct relations *relations, const struct key_result *key_result)
{
	const struct standing *standing = find(relations, key_result->objective_id);

	return is_me(relations, key_result->owner_id) ||
	       (standing && is_my_team(relations->session, standing->team_id)) ||
	       edits_key_result(relations, key_result);
}

/* What an initiative hangs on: an objective, else a loose key result (struct key_result, by id), else
 * nothing. */
static bool edits_hook(const struct relations *relations, struct list key_results,
		       const struct initiative *initiative)
{
	const struct standing *standing = find(relations, initiative->objective_id);
	const struct key_result *key_result;

	if (!id_is_none(initiative->objective_id))
		return standing && edits(relations, standing);
	key_result = linked_find(&key_result_thing, key_results, initiative->key_result_id);
	return key_result && edits_key_result(relations, key_result);
}

static bool is_loose(const struct initiative *initiative)
{
	return id_is_none(initiative->objective_id) && id_is_none(initiative->key_result_id);
}

static bool edits_initiative(const struct relations *relations, struct list key_results,
			     const struct initiative *initiative)
{
	if (is_me(relations, initiative->owner_id))
		return true;
	if (is_loose(initiative))
		return is_me(relations, initiative->record.created_by);
	return edits_hook(relations, key_results, initiative);
}

static bool edits_kpi(const struct work *work, const struct kpi *kpi)
{
	const struct session *session = &work->session;

	return (!id_is_none(kpi->owner_id) && id_equal(kpi->owner_id, session->person_id)) ||
	       is_my_team(session, kpi->team_id);
}

/* Whether its own type gives the right to make it (reading 123); the organisation's are the
 * administrators'. */
static bool may_make(const struct relations *relations, const struct objective *objective)
{
	switch ((enum objective_type)objective->type) {
	case TYPE_INDIVIDUAL:
		return is_me(relations, objective->owner_id);
	case TYPE_TEAM:
		return is_my_team(relations->session, objective->team_id) ||
		       manages_team(relations, objective->team_id);
	case TYPE_DEPARTMENT:
		return manages_department(relations, objective->department_id);
	case TYPE_ORGANISATION:
		break;
	}
	return false;
}

/* ---- the rule in words ----------------------------------------------------------------------- */

#define OF_OBJECTIVE                                                                               \
	"owner and assignees, the owners of objectives above it, managers of its department or "   \
	"team, and administrators may "
#define OR_ABOVE ", and those who may change the objective above it, may create this "

static const char change_objective[] = "Only its " OF_OBJECTIVE "change this objective.";
static const char change_key_result[] = "Only its objective's " OF_OBJECTIVE
					"change this key result.";
static const char change_loose_key_result[] =
	"Only its owner and administrators may change this key result.";
static const char move_key_result[] =
	"Only those who may change both objectives may change where this key result belongs.";
static const char check_in[] =
	"Only its owner, members of the objective's team, and those who may change the objective "
	"may check in on this key result.";
static const char change_check_in[] =
	"Only its author, and those who may change the objective, may change this check-in.";
static const char change_initiative[] =
	"Only its owner, and those who may change its objective or key result, may change this "
	"initiative.";
static const char change_loose_initiative[] =
	"Only its owner, its creator and administrators may change this initiative.";
static const char move_initiative[] =
	"Only those who may change both objectives may change where this initiative belongs.";
static const char create_initiative[] =
	"Only those who may change its objective or key result may create this initiative.";
static const char change_kpi[] =
	"Only its owner, members of its team, and administrators may change this KPI.";
static const char create_kpi[] =
	"Only its owner, members of its team, and administrators may create this KPI.";

static const char *const create_objective[] = {
	[TYPE_ORGANISATION] = "Only administrators" OR_ABOVE "company objective.",
	[TYPE_DEPARTMENT] = "Only managers of the department, administrators" OR_ABOVE
			    "department objective.",
	[TYPE_TEAM] = "Only members and managers of the team, administrators" OR_ABOVE
		      "team objective.",
	[TYPE_INDIVIDUAL] = "Only its owner, administrators" OR_ABOVE "individual objective.",
};

static const struct error *judge(struct work *work, bool is_allowed, const char *sentence)
{
	if (is_allowed)
		return NULL;
	return error_new(work->arena, ERROR_FORBIDDEN, "%s", sentence);
}

/* ---- key results ----------------------------------------------------------------------------- */

static const struct error *relate_key_results(struct work *work, struct list rows,
					      struct relations *out)
{
	struct ids ids = linked_ids(work, rows, sizeof(struct key_result),
				    offsetof(struct key_result, objective_id));

	return load(work, ids, ids, out);
}

const struct error *key_result_may(struct work *work, const void *before_, const void *after_,
				   const struct given *given)
{
	const struct key_result *before = before_, *after = after_;
	struct key_result ends[2];
	struct relations relations;
	const struct key_result *own = before ? before : after;
	const struct error *error;

	(void)given;
	if (is_free(work))
		return NULL;
	ends[0] = *own;
	ends[1] = after ? *after : *own;
	error = relate_key_results(work, (struct list){ ends, 2 }, &relations);
	if (!error)
		error = judge(work, edits_key_result(&relations, own),
			      id_is_none(own->objective_id) ? change_loose_key_result :
							      change_key_result);
	/* Loose at the other end is nobody's (reading 125). */
	if (!error && !id_is_none(ends[1].objective_id) &&
	    !id_equal(ends[1].objective_id, own->objective_id))
		error = judge(work, edits_key_result(&relations, &ends[1]), move_key_result);
	return error;
}

/* ---- objectives ------------------------------------------------------------------------------ */

/* Key results that come from elsewhere: one must be allowed to change them there (reading 125). */
static const struct error *may_link(struct work *work, const struct objective *after)
{
	struct list named = { (void *)(uintptr_t)after->key_result_ids.items,
			      after->key_result_ids.count };
	struct relations relations;
	struct list rows = { NULL, 0 };
	const struct key_result *items;
	const struct error *error = linked_load(
		work, &key_result_thing, linked_ids(work, named, sizeof(struct id), 0), &rows);

	if (!error)
		error = relate_key_results(work, rows, &relations);
	items = rows.items;
	for (size_t i = 0; !error && i < rows.count; i++)
		if (id_is_none(after->record.id) ||
		    !id_equal(items[i].objective_id, after->record.id))
			error = judge(work, edits_key_result(&relations, &items[i]),
				      move_key_result);
	return error;
}

static const struct error *may_create(struct work *work, const struct objective *after)
{
	struct ids parent = { &after->parent_id, !id_is_none(after->parent_id) };
	struct relations relations;
	const struct standing *above;
	const struct error *error = load(work, parent, parent, &relations);

	if (error)
		return error;
	above = find(&relations, after->parent_id);
	return judge(work, may_make(&relations, after) || (above && edits(&relations, above)),
		     create_objective[after->type]);
}

static const struct error *may_change(struct work *work, const struct objective *before)
{
	struct standing own = standing_of(before);
	struct ids parent = { &own.parent_id, !id_is_none(own.parent_id) };
	struct relations relations;
	const struct error *error = load(work, (struct ids){ &own.id, 1 }, parent, &relations);

	return error ? error : judge(work, edits(&relations, &own), change_objective);
}

const struct error *objective_may(struct work *work, const void *before, const void *after,
				  const struct given *given)
{
	const struct error *error;

	if (is_free(work))
		return NULL;
	error = before ? may_change(work, before) : may_create(work, after);
	if (!error && after && GIVEN(given, struct objective, key_result_ids))
		error = may_link(work, after);
	return error;
}

/* ---- check-ins ------------------------------------------------------------------------------- */

static const struct error *relate_check_ins(struct work *work, struct list check_ins,
					    struct list *key_results, struct relations *out)
{
	struct ids ids = linked_ids(work, check_ins, sizeof(struct check_in),
				    offsetof(struct check_in, key_result_id));
	const struct error *error = linked_load(work, &key_result_thing, ids, key_results);

	return error ? error : relate_key_results(work, *key_results, out);
}

const struct error *check_ins_may(struct work *work, struct list check_ins)
{
	struct list key_results = { NULL, 0 };
	struct relations relations;
	const struct key_result *items;
	const struct error *error;

	if (is_free(work))
		return NULL;
	error = relate_check_ins(work, check_ins, &key_results, &relations);
	items = key_results.items;
	for (size_t i = 0; !error && i < key_results.count; i++)
		error = judge(work, checks_in(&relations, &items[i]), check_in);
	return error;
}

/* Who may only check in corrects nobody else's (reading 126). */
const struct error *check_in_may(struct work *work, const void *before, const void *after,
				 const struct given *given)
{
	struct check_in own = *(const struct check_in *)(before ? before : after);
	struct list one = { &own, 1 }, key_results;
	struct relations relations;
	const struct error *error;

	(void)given;
	if (!before)
		return check_ins_may(work, one);
	if (is_free(work))
		return NULL;
	error = relate_check_ins(work, one, &key_results, &relations);
	if (error)
		return error;
	return judge(work,
		     is_me(&relations, own.person_id) ||
			     (key_results.count > 0 &&
			      edits_key_result(&relations, key_results.items)),
		     change_check_in);
}

/* ---- initiatives ----------------------------------------------------------------------------- */

/* The loose key results that initiatives hang on. */
static struct ids loose_hooks(struct work *work, struct list rows)
{
	const struct initiative *items = rows.items;
	struct id *ids = arena_array(work->arena, rows.count + 1, sizeof(*ids));
	size_t count = 0;

	for (size_t i = 0; i < rows.count; i++)
		if (id_is_none(items[i].objective_id))
			ids[count++] = items[i].key_result_id;
	return linked_ids(work, (struct list){ ids, count }, sizeof(*ids), 0);
}

static const struct error *relate_initiatives(struct work *work, struct list rows,
					      struct list *key_results, struct relations *out)
{
	struct ids objectives = linked_ids(work, rows, sizeof(struct initiative),
					   offsetof(struct initiative, objective_id));
	const struct error *error =
		linked_load(work, &key_result_thing, loose_hooks(work, rows), key_results);

	return error ? error : load(work, objectives, objectives, out);
}

static bool is_moved(const struct initiative *before, const struct initiative *after)
{
	return !id_equal(before->objective_id, after->objective_id) ||
	       !id_equal(before->key_result_id, after->key_result_id);
}

/* At both ends the right to change what it hangs on; its own owner's is not enough (reading 125). */
static const struct error *may_move(struct work *work, const struct relations *relations,
				    struct list key_results, const struct initiative *before,
				    const struct initiative *after)
{
	bool from = is_loose(before) || edits_hook(relations, key_results, before);
	bool to = is_loose(after) || edits_hook(relations, key_results, after);

	return judge(work, from && to, move_initiative);
}

const struct error *initiative_may(struct work *work, const void *before_, const void *after_,
				   const struct given *given)
{
	const struct initiative *before = before_, *after = after_;
	struct initiative ends[2];
	struct list key_results;
	struct relations relations;
	const struct error *error;

	(void)given;
	if (is_free(work))
		return NULL;
	ends[0] = before ? *before : *after;
	ends[1] = after ? *after : *before;
	error = relate_initiatives(work, (struct list){ ends, 2 }, &key_results, &relations);
	if (error)
		return error;
	if (!before)
		return judge(work, is_loose(after) || edits_hook(&relations, key_results, after),
			     create_initiative);
	error = judge(work, edits_initiative(&relations, key_results, before),
		      is_loose(before) ? change_loose_initiative : change_initiative);
	if (!error && is_moved(&ends[0], &ends[1]))
		error = may_move(work, &relations, key_results, &ends[0], &ends[1]);
	return error;
}

/* ---- KPIs ------------------------------------------------------------------------------------ */

const struct error *kpi_may(struct work *work, const void *before, const void *after,
			    const struct given *given)
{
	(void)given;
	if (is_free(work))
		return NULL;
	if (!before)
		return judge(work, edits_kpi(work, after), create_kpi);
	return judge(work, edits_kpi(work, before), change_kpi);
}

const struct error *kpi_update_may(struct work *work, const void *before, const void *after,
				   const struct given *given)
{
	const struct kpi_update *update = before ? before : after;
	struct kpi kpi;
	const struct error *error;

	(void)given;
	if (is_free(work))
		return NULL;
	error = work_need(work, &kpi_thing, update->kpi_id, &kpi);
	return error ? error : judge(work, edits_kpi(work, &kpi), change_kpi);
}

/* ---- the rule told beforehand ---------------------------------------------------------------- */

static bool has_scope(const struct work *work, unsigned scope)
{
	return (work->session.scopes & scope) == scope;
}

/* One bit each for what the relation allows, as far as the scopes go as well (reading 129). */
static int64_t can_of(const struct work *work, bool is_editor, bool is_reporter)
{
	int64_t can = 0;

	if (is_editor && has_scope(work, SCOPE_WRITE_OKRS))
		can |= 1 << CAN_EDIT | 1 << CAN_DELETE;
	if (is_reporter && has_scope(work, SCOPE_CHECKINS_WRITE))
		can |= 1 << CAN_CHECK_IN;
	return can;
}

static void tell_key_result(const struct work *work, const struct relations *relations,
			    struct key_result *key_result)
{
	bool free = is_free(work);

	key_result->can = can_of(work, free || edits_key_result(relations, key_result),
				 free || checks_in(relations, key_result));
}

const struct error *key_results_tell(struct work *work, struct list rows)
{
	struct key_result *items = rows.items;
	struct relations relations = { .session = &work->session };
	const struct error *error = NULL;

	if (!is_free(work))
		error = relate_key_results(work, rows, &relations);
	for (size_t i = 0; !error && i < rows.count; i++)
		tell_key_result(work, &relations, &items[i]);
	return error;
}

/* Those of a page's objectives stand on what was read for these. */
static void tell_within(const struct work *work, const struct relations *relations, bool is_editor,
			bool is_reporter, struct list key_results)
{
	struct key_result *items = key_results.items;

	for (size_t i = 0; i < key_results.count; i++)
		items[i].can =
			can_of(work, is_editor, is_reporter || is_me(relations, items[i].owner_id));
}

static void tell_objective(const struct work *work, const struct relations *relations,
			   struct objective *objective)
{
	struct standing standing = standing_of(objective);
	bool is_editor = is_free(work) || edits(relations, &standing);
	bool is_reporter = is_editor || is_my_team(&work->session, objective->team_id);

	objective->can = can_of(work, is_editor, is_reporter);
	tell_within(work, relations, is_editor, is_reporter, objective->key_results);
}

const struct error *objectives_tell(struct work *work, struct list rows)
{
	size_t size = sizeof(struct objective);
	struct relations relations = { .session = &work->session };
	const struct error *error = NULL;

	if (!is_free(work))
		error = load(work,
			     linked_ids(work, rows, size, offsetof(struct objective, record.id)),
			     linked_ids(work, rows, size, offsetof(struct objective, parent_id)),
			     &relations);
	for (size_t i = 0; !error && i < rows.count; i++)
		tell_objective(work, &relations, (struct objective *)rows.items + i);
	return error;
}

const struct error *initiatives_tell(struct work *work, struct list rows)
{
	struct initiative *items = rows.items;
	struct list key_results = { NULL, 0 };
	struct relations relations = { .session = &work->session };
	const struct error *error = NULL;

	if (!is_free(work))
		error = relate_initiatives(work, rows, &key_results, &relations);
	for (size_t i = 0; !error && i < rows.count; i++)
		items[i].can = can_of(
			work, is_free(work) || edits_initiative(&relations, key_results, &items[i]),
			false);
	return error;
}

const struct error *kpis_tell(struct work *work, struct list rows)
{
	struct kpi *items = rows.items;
	int64_t all = 1 << CAN_EDIT | 1 << CAN_DELETE | 1 << CAN_CHECK_IN;

	for (size_t i = 0; i < rows.count; i++)
		items[i].can = has_scope(work, SCOPE_KPIS_WRITE) &&
					       (is_free(work) || edits_kpi(work, &items[i])) ?
				       all :
				       0;
	return NULL;
}

/* ---- what may be made ------------------------------------------------------------------------ */

static int64_t can_create_of(const struct work *work, const struct covered *covered)
{
	const struct session *session = &work->session;
	bool free = is_free(work), is_manager = session->role == ROLE_MANAGER;
	bool has_team = session->team_ids.count > 0 || covered->teams.count > 0;
	bool has_department = is_manager && !id_is_none(session->department_id);
	int64_t can = 1 << CREATE_INDIVIDUAL;

	if (free || has_team)
		can |= 1 << CREATE_TEAM;
	if (free || has_department)
		can |= 1 << CREATE_DEPARTMENT;
	if (free)
		can |= 1 << CREATE_ORGANISATION;
	return can;
}

const struct error *policy_can_create(struct work *work, int64_t *out)
{
	struct covered covered = { { NULL, 0 }, { NULL, 0 } };
	const struct error *error = NULL;

	*out = INTEGER_NONE;
	if (!work->session.is_person)
		return NULL;
	if (!is_free(work))
		error = load_covered(work, &covered);
	if (error)
		return error;
	*out = has_scope(work, SCOPE_WRITE_OKRS) ? can_create_of(work, &covered) : 0;
	if (has_scope(work, SCOPE_KPIS_WRITE))
		*out |= 1 << CREATE_KPI;
	return NULL;
}
