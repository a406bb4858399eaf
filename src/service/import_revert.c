/*
 * Taking an import back, in one transaction and from its last record to its first, so that nothing is
 * removed before what hangs on it. People who are named elsewhere by now are deactivated.
 */
#include "service/import_revert.h"

#include "base/copy.h"
#include "import_earlier.h"
#include "import_kinds.h"
#include "model/directory.h"
#include "model/key_result.h"
#include "model/objective.h"
#include "rollup.h"
#include "service/imports.h"
#include "service/journal_internal.h"
#include "service/phases.h"
#include "service/writing.h"
#include "store/imports.h"
#include "store/organisations.h"
#include "store/query.h"
#include "store/statement.h"
#include "store/things.h"
#include "store/tree.h"

/* ---- whether it may be ---------------------------------------------------------------------------- */

static const struct error *check_state(struct work *work, const struct import *import)
{
	int64_t max = (int64_t)IMPORT_REVERT_DAYS * MS_PER_DAY;

	if (import->state != IMPORT_APPLIED)
		return error_new(work->arena, ERROR_CONFLICT,
				 "This import is not applied, so there is nothing to revert.");
	if (work->now.ms - import->applied_at.ms > max)
		return error_new(work->arena, ERROR_CONFLICT,
				 "This import was applied more than %d days ago.",
				 IMPORT_REVERT_DAYS);
	return NULL;
}

static const struct error *check_touched(struct work *work, const struct import *import)
{
	struct text list = TEXT("");
	size_t count = 0;

	for (unsigned i = 0; i < TEMPLATE_KINDS; i++) {
		word kind = (word)i;
		const struct thing *thing = import_thing_of(kind);
		struct list touched;
		const struct id *ids;
		const struct error *error =
			import_touched(work->db, &import->record, kind, thing->table, &touched);

		if (error)
			return error;
		ids = touched.items;
		for (size_t j = 0; j < touched.count && j < 3; j++) {
			char printed[ID_PRINT_MAX];

			list = arena_print(work->arena, "%.*s%s%s %.*s", TEXT_PRINT(list),
					   list.size > 0 ? ", " : "", thing->name,
					   TEXT_PRINT(id_print(ids[j], ID_PLAIN, printed)));
		}
		count += touched.count;
	}
	if (count == 0)
		return NULL;
	return error_new(
		work->arena, ERROR_CONFLICT,
		"%zu records of this import were changed since, or something else hangs on "
		"them: %.*s. Use force=true to revert all the same.",
		count, TEXT_PRINT(list));
}

/* ---- removing ---------------------------------------------------------------------------------------- */

static const struct error *remove_row(struct work *work, const struct thing *thing,
				      const void *record)
{
	const struct record *head = record;
	const struct error *error = thing_remove(work->db, thing, head->organisation_id, head->id);

	if (db_is_reference(error))
		return error_new(
			work->arena, ERROR_CONFLICT,
			"A %s of this import is in use by now. Move or delete what uses it "
			"first.",
			thing->name);
	return error ? error : journal_note(work, thing, record, NULL);
}

static const struct error *remove_objective(struct work *work, const void *record)
{
	const struct objective *objective = record;
	struct objective of_nobody = *objective;
	const struct error *error;

	of_nobody.assignee_ids = of_nobody.viewer_ids = (struct ids){ NULL, 0 };
	error = tree_store_people(work->db, &of_nobody);
	if (!error)
		error = remove_row(work, &objective_thing, record);
	return error ? error : rollup_from(work, objective->parent_id);
}

/* What is left of its history: check-ins that somebody made since go by force alone. */
static const struct error *remove_history(struct work *work, struct id key_result_id)
{
	struct query query = { .thing = &check_in_thing,
			       .organisation_id = work->session.organisation_id,
			       .sort_column = offsetof(struct record, id),
			       .limit = INT32_MAX };
	struct list rows;
	const struct error *error;

	query_add(&query, CONDITION_EQUAL, offsetof(struct check_in, key_result_id),
		  value_id(key_result_id));
	error = query_run(work->db, &query, &rows);
	for (size_t i = 0; !error && i < rows.count; i++) {
		const struct check_in *entry = (const struct check_in *)rows.items + i;

		if (entry->kind == ENTRY_CHECK_IN)
			error = remove_row(work, &check_in_thing, entry);
		else
			error = thing_remove(work->db, &check_in_thing,
					     entry->record.organisation_id, entry->record.id);
	}
	return error;
}

static const struct error *remove_key_result(struct work *work, const void *record)
{
	const struct key_result *key_result = record;
	const struct error *error = remove_history(work, key_result->record.id);

	if (!error)
		error = remove_row(work, &key_result_thing, record);
	return error ? error : rollup_from(work, key_result->objective_id);
}

