/*
 * Stores the sample company in an empty workspace, in one transaction. Rows carry the times at
 * which a real company would have made them; what follows from check-ins is computed and stored by
 * the same functions that verify it.
 */
#include "sample.h"

#include "model/directory.h"
#include "model/initiative.h"
#include "model/key_result.h"
#include "model/kpi.h"
#include "model/review.h"
#include "progress.h"
#include "record.h"
#include "sample_history.h"
#include "service/administration.h"
#include "service/journal.h"
#include "service/verify.h"
#include "service/workspaces.h"
#include "service/writing.h"
#include "store/organisations.h"
#include "store/query.h"
#include "store/reviews.h"
#include "store/things.h"

/* Ids by the places of the rows in their tables; nobody and nothing have none. */
struct loader {
	struct work *work;
	struct id people[SAMPLE_PEOPLE];
	struct id departments[SAMPLE_DEPARTMENTS];
	struct id teams[SAMPLE_TEAMS];
	struct id cycles[SAMPLE_CYCLES];
	struct id objectives[SAMPLE_OBJECTIVES];
	struct id *key_results; /* as many as there are */
	struct id review_cycles[SAMPLE_REVIEW_CYCLES];
	int64_t check_ins;
};

/* updated_at is the time of the load: whoever asks what changed since then misses nothing. */
static struct record record_of(const struct loader *loader, struct id id, struct id author)
{
	return (struct record){
		.organisation_id = loader->work->session.organisation_id,
		.id = id,
		.version = 1,
		.updated_at = loader->work->stamp,
		.created_by = author,
		.updated_by = author,
	};
}

static const struct error *store(struct loader *loader, const struct thing *thing,
				 const void *record)
{
	const struct error *error = thing_insert(loader->work->db, thing, record);

	return error ? error : journal_note(loader->work, thing, NULL, record);
}

/* ---- who there is ---------------------------------------------------------------------------- */

static const struct error *load_person(struct loader *loader, enum sample_person number)
{
	const struct sample_person_row *row = &sample_people[number];
	struct id teams[2];
	struct person person;
	const struct error *error;

	memcpy(&person, person_thing.form.blank, sizeof(person));
	person.record = record_of(loader, loader->people[number], loader->people[MARTA]);
	person.name = text_from(row->name);
	person.email = text_from(row->email);
	person.role = row->role;
	person.department_id = loader->departments[row->department];
	person.is_active = !row->has_left;
	person.team_ids.items = teams;
	while (person.team_ids.count < 2 && row->teams[person.team_ids.count]) {
		teams[person.team_ids.count] = loader->teams[row->teams[person.team_ids.count]];
		person.team_ids.count++;
	}
	error = store(loader, &person_thing, &person);
	return error ? error : person_store_teams(loader->work->db, &person);
}

static const struct error *load_department(struct loader *loader, enum sample_department number)
{
	struct department department;

	memcpy(&department, department_thing.form.blank, sizeof(department));
	department.record = record_of(loader, loader->departments[number], loader->people[MARTA]);
	department.name = text_from(sample_departments[number].name);
	return store(loader, &department_thing, &department);
}

static const struct error *load_team(struct loader *loader, enum sample_team number)
{
	struct team team;

	memcpy(&team, team_thing.form.blank, sizeof(team));
	team.record = record_of(loader, loader->teams[number], loader->people[MARTA]);
	team.name = text_from(sample_teams[number].name);
	team.department_id = loader->departments[sample_teams[number].department];
	return store(loader, &team_thing, &team);
}

