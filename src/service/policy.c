/*
 * What the rule of who may edit (policy_rule.c) refuses, in which words, and what it tells
 * beforehand. How somebody stands to a record is read by store/relations.c.
 */
#include "service/policy.h"

#include <assert.h>

#include "service/linked.h"
#include "service/phases.h"
#include "service/policy_rule.h"

/* ---- who owns -------------------------------------------------------------------------------- */

struct id policy_owner(const struct work *work)
{
	return work->session.is_person && work->is_owners ? work->session.person_id : ID_NONE;
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

	return rule_relate(work, ids, ids, out);
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
	if (rule_is_free(work))
		return NULL;
	ends[0] = *own;
	ends[1] = after ? *after : *own;
	error = relate_key_results(work, (struct list){ ends, 2 }, &relations);
	if (!error)
		error = judge(work, rule_edits_key_result(&relations, own),
			      id_is_none(own->objective_id) ? change_loose_key_result :
							      change_key_result);
	/* Loose at the other end is nobody's (reading 125). */
	if (!error && !id_is_none(ends[1].objective_id) &&
	    !id_equal(ends[1].objective_id, own->objective_id))
		error = judge(work, rule_edits_key_result(&relations, &ends[1]), move_key_result);
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
			error = judge(work, rule_edits_key_result(&relations, &items[i]),
				      move_key_result);
	return error;
}

static const struct error *may_create(struct work *work, const struct objective *after)
{
	struct ids parent = { &after->parent_id, !id_is_none(after->parent_id) };
	struct relations relations;
	const struct standing *above;
	const struct error *error = rule_relate(work, parent, parent, &relations);

	if (error)
		return error;
	above = rule_find(&relations, after->parent_id);
	return judge(work,
		     rule_may_make(&relations, after) || (above && rule_edits(&relations, above)),
		     create_objective[after->type]);
}

static const struct error *may_change(struct work *work, const struct objective *before)
{
	struct standing own = rule_standing(before);
	struct ids parent = { &own.parent_id, !id_is_none(own.parent_id) };
	struct relations relations;
	const struct error *error =
		rule_relate(work, (struct ids){ &own.id, 1 }, parent, &relations);

	return error ? error : judge(work, rule_edits(&relations, &own), change_objective);
}

