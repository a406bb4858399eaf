/*
 * Recomputing what is stored, and reading all of it. Progress and times must be equal to the last
 * bit: both sides run the same functions on the same rows. A row of looks[] is a walk over one table;
 * its order is that in which one follows from the other.
 */
#include "service/verify.h"

#include "base/copy.h"
#include "base/unicode.h"
#include "model/directory.h"
#include "model/initiative.h"
#include "model/kpi.h"
#include "model/progress.h"
#include "model/review.h"
#include "model/sign_in.h"
#include "model/things.h"
#include "model/workspace.h"
#include "service/directory_internal.h"
#include "service/kpis_internal.h"
#include "service/objectives.h"
#include "service/rollup.h"
#include "service/writing.h"
#include "store/answers.h"
#include "store/damage.h"
#include "store/history.h"
#include "store/members.h"
#include "store/name_keys.h"
#include "store/organisations.h"
#include "store/query.h"
#include "store/references.h"
#include "store/reviews.h"
#include "store/sign_in.h"
#include "store/things.h"
#include "store/tree.h"

enum { ROWS_AT_ONCE = 500 };

/* A damaged value of the page that is looked at. */
struct damaged {
	struct damaged *next;
	struct id id;
	const char *column;
};

struct walk {
	struct work *work;
	struct verify_report *report;
	bool repair;
	const struct look *look;
	struct damaged *damaged;
};

/* One walk over a thing's table. */
struct look {
	const struct thing *thing;
	/* Computes them in a copy of the row; *applies false: nothing follows for this one. */
	const struct error *(*derive)(struct work *work, void *record, bool *applies);
	/* After they were stored; may be NULL. */
	const struct error *(*carry)(struct work *work, const void *record);
	/* What else belongs to a page of rows; may be NULL. */
	const struct error *(*also)(struct walk *walk, struct list rows);
	unsigned sources; /* of the fields that are computed: one bit for each enum field_source */
	bool is_second;   /* the table was walked before: its damage was told */
};

static const struct look *look_at(size_t i);

/* ---- findings -------------------------------------------------------------------------------- */

static void tell(struct verify_report *report, const struct verify_finding *finding)
{
	report->findings++;
	if (!finding->is_repairable)
		report->left++;
	if (report->found)
		report->found(report->context, finding);
}

static bool is_derived(const struct thing *thing, const char *column)
{
	const struct field *field = field_named(&thing->form, text_from(column));

	return field && field->source != SOURCE_CALLER;
}

static const struct thing *thing_of(const char *table)
{
	const struct look *look;

	for (size_t i = 0; (look = look_at(i)) != NULL; i++)
		if (strcmp(look->thing->table, table) == 0)
			return look->thing;
	return NULL;
}

static void tell_damage(struct verify_report *report, const struct damage *damage)
{
	const struct thing *thing = thing_of(damage->table);
	struct verify_finding finding = {
		.thing = thing ? thing->name : damage->table,
		.table = damage->table,
		.id = damage->id,
		.field = damage->column,
		.stored = damage->stored,
		.computed = damage->read_as,
		.is_repairable = thing && is_derived(thing, damage->column),
	};

	tell(report, &finding);
}

static void note_damage(void *context, const struct damage *damage)
{
	struct walk *walk = context;
	struct damaged *damaged = arena_take(walk->work->arena, sizeof(*damaged));

	*damaged = (struct damaged){ walk->damaged, damage->id, damage->column };
	walk->damaged = damaged;
	if (!walk->look || !walk->look->is_second)
		tell_damage(walk->report, damage);
}

static bool is_damaged(const struct walk *walk, struct id id, const char *column)
{
	for (const struct damaged *d = walk->damaged; d; d = d->next)
		if (id_equal(d->id, id) && strcmp(d->column, column) == 0)
			return true;
	return false;
}

static struct text shown(struct arena *arena, const struct field *field, const void *record)
{
	struct value value = value_of(field, record);

	return value_shown(arena, field, &value);
}

static bool is_equal(const struct field *field, const void *a, const void *b)
{
	return field_equal(field->kind, (const char *)a + field->offset,
			   (const char *)b + field->offset);
}

static void tell_difference(struct walk *walk, const struct field *field, const void *stored,
			    const void *computed)
{
	const struct thing *thing = walk->look->thing;
	struct verify_finding finding = {
		.thing = thing->name,
		.table = thing->table,
		.id = ((const struct record *)stored)->id,
		.field = field->name,
		.stored = shown(walk->work->arena, field, stored),
		.computed = shown(walk->work->arena, field, computed),
		.is_repairable = true,
	};

	tell(walk->report, &finding);
}