/* Marta comes first: she has made everything else. */
static const struct error *load_directory(struct loader *loader)
{
	struct date today = loader->work->today;
	struct instant founded = sample_directory_made_at(MARTA, today);
	const struct error *error;

	for (size_t i = MARTA; i < SAMPLE_PEOPLE; i++)
		loader->people[i] = id_make(sample_directory_made_at(i, today), 0);
	for (unsigned i = NO_DEPARTMENT + 1; i < SAMPLE_DEPARTMENTS; i++)
		loader->departments[i] = id_make(founded, i);
	for (unsigned i = NO_TEAM + 1; i < SAMPLE_TEAMS; i++)
		loader->teams[i] = id_make(founded, SAMPLE_DEPARTMENTS + i);
	loader->work->session.person_id = loader->people[MARTA];
	error = load_person(loader, MARTA);
	for (unsigned i = NO_DEPARTMENT + 1; !error && i < SAMPLE_DEPARTMENTS; i++)
		error = load_department(loader, i);
	for (unsigned i = NO_TEAM + 1; !error && i < SAMPLE_TEAMS; i++)
		error = load_team(loader, i);
	for (unsigned i = MARTA + 1; !error && i < SAMPLE_PEOPLE; i++)
		error = load_person(loader, i);
	return error;
}

static const struct error *load_cycle(struct loader *loader, enum sample_cycle number)
{
	struct date today = loader->work->today;
	struct period period = sample_period(number, today);
	char name[SAMPLE_CYCLE_NAME_SIZE];
	struct cycle cycle;

	sample_cycle_name(period, name);
	loader->cycles[number] = id_make(sample_cycle_made_at(number, today), 0);
	memcpy(&cycle, cycle_thing.form.blank, sizeof(cycle));
	cycle.record = record_of(loader, loader->cycles[number], loader->people[MARTA]);
	cycle.name = text_from(name);
	cycle.start_date = period.start;
	cycle.end_date = period.end;
	return store(loader, &cycle_thing, &cycle);
}

/* ---- what they want -------------------------------------------------------------------------- */

static const struct error *load_objective(struct loader *loader, enum sample_objective number)
{
	const struct sample_objective_row *row = &sample_objectives[number];
	struct id id = id_make(sample_objective_made_at(number, loader->work->today), 0);
	struct objective objective;

	loader->objectives[number] = id;
	memcpy(&objective, objective_thing.form.blank, sizeof(objective));
	objective.record = record_of(loader, id, loader->people[row->owner]);
	objective.parent_id = loader->objectives[row->parent];
	objective.cycle_id = loader->cycles[row->cycle];
	objective.owner_id = loader->people[row->owner];
	objective.department_id = loader->departments[row->department];
	objective.team_id = loader->teams[row->team];
	objective.title = text_from(row->title);
	objective.description = text_from(row->description);
	objective.category = text_from(row->category);
	objective.tags.text = text_from(row->tags);
	objective.weight = row->weight;
	objective.type = row->type;
	objective.visibility = row->visibility;
	objective.lifecycle = row->lifecycle;
	objective.check_in_frequency = row->check_in_frequency;
	objective.is_archived = row->is_archived;
	return store(loader, &objective_thing, &objective);
}

/* The row of the journal tells what the key result has become by it. */
static const struct error *store_check_in(struct loader *loader, struct key_result *key_result,
					  const struct check_in *check_in)
{
	struct journal_entry *entry = journal_open(loader->work, &check_in_thing);
	const struct error *error = thing_insert(loader->work->db, &check_in_thing, check_in);

	key_result->current_value = check_in->value;
	key_result->status = check_in->status == STATUS_BLOCKED ? STATUS_AT_RISK : check_in->status;
	journal_tell_key_result(loader->work, key_result);
	return error ? error : journal_close(loader->work, entry, NULL, check_in);
}

static const struct error *load_check_in(struct loader *loader, struct key_result *key_result,
					 const struct sample_check_in *row)
{
	struct id author = loader->people[row->author];
	struct check_in check_in;

	memcpy(&check_in, check_in_thing.form.blank, sizeof(check_in));
	check_in.record = record_of(loader, id_make(row->at, 0), author);
	check_in.key_result_id = key_result->record.id;
	check_in.checked_in_at = row->at;
	check_in.value = row->value;
	check_in.status = row->status;
	check_in.comment = text_from(row->comment);
	check_in.blocker_note = text_from(row->blocker_note);
	check_in.person_id = author;
	loader->check_ins++;
	return store_check_in(loader, key_result, &check_in);
}

