/*
 * The phases of cycles: in which of them a write stands, of which kind it is, and whether that is
 * allowed. A workspace without a cycle in review or closed is not asked anything (work->is_unphased).
 */
#include "service/phases.h"

#include "model/initiative.h"
#include "model/journal.h"
#include "model/key_result.h"
#include "model/objective.h"
#include "service/linked.h"
#include "store/things.h"
#include "store/tree.h"

/* ---- the table ------------------------------------------------------------------------------- */

enum verdict { FREE, ADMINISTRATORS, NOBODY };

static const enum verdict verdicts[][WRITE_CYCLE + 1] = {
	[PHASE_RUNNING] = { FREE, FREE, FREE, FREE },
	[PHASE_DRAFT] = { FREE, FREE, FREE, FREE },
	[PHASE_REVIEW] = { [WRITE_WORDS] = FREE,
			   [WRITE_VALUES] = FREE,
			   [WRITE_STRUCTURE] = ADMINISTRATORS,
			   [WRITE_CYCLE] = FREE },
	[PHASE_CLOSED] = { NOBODY, NOBODY, NOBODY, NOBODY },
};

/* Of a key the scope is what the role is of a person. */
static bool is_administrator(const struct work *work)
{
	if (work->session.is_person)
		return work->session.is_admin;
	return work->session.scopes & SCOPE_WORKSPACE_ADMIN;
}

static enum verdict verdict_of(const struct work *work, word phase, enum phase_write write)
{
	enum verdict verdict = phase == WORD_NONE ? FREE : verdicts[phase][write];

	return verdict == ADMINISTRATORS && is_administrator(work) ? FREE : verdict;
}

bool phase_allows(const struct work *work, word phase, enum phase_write write)
{
	return verdict_of(work, phase, write) == FREE;
}

/* ---- the kind of a write --------------------------------------------------------------------- */

struct member {
	const struct thing *thing;
	size_t offset;
	enum phase_write write;
};

#define OBJECTIVE(member)                                                                          \
	{                                                                                          \
		&objective_thing, offsetof(struct objective, member), WRITE_WORDS                  \
	}
#define KEY_RESULT(member, write)                                                                  \
	{                                                                                          \
		&key_result_thing, offsetof(struct key_result, member), write                      \
	}

/* What is neither named here nor an initiative's nor a check-in's is structure (reading 156). */
static const struct member members[] = {
	OBJECTIVE(title),
	OBJECTIVE(description),
	OBJECTIVE(tags),
	OBJECTIVE(category),
	OBJECTIVE(linked_project_ids),
	OBJECTIVE(dependencies),
	OBJECTIVE(source),
	OBJECTIVE(source_type),
	OBJECTIVE(owner_id),
	OBJECTIVE(grade),
	OBJECTIVE(grade_proposed),
	OBJECTIVE(outcome),
	OBJECTIVE(closing_note),
	OBJECTIVE(closed_at),
	OBJECTIVE(closed_by),
	OBJECTIVE(assignee_ids),
	KEY_RESULT(title, WRITE_WORDS),
	KEY_RESULT(description, WRITE_WORDS),
	KEY_RESULT(tags, WRITE_WORDS),
	KEY_RESULT(source, WRITE_WORDS),
	KEY_RESULT(source_type, WRITE_WORDS),
	KEY_RESULT(owner_id, WRITE_WORDS),
	KEY_RESULT(grade, WRITE_WORDS),
	KEY_RESULT(grade_proposed, WRITE_WORDS),
	KEY_RESULT(outcome, WRITE_WORDS),
	KEY_RESULT(closing_note, WRITE_WORDS),
	KEY_RESULT(current_value, WRITE_VALUES),
	KEY_RESULT(status, WRITE_VALUES),
};

static enum phase_write write_of_member(const struct thing *thing, size_t offset)
{
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		if (members[i].thing == thing && members[i].offset == offset)
			return members[i].write;
	return WRITE_STRUCTURE;
}

/* What the journal tells of a thing is what it is by itself. */
static enum phase_write write_of_change(const struct thing *thing, const void *before,
					const void *after)
{
	const struct telling *telling = telling_of(thing);
	enum phase_write write = WRITE_WORDS;

	for (size_t i = 0; i < telling->count; i++) {
		size_t offset = telling->fields[i].offset;
		const struct field *field = field_at(&thing->form, offset);
		enum phase_write own = write_of_member(thing, offset);

		if (own > write && !field_equal(field->kind, (const char *)before + offset,
						(const char *)after + offset))
			write = own;
	}
	return write;
}