/* Tells which computed fields differ; says whether any does, or is damaged, which is told already. */
static bool compare(struct walk *walk, const void *stored, const void *computed)
{
	const struct form *form = &walk->look->thing->form;
	bool differs = false;

	for (size_t i = 0; i < form->count; i++) {
		const struct field *field = &form->fields[i];
		bool is_told;

		if (!(walk->look->sources >> field->source & 1))
			continue;
		is_told = is_damaged(walk, ((const struct record *)stored)->id, field->name);
		if (!is_told && is_equal(field, stored, computed))
			continue;
		differs = true;
		if (!is_told)
			tell_difference(walk, field, stored, computed);
	}
	return differs;
}

static void tell_shape(struct walk *walk, struct id id, const char *field, int links_max)
{
	const struct thing *thing = walk->look->thing;
	struct verify_finding finding = {
		thing->name,
		thing->table,
		id,
		field,
		arena_print(walk->work->arena, "a circle, or a chain of more than %d", links_max),
		TEXT("a tree"),
		false,
	};

	tell(walk->report, &finding);
}

/* ---- what is derived --------------------------------------------------------------------------- */

static const struct error *derive_period(struct work *work, void *record, bool *applies)
{
	*applies = true;
	return objective_set_period(work, record);
}

static const struct error *derive_key_result(struct work *work, void *record, bool *applies)
{
	struct key_result *key_result = record;
	const struct error *error = history_count(work->db, key_result->record.organisation_id,
						  key_result->record.id,
						  &key_result->check_in_count);

	*applies = true;
	key_result->home_id = key_result->objective_id;
	return error ? error : rollup_key_result(work, key_result);
}

static const struct error *is_awake(struct work *work, const struct objective *objective, bool *out)
{
	struct cycle cycle = { .phase = PHASE_RUNNING };
	const struct error *error = NULL;
	bool found;

	*out = instant_is_none(objective->deleted_at);
	if (!*out || id_is_none(objective->cycle_id))
		return NULL;
	error = thing_get(work->db, &cycle_thing, objective->record.organisation_id,
			  objective->cycle_id, &cycle, &found);
	*out = cycle.phase != PHASE_CLOSED;
	return error;
}

/* One that is deleted keeps what it had, and so does one of a closed cycle: when they come back, their
 * parts are added up anew. */
static const struct error *derive_objective(struct work *work, void *record, bool *applies)
{
	struct objective *objective = record;
	struct part *parts;
	size_t count;
	const struct error *error = is_awake(work, objective, applies);

	if (error || !*applies)
		return error;
	error = objective_parts(work, objective->record.id, &parts, &count);
	if (error)
		return error;
	objective->progress = progress_roll_up(parts, count, objective_is_done(objective));
	objective->confidence_level = confidence_roll_up(parts, count);
	objective->last_check_in_at = last_check_in_roll_up(parts, count);
	return NULL;
}

static const struct error *carry_objective(struct work *work, const void *record)
{
	return rollup_from(work, ((const struct objective *)record)->parent_id);
}

static const struct error *derive_initiative(struct work *work, void *record, bool *applies)
{
	struct initiative *initiative = record;
	struct key_result key_result;
	struct objective objective;
	const struct error *error;

	*applies = false;
	if (id_is_none(initiative->key_result_id))
		return NULL;
	error = thing_get(work->db, &key_result_thing, initiative->record.organisation_id,
			  initiative->key_result_id, &key_result, applies);
	if (error || !*applies)
		return error;
	initiative->objective_id = key_result.objective_id;
	if (id_is_none(key_result.objective_id))
		return NULL;
	/* What the key result refers to may not exist. */
	return thing_get(work->db, &objective_thing, initiative->record.organisation_id,
			 key_result.objective_id, &objective, applies);
}

/* ---- what else belongs to rows ------------------------------------------------------------------ */

static const struct error *also_departments(struct walk *walk, struct list rows)
{
	const struct department *items = rows.items;

	for (size_t i = 0; i < rows.count; i++) {
		bool is_sound;
		const struct error *error = department_is_sound(walk->work, &items[i], &is_sound);

		if (error)
			return error;
		if (!is_sound)
			tell_shape(walk, items[i].record.id, "parent_id", OBJECTIVE_DEPTH_MAX);
	}
	return NULL;
}

static const struct error *also_people(struct walk *walk, struct list rows)
{
	const struct person *items = rows.items;
	const struct error *error =
		person_load_teams(walk->work->db, walk->work->session.organisation_id, rows);

	for (size_t i = 0; !error && i < rows.count; i++) {
		bool is_sound;

		error = person_is_sound(walk->work, &items[i], &is_sound);
		if (!error && !is_sound)
			tell_shape(walk, items[i].record.id, "manager_id", MANAGER_LINKS_MAX);
	}
	return error;
}

