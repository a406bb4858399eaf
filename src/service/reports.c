/*
 * Reports: reads everything that they are made from, each kind of row once.
 * Arithmetic, order and words are left to the model.
 */
#include "service/reports.h"

#include <math.h>

#include "model/period.h"
#include "service/directory.h"
#include "service/kpis.h"
#include "service/linked.h"
#include "service/objectives_internal.h"
#include "service/phases.h"
#include "service/resource.h"
#include "store/cycle_rows.h"
#include "store/query.h"
#include "store/things.h"
#include "store/tree.h"

/* More than a workspace has of anything: a report leaves nothing out. */
enum { ROWS_MAX = INT32_MAX };

/* What a report needs beside objectives and key results. */
enum need { NEED_KPIS = 1, NEED_TEAMS = 2, NEED_BLOCKERS = 4 };

/* ---- reading --------------------------------------------------------------------------------- */

static struct query query_all(struct work *work, const struct thing *thing)
{
	struct query query = { .thing = thing,
			       .sort_column = offsetof(struct record, id),
			       .limit = ROWS_MAX };

	work_limit(work, &query);
	return query;
}

/* Of these, all that the session may see, by id. */
static const struct error *load_all(struct work *work, const struct thing *thing, struct list *out)
{
	struct query query = query_all(work, thing);

	return query_run(work->db, &query, out);
}

/* What is still being drafted is nobody's default. */
static const struct error *active_cycle(struct work *work, struct cycle *out, bool *found)
{
	struct query query = query_all(work, &cycle_thing);
	struct value phases[] = { value_word(PHASE_RUNNING), value_word(PHASE_REVIEW),
				  value_word(PHASE_CLOSED) };
	const struct cycle *current;
	struct list cycles;
	const struct error *error;

	query_add(&query, CONDITION_TO, offsetof(struct cycle, start_date),
		  value_date(work->today));
	query_add(&query, CONDITION_FROM, offsetof(struct cycle, end_date),
		  value_date(work->today));
	query_add_any_of(&query, offsetof(struct cycle, phase), phases, 3);
	error = query_run(work->db, &query, &cycles);
	if (error)
		return error;
	current = cycle_current(cycles, work->today);
	*found = current != NULL;
	if (current)
		*out = *current;
	return NULL;
}

const struct error *report_find_cycle(struct work *work, const struct report_question *question,
				      struct cycle *out, bool *found)
{
	bool is_named = !id_is_none(question->cycle_id);
	const struct error *error;

	if (is_named)
		error = work_find(work, &cycle_thing, question->cycle_id, out, found);
	else
		error = active_cycle(work, out, found);
	if (!error && *found)
		error = cycle_resource.fill(work, (struct list){ out, 1 }, &READ_WHOLE);
	if (!error && !*found && is_named && question->must_exist)
		error = error_new(work->arena, ERROR_NOT_FOUND, "This cycle does not exist.");
	return error;
}

static void name_owners(struct list objectives, struct list people)
{
	struct objective *items = objectives.items;

	for (size_t i = 0; i < objectives.count; i++) {
		struct key_result *key_results = items[i].key_results.items;

		for (size_t j = 0; j < items[i].key_results.count; j++) {
			const struct person *owner =
				linked_find(&person_thing, people, key_results[j].owner_id);

			key_results[j].owner_name = owner ? owner->name : TEXT_NONE;
		}
	}
}

/* Of check-ins at one time the last one counts. */
static struct text note_of(struct work *work, struct list blockers, struct id key_result_id)
{
	struct list slice = tree_slice(blockers, sizeof(struct check_in),
				       offsetof(struct check_in, key_result_id), key_result_id);
	const struct check_in *last;

	if (slice.count == 0)
		return TEXT_NONE;
	last = (const struct check_in *)slice.items + slice.count - 1;
	return work_sees(work, &check_in_thing, last) ? last->blocker_note : TEXT_NONE;
}