static enum phase_write write_of(const struct thing *thing, const void *before, const void *after,
				 const struct given *given)
{
	const struct objective *objective = after;

	if (thing == &cycle_thing)
		return WRITE_CYCLE;
	if (thing == &check_in_thing)
		return WRITE_VALUES;
	if (thing == &initiative_thing)
		return WRITE_WORDS;
	if (!before || !after)
		return WRITE_STRUCTURE;
	if (thing == &objective_thing && GIVEN(given, struct objective, key_result_ids) &&
	    objective->has_new_key_results)
		return WRITE_STRUCTURE;
	return write_of_change(thing, before, after);
}

/* ---- where a record stands ------------------------------------------------------------------- */

/* Whether the session sees what is on the way makes no difference here. */
static const struct error *objective_id_of(struct work *work, const struct thing *thing,
					   const void *record, struct id *out)
{
	struct key_result key_result = { .objective_id = ID_NONE };
	const struct error *error = NULL;
	bool found;

	if (thing == &initiative_thing)
		*out = ((const struct initiative *)record)->objective_id;
	else if (thing == &key_result_thing)
		*out = ((const struct key_result *)record)->objective_id;
	else if (thing == &check_in_thing) {
		error = thing_get(work->db, &key_result_thing, work->session.organisation_id,
				  ((const struct check_in *)record)->key_result_id, &key_result,
				  &found);
		*out = key_result.objective_id;
	} else
		*out = ID_NONE;
	return error;
}

static const struct error *phase_of_cycle(struct work *work, struct id cycle_id, word *out)
{
	struct cycle cycle = { .phase = WORD_NONE };
	const struct error *error = NULL;
	bool found = false;

	if (!id_is_none(cycle_id))
		error = thing_get(work->db, &cycle_thing, work->session.organisation_id, cycle_id,
				  &cycle, &found);
	*out = found ? cycle.phase : WORD_NONE;
	return error;
}

static const struct error *phase_of_objective(struct work *work, struct id id, word *out)
{
	struct objective objective = { .cycle_id = ID_NONE };
	const struct error *error = NULL;
	bool found;

	if (!id_is_none(id))
		error = thing_get(work->db, &objective_thing, work->session.organisation_id, id,
				  &objective, &found);
	return error ? error : phase_of_cycle(work, objective.cycle_id, out);
}

static const struct error *phase_of(struct work *work, const struct thing *thing,
				    const void *record, word *out)
{
	const struct error *error;
	struct id id;

	*out = WORD_NONE;
	if (!record)
		return NULL;
	if (thing == &cycle_thing) {
		*out = ((const struct cycle *)record)->phase;
		return NULL;
	}
	if (thing == &objective_thing)
		return phase_of_cycle(work, ((const struct objective *)record)->cycle_id, out);
	error = objective_id_of(work, thing, record, &id);
	return error ? error : phase_of_objective(work, id, out);
}

static struct ids objectives_of(struct work *work, struct list key_results)
{
	return linked_ids(work, key_results, sizeof(struct key_result),
			  offsetof(struct key_result, objective_id));
}

const struct error *phases_of(struct work *work, struct ids objectives, struct list *out)
{
	struct list rows, cycles;
	const struct objective *items;
	struct objective_phase *found;
	const struct error *error = linked_load(work, &objective_thing, objectives, &rows);

	if (!error)
		error = linked_load(work, &cycle_thing,
				    linked_ids(work, rows, sizeof(struct objective),
					       offsetof(struct objective, cycle_id)),
				    &cycles);
	if (error)
		return error;
	items = rows.items;
	found = arena_array(work->arena, rows.count + 1, sizeof(*found));
	for (size_t i = 0; i < rows.count; i++) {
		const struct cycle *cycle = linked_find(&cycle_thing, cycles, items[i].cycle_id);

		found[i] = (struct objective_phase){ items[i].record.id,
						     cycle ? cycle->phase : WORD_NONE };
	}
	*out = (struct list){ found, rows.count };
	return NULL;
}

word phase_find(struct list phases, struct id objective_id)
{
	struct list own = tree_slice(phases, sizeof(struct objective_phase),
				     offsetof(struct objective_phase, objective_id), objective_id);

	return own.count > 0 ? ((const struct objective_phase *)own.items)->phase : WORD_NONE;
}

/* ---- what is refused ------------------------------------------------------------------------- */