static const struct error *also_objectives(struct walk *walk, struct list rows)
{
	const struct objective *items = rows.items;
	const struct error *error = objective_load_people(walk->work, rows);

	for (size_t i = 0; !error && i < rows.count; i++) {
		struct list above;

		error = tree_ancestors(walk->work->db, items[i].record.organisation_id,
				       items[i].record.id, &above);
		if (!error && above.count > OBJECTIVE_DEPTH_MAX)
			tell_shape(walk, items[i].record.id, "parent_id", OBJECTIVE_DEPTH_MAX);
	}
	walk->report->objectives += (int64_t)rows.count;
	return error;
}

static const struct error *also_key_results(struct walk *walk, struct list rows)
{
	walk->report->key_results += (int64_t)rows.count;
	return NULL;
}

static const struct error *also_reviews(struct walk *walk, struct list rows)
{
	const struct error *error = NULL;

	for (size_t i = 0; !error && i < rows.count; i++)
		error = review_load_answers(walk->work->db, (struct review *)rows.items + i);
	return error;
}

enum { ROLL_UP = 1 << SOURCE_ROLL_UP, PERIOD = 1 << SOURCE_PERIOD, LINK = 1 << SOURCE_LINK };

static const struct look looks[] = {
	{ .thing = &department_thing, .also = also_departments },
	{ .thing = &team_thing },
	{ .thing = &person_thing, .also = also_people },
	{ .thing = &api_key_thing },
	{ .thing = &cycle_thing },
	{ .thing = &objective_thing,
	  .sources = PERIOD,
	  .derive = derive_period,
	  .also = also_objectives },
	{ .thing = &check_in_thing },
	{ .thing = &key_result_thing,
	  .sources = ROLL_UP | LINK,
	  .derive = derive_key_result,
	  .also = also_key_results },
	{ .thing = &objective_thing,
	  .sources = ROLL_UP,
	  .derive = derive_objective,
	  .carry = carry_objective,
	  .is_second = true },
	{ .thing = &kpi_update_thing, .sources = ROLL_UP, .derive = kpi_update_derive },
	{ .thing = &kpi_thing, .sources = ROLL_UP, .derive = kpi_derive },
	{ .thing = &initiative_thing, .sources = LINK, .derive = derive_initiative },
	{ .thing = &review_cycle_thing },
	{ .thing = &review_thing, .also = also_reviews },
	{ .thing = &person_token_thing },
	{ .thing = &session_thing },
};

static const struct look *look_at(size_t i)
{
	return i < sizeof(looks) / sizeof(looks[0]) ? &looks[i] : NULL;
}

/* ---- all of it --------------------------------------------------------------------------------- */

/* Only what is derived is stored: what cannot be, elsewhere in the row, stays for its owner to see. */
static const struct error *store(struct walk *walk, void *computed)
{
	const struct look *look = walk->look;
	const struct error *error;

	((struct record *)computed)->updated_at = walk->work->stamp;
	error = members_update(walk->work->db, look->thing, computed, look->sources);
	if (!error && look->carry)
		error = look->carry(walk->work, computed);
	return error;
}

static const struct error *verify_row(struct walk *walk, const void *stored)
{
	const struct thing *thing = walk->look->thing;
	void *computed = arena_take(walk->work->arena, thing->form.size);
	bool applies;
	const struct error *error;

	copy_bytes(computed, thing->form.size, stored, thing->form.size);
	error = walk->look->derive(walk->work, computed, &applies);
	/* Of what follows from nothing the value that was read is as good as any. */
	if (!error && !applies)
		copy_bytes(computed, thing->form.size, stored, thing->form.size);
	if (error || !compare(walk, stored, computed) || !walk->repair) {
		/* cppcheck-suppress returnDanglingLifetime; an error stands in the arena */
		return error;
	}
	return store(walk, computed);
}

static const struct error *verify_page(struct walk *walk, struct list rows)
{
	const struct error *error = walk->look->also ? walk->look->also(walk, rows) : NULL;

	/* What was told of the page is not told again while its rows are computed. */
	db_on_damage(walk->work->db, damage_overlook, NULL);
	for (size_t i = 0; !error && walk->look->derive && i < rows.count; i++)
		error = verify_row(walk,
				   (const char *)rows.items + i * walk->look->thing->form.size);
	return error;
}

/* Page by page, the memory of each given back: a workspace may be larger than that. */
static const struct error *verify_look(struct walk *walk)
{
	struct work *work = walk->work;
	const struct thing *thing = walk->look->thing;
	struct query query = {
		.thing = thing,
		.organisation_id = work->session.organisation_id,
		.sort_column = offsetof(struct record, id),
		.is_descending = true,
		.limit = ROWS_AT_ONCE,
	};
	struct arena *arena = work->arena, *own = arena_new(1 << 20);
	const struct error *error = NULL;
	struct list rows = { NULL, ROWS_AT_ONCE };

	while (!error && rows.count == ROWS_AT_ONCE) {
		arena_reset(own);
		work->arena = own;
		walk->damaged = NULL;
		db_use(work->db, own);
		db_on_damage(work->db, note_damage, walk);
		error = query_run(work->db, &query, &rows);
		if (!error && rows.count > 0) {
			const char *last =
				(const char *)rows.items + (rows.count - 1) * thing->form.size;

			query.after_id = ((const struct record *)(const void *)last)->id;
			error = verify_page(walk, rows);
		}
		query.has_after = true;
		if (walk->report->looked)
			walk->report->looked(walk->report);
	}
	work->arena = arena;
	db_use(work->db, arena);
	if (error)
		error = error_copy(arena, error);
	arena_free(own);
	return error;
}