static void describe_key_result(const struct loader *loader, size_t number,
				struct key_result *key_result)
{
	const struct sample_key_result_row *row = &sample_key_results[number];
	struct id id = id_make(sample_key_result_made_at(number, loader->work->today), 0);
	struct id author = loader->people[sample_objectives[row->objective].owner];

	memcpy(key_result, key_result_thing.form.blank, sizeof(*key_result));
	key_result->record = record_of(loader, id, author);
	key_result->objective_id = loader->objectives[row->objective];
	key_result->home_id = key_result->objective_id;
	key_result->owner_id = loader->people[row->owner];
	key_result->title = text_from(row->title);
	key_result->metric_type = row->metric_type;
	key_result->unit = text_from(row->unit);
	key_result->start_value = row->start;
	key_result->target_value = row->target;
	key_result->current_value = row->start;
	key_result->initial_value = row->start;
	key_result->weight = row->weight;
	key_result->status = STATUS_NOT_STARTED;
	key_result->initial_status = STATUS_NOT_STARTED;
	key_result_derive(key_result);
}

static const struct error *load_key_result(struct loader *loader, size_t number)
{
	struct sample_check_in history[SAMPLE_CHECK_INS_MAX];
	size_t count = sample_history(number, loader->work->today, history);
	struct key_result key_result;
	const struct error *error;

	describe_key_result(loader, number, &key_result);
	loader->key_results[number] = key_result.record.id;
	error = store(loader, &key_result_thing, &key_result);
	for (size_t i = 0; !error && i < count; i++)
		error = load_check_in(loader, &key_result, &history[i]);
	return error;
}

/* ---- what they do beside --------------------------------------------------------------------- */

static const struct error *load_kpi_update(struct loader *loader, const struct kpi *kpi,
					   size_t number, size_t place, struct instant at)
{
	const struct sample_kpi_row *row = &sample_kpis[number];
	struct kpi_update update;

	memcpy(&update, kpi_update_thing.form.blank, sizeof(update));
	update.record = record_of(loader, id_make(at, 0), kpi->owner_id);
	update.kpi_id = kpi->record.id;
	update.previous_value = place > 0 ? row->values[place - 1] : row->initial;
	update.new_value = row->values[place];
	update.comment = text_from(row->comments[place]);
	return store(loader, &kpi_update_thing, &update);
}

static const struct error *load_kpi(struct loader *loader, size_t number)
{
	const struct sample_kpi_row *row = &sample_kpis[number];
	struct instant updates[SAMPLE_KPI_UPDATES];
	struct kpi kpi;
	const struct error *error;

	sample_kpi_history(number, loader->work->today, updates);
	memcpy(&kpi, kpi_thing.form.blank, sizeof(kpi));
	kpi.record = record_of(loader, id_make(sample_kpi_made_at(number, loader->work->today), 0),
			       loader->people[row->owner]);
	kpi.name = text_from(row->name);
	kpi.description = text_from(row->description);
	kpi.category = row->category;
	kpi.group_name = text_from(row->group);
	kpi.owner_id = loader->people[row->owner];
	kpi.team_id = loader->teams[row->team];
	kpi.unit = text_from(row->unit);
	kpi.update_frequency = row->frequency;
	kpi.direction = row->direction;
	kpi.target_value = row->target;
	kpi.initial_value = row->initial;
	kpi.current_value = row->values[SAMPLE_KPI_UPDATES - 1];
	kpi.last_updated_at = updates[SAMPLE_KPI_UPDATES - 1];
	error = store(loader, &kpi_thing, &kpi);
	for (size_t i = 0; !error && i < SAMPLE_KPI_UPDATES; i++)
		error = load_kpi_update(loader, &kpi, number, i, updates[i]);
	return error;
}