/* Check-ins and updates, which change what they belong to. */
static const struct error *remove_entry(struct work *work, const struct resource *resource,
					const void *record)
{
	struct journal_entry *entry = journal_open(work, resource->thing);
	const struct record *head = record;
	const struct error *error =
		thing_remove(work->db, resource->thing, head->organisation_id, head->id);

	if (!error)
		error = resource->ripple(work, record, NULL);
	return error ? error : journal_close(work, entry, record, NULL);
}

/* Whoever is named elsewhere stays, deactivated. */
static const struct error *remove_person(struct work *work, const void *record)
{
	struct person person = *(const struct person *)record;
	const struct error *error = person_load_teams(work->db, person.record.organisation_id,
						      (struct list){ &person, 1 });
	struct person alone = person;

	alone.team_ids = (struct ids){ NULL, 0 };
	if (!error)
		error = person_store_teams(work->db, &alone);
	if (error)
		return error;
	error = thing_remove(work->db, &person_thing, person.record.organisation_id,
			     person.record.id);
	if (!error)
		return journal_note(work, &person_thing, record, NULL);
	if (!db_is_reference(error))
		return error;
	error = person_store_teams(work->db, &person);
	return error ? error :
		       resource_delete(work, import_resource(TEMPLATE_USER), person.record.id, NULL,
				       &alone);
}

static const struct error *remove_made(struct work *work, word kind, const void *record)
{
	const struct resource *resource = import_resource(kind);
	const struct error *error = phase_permits(work, resource->thing, record, NULL, NULL);

	if (error)
		return error;
	if (kind == TEMPLATE_OBJECTIVE)
		return remove_objective(work, record);
	if (kind == TEMPLATE_KEY_RESULT)
		return remove_key_result(work, record);
	if (kind == TEMPLATE_USER)
		return remove_person(work, record);
	if (kind == TEMPLATE_CHECK_IN || kind == TEMPLATE_KPI_UPDATE)
		return remove_entry(work, resource, record);
	error = resource->clear ? resource->clear(work, record) : NULL;
	return error ? error : remove_row(work, resource->thing, record);
}

/* ---- one record ---------------------------------------------------------------------------------------- */

static const struct error *put_back(struct work *work, const struct import_change *change)
{
	const struct resource *resource = import_resource(change->kind);
	const struct thing *thing = resource->thing;
	void *record = arena_take(work->arena, thing->form.size);
	struct given given = { { 0 } };

	copy_bytes(record, thing->form.size, thing->form.blank, thing->form.size);
	import_earlier_read(work->arena, thing, change->earlier, record, &given);
	return resource_update(work, resource, change->record_id, record, &given, NULL, record);
}

static const struct error *revert_one(struct work *work, const struct import_change *change)
{
	const struct thing *thing = import_thing_of(change->kind);
	void *record = arena_take(work->arena, thing->form.size);
	bool found;
	const struct error *error = thing_get(work->db, thing, work->session.organisation_id,
					      change->record_id, record, &found);

	if (error || !found)
		return error;
	return change->is_new ? remove_made(work, change->kind, record) : put_back(work, change);
}

static const struct error *revert_all(struct work *work, const struct import *import)
{
	struct list rows;
	const struct error *error = import_changes(work->db, &import->record, &rows);

	work->joins = true;
	rollup_postpone(work);
	for (size_t i = 0; !error && i < rows.count; i++)
		error = revert_one(work, (const struct import_change *)rows.items + i);
	if (!error)
		error = rollup_postponed(work);
	work->postponed = NULL;
	work->joins = false;
	return error ? error : import_change_forget(work->db, &import->record);
}

const struct error *import_revert(struct work *work, struct id id, bool is_forced,
				  struct import *out)
{
	struct import import;
	char printed[ID_PRINT_MAX];
	const struct error *error = work_begin(work);

	if (!error)
		error = work_need(work, &import_thing, id, &import);
	if (!error)
		error = check_state(work, &import);
	if (!error && !is_forced)
		error = check_touched(work, &import);
	if (error)
		return error;
	work->via = VIA_IMPORT;
	work->reason = arena_print(work->arena, "import %.*s",
				   TEXT_PRINT(id_print(id, ID_PLAIN, printed)));
	error = revert_all(work, &import);
	if (error)
		return error;
	import.state = IMPORT_REVERTED;
	import.reverted_at = import.record.updated_at = work->stamp;
	import.record.version++;
	error = thing_update(work->db, &import_thing, &import);
	journal_add_event(work, IMPORT_REVERTED_NOW,
			  arena_print(work->arena, "{\"import_id\":\"%.*s\"}",
				      TEXT_PRINT(id_print(id, ID_PLAIN, printed))));
	return error ? error : import_get(work, id, out);
}