/* ---- names ------------------------------------------------------------------------------------- */

static const struct error *verify_names(struct walk *walk, const struct thing *thing,
					const struct field *field)
{
	struct work *work = walk->work;
	struct id organisation_id = work->session.organisation_id;
	struct list rows;
	const struct error *error = name_keys_wrong(work->db, thing, field, organisation_id, &rows);
	const struct named_row *items = rows.items;

	for (size_t i = 0; !error && i < rows.count; i++) {
		struct verify_finding finding = {
			.thing = thing->name,
			.table = thing->table,
			.id = items[i].id,
			.field = arena_string(work->arena,
					      arena_print(work->arena, "%s_key", field->name)),
			.stored = text_is_none(items[i].key) ? TEXT("none") : items[i].key,
			.computed = text_fold(work->arena, items[i].name),
			.is_repairable = true,
		};

		tell(walk->report, &finding);
		if (walk->repair)
			error = name_key_store(work->db, thing, field, organisation_id, items[i].id,
					       items[i].name);
	}
	return error;
}

/* Of every thing whose names are unique; the workspace's own among them. */
static const struct error *verify_all_names(struct walk *walk)
{
	const struct error *error = verify_names(walk, &workspace_thing,
						 field_named(&workspace_thing.form, TEXT("name")));

	for (size_t i = 0; !error && all_things[i]; i++) {
		const struct form *form = &all_things[i]->form;

		for (size_t j = 0; !error && j < form->count; j++)
			if (field_has_key(&form->fields[j]))
				error = verify_names(walk, all_things[i], &form->fields[j]);
	}
	return error;
}

/* The workspace's own row, and the tables whose rows are no records. */
static const struct error *verify_beside(struct walk *walk)
{
	struct work *work = walk->work;
	struct organisation organisation;
	struct workspace workspace;
	bool found;
	const struct error *error;

	walk->look = NULL;
	db_on_damage(work->db, note_damage, walk);
	error = organisation_get(work->db, work->session.organisation_id, &organisation, &found);
	if (!error)
		error = workspace_read(work->db, work->session.organisation_id, &workspace, &found);
	if (!error)
		error = login_read_all(work->db, work->session.organisation_id);
	return error ? error : answer_read_all(work->db, work->session.organisation_id);
}

static void tell_references(struct work *work, struct verify_report *report, struct list rows)
{
	const struct broken_reference *items = rows.items;

	for (size_t i = 0; i < rows.count; i++) {
		const struct thing *thing = thing_of(items[i].table);
		struct verify_finding finding = {
			.thing = thing ? thing->name : items[i].table,
			.table = items[i].table,
			.id = items[i].id,
			.field = items[i].column,
			.computed = TEXT("nothing has this id"),
		};
		char *printed = arena_take(work->arena, ID_UUID_SIZE);

		id_print_uuid(items[i].refers_to, printed);
		finding.stored = (struct text){ printed, ID_UUID_SIZE };
		tell(report, &finding);
	}
}

const struct error *verify_rows(struct work *work, bool repair, struct verify_report *report)
{
	struct walk walk = { .work = work, .report = report, .repair = repair };
	struct list broken = { NULL, 0 };
	const struct error *error = NULL;

	for (size_t i = 0; !error && (walk.look = look_at(i)) != NULL; i++)
		error = verify_look(&walk);
	if (!error)
		error = verify_beside(&walk);
	if (!error)
		error = verify_all_names(&walk);
	db_on_damage(work->db, damage_overlook, NULL);
	if (!error)
		error = references_broken(work->db, work->session.organisation_id, &broken);
	if (!error)
		tell_references(work, report, broken);
	return error;
}

const struct error *verify_orphans(struct work *work, struct verify_report *report)
{
	struct list orphans;
	const struct error *error = references_orphans(work->db, &orphans);

	if (!error)
		tell_references(work, report, orphans);
	work_end(work);
	return error;
}

const struct error *verify_workspace(struct work *work, bool repair, struct verify_report *report)
{
	const struct error *error = repair ? work_begin(work) : NULL;

	if (!error)
		error = verify_rows(work, repair, report);
	if (!error && repair)
		return work_commit(work);
	work_end(work);
	return error;
}