static const struct error *load_initiative(struct loader *loader, size_t number)
{
	const struct sample_initiative_row *row = &sample_initiatives[number];
	struct date today = loader->work->today;
	struct period period = sample_initiative_period(number, today);
	struct id owner = loader->people[row->owner];
	struct initiative initiative;

	memcpy(&initiative, initiative_thing.form.blank, sizeof(initiative));
	initiative.record =
		record_of(loader, id_make(sample_initiative_made_at(number, today), 0), owner);
	initiative.title = text_from(row->title);
	initiative.description = text_from(row->description);
	initiative.status = row->status;
	initiative.priority = row->priority;
	initiative.start_date = period.start;
	initiative.end_date = period.end;
	initiative.owner_id = owner;
	initiative.objective_id = loader->objectives[row->objective];
	if (row->key_result > 0)
		initiative.key_result_id =
			loader->key_results[sample_initiative_key_result(number)];
	return store(loader, &initiative_thing, &initiative);
}

static const struct error *load_review_cycle(struct loader *loader, enum sample_review_cycle number)
{
	const struct sample_review_cycle_row *row = &sample_review_cycles[number];
	struct date today = loader->work->today;
	char quarter[SAMPLE_CYCLE_NAME_SIZE];
	struct review_cycle cycle;

	sample_cycle_name(sample_period(row->cycle, today), quarter);
	loader->review_cycles[number] = id_make(sample_review_cycle_made_at(number, today), 0);
	memcpy(&cycle, review_cycle_thing.form.blank, sizeof(cycle));
	cycle.record = record_of(loader, loader->review_cycles[number], loader->people[FATIMA]);
	cycle.name = arena_print(loader->work->arena, "%s %s", quarter, row->name);
	cycle.status = row->status;
	cycle.due_date = sample_review_cycle_due(number, today);
	return store(loader, &review_cycle_thing, &cycle);
}

static const struct error *load_review(struct loader *loader, size_t number)
{
	const struct sample_review_row *row = &sample_reviews[number];
	struct date today = loader->work->today;
	struct review_answer answers[SAMPLE_ANSWERS_MAX];
	struct review review;
	const struct error *error;

	memcpy(&review, review_thing.form.blank, sizeof(review));
	review.record = record_of(loader, id_make(sample_review_made_at(number, today), 0),
				  loader->people[row->author]);
	review.review_cycle_id = loader->review_cycles[row->cycle];
	review.employee_id = loader->people[row->employee];
	review.type = row->type;
	if (row->is_shared) {
		review.status = REVIEW_SHARED;
		review.shared_at = sample_review_shared_at(number, today);
	}
	review.answers.items = answers;
	for (size_t i = 0; i < SAMPLE_ANSWERS_MAX && row->answers[i].question; i++)
		answers[review.answers.count++] =
			(struct review_answer){ text_from(row->answers[i].question),
						text_from(row->answers[i].answer) };
	error = store(loader, &review_thing, &review);
	return error ? error : review_store_answers(loader->work->db, &review);
}

static const struct error *load_work(struct loader *loader)
{
	const struct error *error = NULL;

	for (size_t i = 0; !error && i < SAMPLE_KPIS; i++)
		error = load_kpi(loader, i);
	for (size_t i = 0; !error && i < SAMPLE_INITIATIVES; i++)
		error = load_initiative(loader, i);
	for (unsigned i = 0; !error && i < SAMPLE_REVIEW_CYCLES; i++)
		error = load_review_cycle(loader, i);
	for (size_t i = 0; !error && i < SAMPLE_REVIEWS; i++)
		error = load_review(loader, i);
	return error;
}