static const struct error *load_blocker_notes(struct work *work, const struct cycle *cycle,
					      struct list objectives)
{
	struct query seen = { .thing = &check_in_thing };
	struct objective *items = objectives.items;
	struct list blockers;
	const struct error *error;

	work_limit(work, &seen);
	error = cycle_blockers(work->db, &seen, cycle->record.id, &blockers);
	if (error || blockers.count == 0)
		return error;
	for (size_t i = 0; i < objectives.count; i++) {
		struct key_result *key_results = items[i].key_results.items;

		for (size_t j = 0; j < items[i].key_results.count; j++)
			key_results[j].blocker_note =
				note_of(work, blockers, key_results[j].record.id);
	}
	return NULL;
}

static const struct error *load_objectives(struct work *work, struct cycle *cycle, struct list *out)
{
	struct list people;
	const struct error *error = load_all(work, &person_thing, &people);

	if (!error)
		error = objectives_of_cycle(work, cycle, people, out);
	if (!error)
		name_owners(*out, people);
	return error;
}

/* None without the scope to read them. */
static const struct error *load_kpis(struct work *work, struct list *out)
{
	struct list kpis;
	const struct error *error;

	if (!(work->session.scopes & SCOPE_KPIS_READ))
		return NULL;
	error = load_all(work, &kpi_thing, &kpis);
	if (!error)
		error = kpi_resource.fill(work, kpis, &READ_WHOLE);
	if (!error)
		*out = kpis;
	return error;
}

/* *about is the cycle; without one the rows are empty, their cycle NULL. */
static const struct error *load(struct work *work, const struct report_question *question,
				unsigned needs, struct list *about, struct report_rows *rows)
{
	struct cycle *cycle = arena_take(work->arena, sizeof(*cycle));
	bool found;
	const struct error *error = report_find_cycle(work, question, cycle, &found);

	*rows = (struct report_rows){ .today = work->today };
	*about = (struct list){ NULL, 0 };
	if (error || !found)
		return error;
	*about = (struct list){ cycle, 1 };
	rows->cycle = cycle;
	rows->today = cycle_day(cycle, work->today);
	error = load_objectives(work, cycle, &rows->objectives);
	if (!error && needs & NEED_BLOCKERS)
		error = load_blocker_notes(work, cycle, rows->objectives);
	if (!error && needs & NEED_KPIS)
		error = load_kpis(work, &rows->kpis);
	if (!error && needs & NEED_TEAMS)
		error = load_all(work, &team_thing, &rows->teams);
	return error;
}

/* ---- reports --------------------------------------------------------------------------------- */

/* A plan has none yet (reading 159). */
static void find_risks(struct work *work, const struct report_rows *rows, struct list *out)
{
	if (!rows->cycle || rows->cycle->phase != PHASE_DRAFT)
		risks_of(work->arena, rows->objectives, rows->today, out);
	else
		*out = (struct list){ NULL, 0 };
}

/* Of a key result the application alone hides it from who sees its objective. */
static void keep_seen(struct work *work, struct list *key_results)
{
	struct graded_key_result *items = key_results->items;
	size_t count = 0;

	for (size_t i = 0; i < key_results->count; i++) {
		struct key_result seen = { .app_id = items[i].app_id };

		if (work_sees(work, &key_result_thing, &seen))
			items[count++] = items[i];
	}
	key_results->count = count;
}

/* Whoever cannot see a parent does not see its child on the top for that. */
static const struct error *load_nodes(struct work *work, struct id cycle_id, struct ids *out)
{
	struct query query = { .thing = &objective_thing,
			       .organisation_id = work->session.organisation_id,
			       .sort_column = offsetof(struct record, id),
			       .limit = ROWS_MAX };

	query_add(&query, CONDITION_EQUAL, offsetof(struct objective, cycle_id),
		  value_id(cycle_id));
	query_add(&query, CONDITION_IS_NULL, offsetof(struct objective, deleted_at),
		  (struct value){ .kind = FIELD_INSTANT });
	return query_distinct(work->db, &query, offsetof(struct record, id), out);
}