const struct error *objective_may(struct work *work, const void *before, const void *after,
				  const struct given *given)
{
	const struct error *error;

	if (rule_is_free(work))
		return NULL;
	if (!after)
		return may_change(work, before);
	error = before ? may_change(work, before) : may_create(work, after);
	if (!error && GIVEN(given, struct objective, key_result_ids))
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

	if (rule_is_free(work))
		return NULL;
	error = relate_check_ins(work, check_ins, &key_results, &relations);
	items = key_results.items;
	for (size_t i = 0; !error && i < key_results.count; i++)
		error = judge(work, rule_checks_in(&relations, &items[i]), check_in);
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
	if (rule_is_free(work))
		return NULL;
	error = relate_check_ins(work, one, &key_results, &relations);
	if (error)
		return error;
	return judge(work,
		     rule_is_me(&relations, own.person_id) ||
			     (key_results.count > 0 &&
			      rule_edits_key_result(&relations, key_results.items)),
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

	return error ? error : rule_relate(work, objectives, objectives, out);
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
	bool from = rule_is_loose(before) || rule_edits_hook(relations, key_results, before);
	bool to = rule_is_loose(after) || rule_edits_hook(relations, key_results, after);

	return judge(work, from && to, move_initiative);
}

const struct error *initiative_may(struct work *work, const void *before_, const void *after_,
				   const struct given *given)
{
	const struct initiative *before = before_, *after = after_, *was, *is;
	struct initiative ends[2];
	struct list key_results;
	struct relations relations;
	const struct error *error;

	(void)given;
	if (rule_is_free(work))
		return NULL;
	assert(before || after);
	was = before ? before : after;
	is = after ? after : before;
	ends[0] = *was;
	ends[1] = *is;
	error = relate_initiatives(work, (struct list){ ends, 2 }, &key_results, &relations);
	if (error)
		return error;
	if (!before)
		return judge(work,
			     rule_is_loose(after) ||
				     rule_edits_hook(&relations, key_results, after),
			     create_initiative);
	error = judge(work, rule_edits_initiative(&relations, key_results, before),
		      rule_is_loose(before) ? change_loose_initiative : change_initiative);
	if (!error && is_moved(&ends[0], &ends[1]))
		error = may_move(work, &relations, key_results, &ends[0], &ends[1]);
	return error;
}

/* ---- KPIs ------------------------------------------------------------------------------------ */

const struct error *kpi_may(struct work *work, const void *before, const void *after,
			    const struct given *given)
{
	(void)given;
	if (rule_is_free(work))
		return NULL;
	if (!before)
		return judge(work, rule_edits_kpi(work, after), create_kpi);
	return judge(work, rule_edits_kpi(work, before), change_kpi);
}

const struct error *kpi_update_may(struct work *work, const void *before, const void *after,
				   const struct given *given)
{
	const struct kpi_update *update = before ? before : after;
	struct kpi kpi;
	const struct error *error;

	(void)given;
	if (rule_is_free(work))
		return NULL;
	error = work_need(work, &kpi_thing, update->kpi_id, &kpi);
	return error ? error : judge(work, rule_edits_kpi(work, &kpi), change_kpi);
}

/* ---- the rule told beforehand ---------------------------------------------------------------- */

static bool has_scope(const struct work *work, unsigned scope)
{
	return (work->session.scopes & scope) == scope;
}

/* One bit each for what the relation allows, as far as the scopes go as well (reading 129). */
static int64_t can_of(const struct work *work, word phase, bool is_editor, bool is_reporter)
{
	int64_t can = 0;

	if (!has_scope(work, SCOPE_WRITE_OKRS))
		is_editor = false;
	if (is_editor && phase_allows(work, phase, WRITE_WORDS))
		can |= 1 << CAN_EDIT;
	if (is_editor && phase_allows(work, phase, WRITE_STRUCTURE))
		can |= 1 << CAN_DELETE;
	if (is_reporter && has_scope(work, SCOPE_CHECKINS_WRITE) &&
	    phase_allows(work, phase, WRITE_VALUES))
		can |= 1 << CAN_CHECK_IN;
	return can;
}

static void tell_key_result(const struct work *work, const struct relations *relations, word phase,
			    struct key_result *key_result)
{
	bool free = rule_is_free(work);

	key_result->can = can_of(work, phase, free || rule_edits_key_result(relations, key_result),
				 free || rule_checks_in(relations, key_result));
}

const struct error *key_results_tell(struct work *work, struct list rows)
{
	struct key_result *items = rows.items;
	struct relations relations = { .session = &work->session };
	struct list phases;
	const struct error *error = phases_of(work,
					      linked_ids(work, rows, sizeof(*items),
							 offsetof(struct key_result, objective_id)),
					      &phases);

	if (!error && !rule_is_free(work))
		error = relate_key_results(work, rows, &relations);
	for (size_t i = 0; !error && i < rows.count; i++)
		tell_key_result(work, &relations, phase_find(phases, items[i].objective_id),
				&items[i]);
	return error;
}

/* Those of a page's objectives stand on what was read for these. */
static void tell_within(const struct work *work, const struct relations *relations, bool is_editor,
			bool is_reporter, const struct objective *objective)
{
	struct key_result *items = objective->key_results.items;

	for (size_t i = 0; i < objective->key_results.count; i++)
		items[i].can = can_of(work, objective->cycle_phase, is_editor,
				      is_reporter || rule_is_me(relations, items[i].owner_id));
}

static void tell_objective(const struct work *work, const struct relations *relations,
			   struct objective *objective)
{
	struct standing standing = rule_standing(objective);
	bool is_editor = rule_is_free(work) || rule_edits(relations, &standing);
	bool is_reporter = is_editor || rule_is_my_team(&work->session, objective->team_id);

	objective->can = can_of(work, objective->cycle_phase, is_editor, is_reporter);
	tell_within(work, relations, is_editor, is_reporter, objective);
}

const struct error *objectives_tell(struct work *work, struct list rows)
{
	size_t size = sizeof(struct objective);
	struct relations relations = { .session = &work->session };
	const struct error *error = NULL;

	if (!rule_is_free(work))
		error = rule_relate(
			work, linked_ids(work, rows, size, offsetof(struct objective, record.id)),
			linked_ids(work, rows, size, offsetof(struct objective, parent_id)),
			&relations);
	for (size_t i = 0; !error && i < rows.count; i++)
		tell_objective(work, &relations, (struct objective *)rows.items + i);
	return error;
}

const struct error *initiatives_tell(struct work *work, struct list rows)
{
	struct initiative *items = rows.items;
	struct list key_results = { NULL, 0 }, phases;
	struct relations relations = { .session = &work->session };
	const struct error *error = phases_of(work,
					      linked_ids(work, rows, sizeof(*items),
							 offsetof(struct initiative, objective_id)),
					      &phases);

	if (!error && !rule_is_free(work))
		error = relate_initiatives(work, rows, &key_results, &relations);
	for (size_t i = 0; !error && i < rows.count; i++) {
		bool is_open =
			phase_allows(work, phase_find(phases, items[i].objective_id), WRITE_WORDS);

		items[i].can = can_of(
			work, WORD_NONE,
			is_open && (rule_is_free(work) ||
				    rule_edits_initiative(&relations, key_results, &items[i])),
			false);
	}
	return error;
}

const struct error *kpis_tell(struct work *work, struct list rows)
{
	struct kpi *items = rows.items;
	int64_t all = 1 << CAN_EDIT | 1 << CAN_DELETE | 1 << CAN_CHECK_IN;

	for (size_t i = 0; i < rows.count; i++)
		items[i].can =
			has_scope(work, SCOPE_KPIS_WRITE) &&
					(rule_is_free(work) || rule_edits_kpi(work, &items[i])) ?
				all :
				0;
	return NULL;
}

/* ---- what may be made ------------------------------------------------------------------------ */

static int64_t can_create_of(const struct work *work, const struct covered *covered)
{
	const struct session *session = &work->session;
	bool free = rule_is_free(work), is_manager = session->role == ROLE_MANAGER;
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
	if (!rule_is_free(work))
		error = rule_covered(work, &covered);
	if (error)
		return error;
	*out = has_scope(work, SCOPE_WRITE_OKRS) ? can_create_of(work, &covered) : 0;
	if (has_scope(work, SCOPE_KPIS_WRITE))
		*out |= 1 << CREATE_KPI;
	return NULL;
}