static const struct error *refuse(struct work *work, enum verdict verdict)
{
	if (verdict == NOBODY)
		return error_new(work->arena, ERROR_CONFLICT, "The cycle is closed.");
	if (verdict == ADMINISTRATORS)
		return error_new(work->arena, ERROR_FORBIDDEN,
				 "Only administrators may change structure and targets while the "
				 "cycle is in review.");
	return NULL;
}

/* Of several the 403 comes first. */
static void join(enum verdict *verdict, enum verdict other)
{
	if (*verdict == FREE || other == ADMINISTRATORS)
		*verdict = other == FREE ? *verdict : other;
}

/* Key results that come from elsewhere leave what they belonged to. */
static const struct error *judge_linked(struct work *work, const struct objective *after,
					enum verdict *verdict)
{
	struct list named = { (void *)(uintptr_t)after->key_result_ids.items,
			      after->key_result_ids.count };
	struct list key_results, phases;
	const struct key_result *items;
	const struct error *error = linked_load(work, &key_result_thing,
						linked_ids(work, named, sizeof(struct id), 0),
						&key_results);

	if (!error)
		error = phases_of(work, objectives_of(work, key_results), &phases);
	if (error)
		return error;
	items = key_results.items;
	for (size_t i = 0; i < key_results.count; i++)
		if (!id_equal(items[i].objective_id, after->record.id))
			join(verdict, verdict_of(work, phase_find(phases, items[i].objective_id),
						 WRITE_STRUCTURE));
	return NULL;
}

bool phase_binds(const struct thing *thing)
{
	static const struct thing *const bound[] = { &cycle_thing, &objective_thing,
						     &key_result_thing, &check_in_thing,
						     &initiative_thing };

	for (size_t i = 0; i < sizeof(bound) / sizeof(bound[0]); i++)
		if (bound[i] == thing)
			return true;
	return false;
}

const struct error *phase_permits(struct work *work, const struct thing *thing, const void *before,
				  const void *after, const struct given *given)
{
	enum verdict verdict = FREE;
	word was = WORD_NONE, is = WORD_NONE;
	enum phase_write write;
	const struct error *error;

	if (work->is_unphased || !phase_binds(thing))
		return NULL;
	write = write_of(thing, before, after, given);
	error = phase_of(work, thing, before, &was);
	if (!error)
		error = phase_of(work, thing, after, &is);
	join(&verdict, verdict_of(work, was, write));
	join(&verdict, verdict_of(work, is, write));
	if (!error && after && thing == &objective_thing &&
	    GIVEN(given, struct objective, key_result_ids))
		error = judge_linked(work, after, &verdict);
	return error ? error : refuse(work, verdict);
}

const struct error *phase_permits_words(struct work *work, const struct objective *objective)
{
	word phase;
	const struct error *error = phase_of(work, &objective_thing, objective, &phase);

	return error ? error : refuse(work, verdict_of(work, phase, WRITE_WORDS));
}

const struct error *phase_permits_check_ins(struct work *work, struct list check_ins)
{
	struct ids ids = linked_ids(work, check_ins, sizeof(struct check_in),
				    offsetof(struct check_in, key_result_id));
	enum verdict verdict = FREE;
	struct list key_results, phases;
	const struct objective_phase *items;
	const struct error *error;

	if (work->is_unphased)
		return NULL;
	error = linked_load(work, &key_result_thing, ids, &key_results);
	if (!error)
		error = phases_of(work, objectives_of(work, key_results), &phases);
	if (error)
		return error;
	items = phases.items;
	for (size_t i = 0; i < phases.count; i++)
		join(&verdict, verdict_of(work, items[i].phase, WRITE_VALUES));
	return refuse(work, verdict);
}

/* ---- time ------------------------------------------------------------------------------------ */

struct date cycle_day(const struct cycle *cycle, struct date today)
{
	bool is_over = cycle && cycle->phase == PHASE_CLOSED && !date_is_none(cycle->closed_on);

	return is_over && cycle->closed_on.days < today.days ? cycle->closed_on : today;
}

const struct error *objective_set_day(struct work *work, struct objective *objective)
{
	struct cycle cycle;
	const struct error *error = NULL;
	bool found = false;

	if (!id_is_none(objective->cycle_id))
		error = thing_get(work->db, &cycle_thing, work->session.organisation_id,
				  objective->cycle_id, &cycle, &found);
	objective->cycle_phase = found ? cycle.phase : WORD_NONE;
	objective->day = cycle_day(found ? &cycle : NULL, work->today);
	return error;
}