static const struct error *load_grades(struct work *work, struct id cycle_id,
				       struct grade_rows *out)
{
	struct query query = query_all(work, &objective_thing);
	const struct error *error;

	query_add(&query, CONDITION_EQUAL, offsetof(struct objective, cycle_id),
		  value_id(cycle_id));
	query_add(&query, CONDITION_IS_NULL, offsetof(struct objective, deleted_at),
		  (struct value){ .kind = FIELD_INSTANT });
	query_add(&query, CONDITION_EQUAL, offsetof(struct objective, is_archived),
		  value_flag(false));
	error = query_run(work->db, &query, &out->objectives);
	if (!error)
		error = cycle_key_result_grades(work->db, work->session.organisation_id, cycle_id,
						&out->key_results);
	if (error)
		return error;
	keep_seen(work, &out->key_results);
	return load_nodes(work, cycle_id, &out->nodes);
}

const struct error *report_cycle(struct work *work, const struct report_question *question,
				 struct cycle_report *out)
{
	struct cycle_report report = { .days_left = INTEGER_NONE,
				       .elapsed = NAN,
				       .health = workspace_health_none };
	struct list risks = { NULL, 0 };
	struct report_rows rows;
	struct grade_rows grades = { .nodes = { NULL, 0 } };
	const struct error *error = load(work, question, NEED_KPIS, &report.cycle, &rows);

	if (!error && rows.cycle)
		error = load_grades(work, rows.cycle->record.id, &grades);
	if (error)
		return error;
	if (rows.cycle) {
		struct period period = { rows.cycle->start_date, rows.cycle->end_date };

		report.days_left = period_days_left(period, rows.today);
		report.elapsed = period_elapsed(period, rows.today);
		report.health = workspace_health_of(&rows);
		find_risks(work, &rows, &risks);
	}
	report.performance = performance_of(&rows, risks);
	report.grades = grades_of(work->arena, &grades);
	*out = report;
	return NULL;
}

/* In their order, those of one severity. */
static void keep_severity(struct list *risks, word severity)
{
	struct risk *items = risks->items;
	size_t count = 0;

	for (size_t i = 0; i < risks->count; i++)
		if (items[i].severity == severity)
			items[count++] = items[i];
	risks->count = count;
}

/* The first rows are the worst: a limit leaves out the least. */
static void cut(struct list_report *report, const struct report_question *question)
{
	report->total = (int64_t)report->rows.count;
	if (question->limit > 0 && report->total > question->limit)
		report->rows.count = (size_t)question->limit;
}

const struct error *report_risks(struct work *work, const struct report_question *question,
				 struct list_report *out)
{
	struct list_report report = { .rows = { NULL, 0 } };
	struct report_rows rows;
	const struct error *error = load(work, question, NEED_BLOCKERS, &report.cycle, &rows);

	if (error)
		return error;
	find_risks(work, &rows, &report.rows);
	if (question->severity != WORD_NONE)
		keep_severity(&report.rows, question->severity);
	cut(&report, question);
	*out = report;
	return NULL;
}

const struct error *report_insights(struct work *work, const struct report_question *question,
				    struct list_report *out)
{
	struct list_report report = { .rows = { NULL, 0 } };
	struct report_rows rows;
	const struct error *error =
		load(work, question, NEED_BLOCKERS | NEED_KPIS, &report.cycle, &rows);

	if (error)
		return error;
	if (rows.cycle && rows.cycle->phase != PHASE_DRAFT)
		insights_of(work->arena, &rows, question->severity, &report.rows);
	cut(&report, question);
	*out = report;
	return NULL;
}

const struct error *report_teams(struct work *work, const struct report_question *question,
				 struct list_report *out)
{
	struct list_report report = { .rows = { NULL, 0 } };
	struct report_rows rows;
	struct list risks;
	const struct error *error = load(work, question, NEED_TEAMS, &report.cycle, &rows);

	if (error)
		return error;
	find_risks(work, &rows, &risks);
	teams_of(work->arena, &rows, risks, &report.rows);
	cut(&report, question);
	*out = report;
	return NULL;
}
