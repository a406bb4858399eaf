/*
 * Workspaces, and what the administrator puts into them: people, departments, teams, cycles.
 */
#include "base/value.h"
#include "command.h"
#include "model/directory.h"
#include "service/administration.h"
#include "service/resource.h"

static void show_workspace(struct run *run, const struct organisation *organisation)
{
	output_row(&run->output);
	output_id(&run->output, "id", organisation->id);
	output_text(&run->output, "name", organisation->name);
}

const struct error *run_workspace_create(struct run *run)
{
	struct organisation organisation;
	const struct error *error =
		administration_create(&run->work, option(run, "name"), &organisation);

	if (!error)
		show_workspace(run, &organisation);
	return error;
}

const struct error *run_workspace_list(struct run *run)
{
	struct list rows;
	const struct error *error = administration_list(&run->work, &rows);

	if (error)
		return error;
	run->output.is_list = true;
	for (size_t i = 0; i < rows.count; i++)
		show_workspace(run, (const struct organisation *)rows.items + i);
	if (rows.count == 0)
		run->output.note = TEXT("No workspaces yet: okrctl workspace create --name NAME");
	return NULL;
}

const struct error *run_workspace_show(struct run *run)
{
	struct organisation organisation;
	const struct error *error =
		administration_find(&run->work, option(run, "name"), &organisation);

	if (!error)
		show_workspace(run, &organisation);
	return error;
}

const struct error *run_workspace_delete(struct run *run)
{
	struct organisation organisation;
	const struct error *error =
		administration_find(&run->work, option(run, "name"), &organisation);

	if (error)
		return error;
	if (!option_is_given(run, "yes"))
		return wrong_use(run,
				 "this deletes '%.*s' and everything in it for good: add --yes",
				 TEXT_PRINT(organisation.name));
	error = administration_remove(&run->work, organisation.id);
	if (!error)
		show_workspace(run, &organisation);
	return error;
}

/* ---- people ---------------------------------------------------------------------------------- */

static void show_person(struct run *run, const struct person *person)
{
	struct output *output = &run->output;

	output_row(output);
	output_id(output, "id", person->record.id);
	output_text(output, "name", person->name);
	output_text(output, "email", person->email);
	output_text(output, "role", text_from(word_text(role_words, person->role)));
	output_flag(output, "active", person->is_active);
}

/* An id given as an option; absent when it was not. */
static const struct error *option_id(struct run *run, const char *name, struct id *out,
				     struct given *given, size_t member)
{
	if (!option_is_given(run, name))
		return NULL;
	if (!id_parse(option(run, name), out))
		return wrong_use(run, "--%s takes an id", name);
	given_add(given, member);
	return NULL;
}

const struct error *run_user_create(struct run *run)
{
	struct person person;
	struct id team = ID_NONE;
	struct given given = { { 0 } };
	const struct error *error = enter_workspace(run);

	if (error)
		return error;
	memcpy(&person, person_thing.form.blank, sizeof(person));
	person.name = text_trim(option(run, "name"));
	person.email = option(run, "email");
	given_add(&given, offsetof(struct person, email));
	person.external_id = option(run, "external-id");
	if (option_is_given(run, "role") &&
	    !word_parse(role_words, option(run, "role"), &person.role))
		return wrong_use(run, "--role is admin, manager or member");
	error = option_id(run, "department", &person.department_id, &given,
			  offsetof(struct person, department_id));
	if (!error)
		error = option_id(run, "team", &team, &given, offsetof(struct person, team_ids));
	if (!id_is_none(team))
		person.team_ids = (struct ids){ &team, 1 };
	if (!error)
		error = resource_create(&run->work, &person_resource, &person, &given);
	if (!error)
		show_person(run, &person);
	return error;
}

const struct error *run_user_list(struct run *run)
{
	struct query query = {
		.thing = &person_thing,
		.sort_column = offsetof(struct record, id),
		.limit = 100000,
	};
	struct page page;
	const struct error *error = enter_workspace(run);

	if (!error)
		error = resource_list(&run->work, &person_resource, &query, NULL, &page);
	if (error)
		return error;
	run->output.is_list = true;
	for (size_t i = 0; i < page.rows.count; i++)
		show_person(run, (const struct person *)page.rows.items + i);
	return NULL;
}

const struct error *run_user_deactivate(struct run *run)
{
	struct person person;
	const struct error *error = enter_workspace(run);

	if (!error)
		error = administration_find_person(&run->work, text_from(run->argument), &person);
	if (!error)
		error = resource_delete(&run->work, &person_resource, person.record.id, NULL,
					&person);
	if (!error)
		show_person(run, &person);
	return error;
}

/* ---- departments, teams, cycles -------------------------------------------------------------- */

static void show_named(struct run *run, struct id id, struct text name)
{
	output_row(&run->output);
	output_id(&run->output, "id", id);
	output_text(&run->output, "name", name);
}

const struct error *run_department_create(struct run *run)
{
	struct department department;
	struct given given = { { 0 } };
	const struct error *error = enter_workspace(run);

	if (error)
		return error;
	memcpy(&department, department_thing.form.blank, sizeof(department));
	department.name = text_trim(option(run, "name"));
	error = option_id(run, "parent", &department.parent_id, &given,
			  offsetof(struct department, parent_id));
	if (!error)
		error = resource_create(&run->work, &department_resource, &department, &given);
	if (!error)
		show_named(run, department.record.id, department.name);
	return error;
}

const struct error *run_team_create(struct run *run)
{
	struct team team;
	struct given given = { { 0 } };
	const struct error *error = enter_workspace(run);

	if (error)
		return error;
	memcpy(&team, team_thing.form.blank, sizeof(team));
	team.name = text_trim(option(run, "name"));
	error = option_id(run, "department", &team.department_id, &given,
			  offsetof(struct team, department_id));
	if (!error)
		error = resource_create(&run->work, &team_resource, &team, &given);
	if (!error)
		show_named(run, team.record.id, team.name);
	return error;
}

const struct error *run_cycle_create(struct run *run)
{
	struct cycle cycle;
	struct given given = { { 0 } };
	const struct error *error = enter_workspace(run);

	if (error)
		return error;
	memcpy(&cycle, cycle_thing.form.blank, sizeof(cycle));
	cycle.name = text_trim(option(run, "name"));
	if (!date_parse(option(run, "start"), &cycle.start_date) ||
	    !date_parse(option(run, "end"), &cycle.end_date))
		return wrong_use(run, "--start and --end take a date as YYYY-MM-DD");
	error = resource_create(&run->work, &cycle_resource, &cycle, &given);
	if (!error)
		show_named(run, cycle.record.id, cycle.name);
	return error;
}