static const struct error *load_all(struct loader *loader)
{
	const struct error *error = load_directory(loader);

	loader->key_results =
		arena_array(loader->work->arena, sample_key_result_count, sizeof(struct id));

	for (unsigned i = 0; !error && i < SAMPLE_CYCLES; i++)
		error = load_cycle(loader, i);
	for (unsigned i = NO_OBJECTIVE + 1; !error && i < SAMPLE_OBJECTIVES; i++)
		error = load_objective(loader, i);
	for (size_t i = 0; !error && i < sample_key_result_count; i++) {
		progress("sample: key result %zu of %zu", i + 1, sample_key_result_count);
		error = load_key_result(loader, i);
	}
	if (!error)
		error = load_work(loader);
	/* A company that is shown begins as one that is set up. */
	return error ? error : workspace_let_owners_edit(loader->work);
}

/* ---- the command ----------------------------------------------------------------------------- */

/* API keys may be there: the first one is often older than the data. */
static const struct error *check_empty(struct work *work)
{
	static const struct thing *const things[] = {
		&person_thing, &department_thing, &team_thing,
		&cycle_thing,  &objective_thing,  &key_result_thing,
		&kpi_thing,    &initiative_thing, &review_cycle_thing,
	};
	const struct error *error = NULL;
	int64_t count = 0;

	for (size_t i = 0; !error && count == 0 && i < sizeof(things) / sizeof(things[0]); i++) {
		struct query query = { .thing = things[i],
				       .organisation_id = work->session.organisation_id };

		error = query_count(work->db, &query, &count);
	}
	if (error || count == 0)
		return error;
	return error_new(work->arena, ERROR_CONFLICT,
			 "The workspace '%.*s' is in use: load the sample into an empty workspace.",
			 TEXT_PRINT(work->session.organisation_name));
}

struct counts {
	int64_t people, departments, teams, cycles, objectives, key_results, check_ins;
	int64_t kpis, kpi_updates, initiatives, review_cycles, reviews;
};

static const struct column count_columns[] = {
	COLUMN("people", struct counts, people),
	COLUMN("departments", struct counts, departments),
	COLUMN("teams", struct counts, teams),
	COLUMN("cycles", struct counts, cycles),
	COLUMN("objectives", struct counts, objectives),
	COLUMN("key_results", struct counts, key_results),
	COLUMN("check_ins", struct counts, check_ins),
	COLUMN("kpis", struct counts, kpis),
	COLUMN("kpi_updates", struct counts, kpi_updates),
	COLUMN("initiatives", struct counts, initiatives),
	COLUMN("review_cycles", struct counts, review_cycles),
	COLUMN("reviews", struct counts, reviews),
	COLUMNS_END,
};

static void show_counts(struct run *run, const struct loader *loader)
{
	struct counts counts = {
		.people = SAMPLE_PEOPLE - 1,
		.departments = SAMPLE_DEPARTMENTS - 1,
		.teams = SAMPLE_TEAMS - 1,
		.cycles = SAMPLE_CYCLES,
		.objectives = SAMPLE_OBJECTIVES - 1,
		.key_results = (int64_t)sample_key_result_count,
		.check_ins = loader->check_ins,
		.kpis = SAMPLE_KPIS,
		.kpi_updates = (int64_t)SAMPLE_KPIS * SAMPLE_KPI_UPDATES,
		.initiatives = SAMPLE_INITIATIVES,
		.review_cycles = SAMPLE_REVIEW_CYCLES,
		.reviews = SAMPLE_REVIEWS,
	};

	output_show(&run->output, count_columns, &counts);
}

const struct error *run_sample_load(struct run *run)
{
	struct loader loader = { .work = &run->work };
	struct verify_report report = { .found = NULL };
	const struct error *error = enter_workspace(run);

	if (!error)
		error = work_begin(&run->work);
	if (!error)
		error = check_empty(&run->work);
	if (!error)
		error = load_all(&loader);
	if (!error)
		error = verify_rows(&run->work, true, &report);
	if (!error)
		error = work_commit(&run->work);
	if (!error)
		show_counts(run, &loader);
	return error;
}
