/*
 * Workspaces and their people. Departments, teams and cycles need no code of their own: run_create
 * makes them from their options.
 */
#include "workspace.h"

#include "model/directory.h"
#include "options.h"
#include "record.h"
#include "service/administration.h"
#include "service/directory.h"
#include "service/resource.h"
#include "sign_in_link.h"

const struct column workspace_columns[] = {
	COLUMN("id", struct organisation, id),
	COLUMN("name", struct organisation, name),
	COLUMNS_END,
};

const struct column person_columns[] = {
	COLUMN("id", struct person, record.id),
	COLUMN("name", struct person, name),
	COLUMN("email", struct person, email),
	COLUMN("role", struct person, role, .words = role_words),
	COLUMN("active", struct person, is_active),
	COLUMNS_END,
};

/* A department, a team or a cycle: their names stand at one place. */
const struct column named_columns[] = {
	COLUMN("id", struct team, record.id),
	COLUMN("name", struct team, name),
	COLUMNS_END,
};

_Static_assert(offsetof(struct team, name) == offsetof(struct department, name) &&
		       offsetof(struct team, name) == offsetof(struct cycle, name),
	       "named_columns shows all three");

/* What is shown of a new one: without an admin its first two members. */
struct made_workspace {
	struct id id;
	struct text name;
	struct id admin_id;
	struct text url;
	struct instant expires_at;
};

static const struct column made_columns[] = {
	COLUMN("id", struct made_workspace, id),
	COLUMN("name", struct made_workspace, name),
	COLUMN("admin_id", struct made_workspace, admin_id),
	COLUMN("url", struct made_workspace, url),
	COLUMN("expires_at", struct made_workspace, expires_at),
	COLUMNS_END,
};

static const struct error *add_admin(struct run *run, struct person *admin,
				     struct made_workspace *made)
{
	struct made_link link;
	const struct error *error = administration_add_admin(&run->work, admin);

	if (!error)
		error = sign_in_link_make(&run->work, admin, LINK_SETUP, &link);
	if (error)
		return error;
	made->admin_id = admin->record.id;
	made->url = link_url(run, &link);
	made->expires_at = link.expires_at;
	output_show(&run->output, made_columns, made);
	return NULL;
}

/* Both in one write: no workspace is left without the admin that was asked for. */
const struct error *run_workspace_create(struct run *run)
{
	struct person admin;
	struct given given = { { 0 } };
	struct organisation organisation;
	struct made_workspace made = { .expires_at = INSTANT_NONE };
	const struct error *error;

	record_read(run, &admin, &given);
	if (option_is_given(run, "admin-name") && !option_is_given(run, "admin-email"))
		return wrong_use(run, "--admin-name needs --admin-email");
	error = administration_create(&run->work, option(run, "name"), &organisation);
	if (error)
		return error;
	made.id = organisation.id;
	made.name = organisation.name;
	if (option_is_given(run, "admin-email"))
		return add_admin(run, &admin, &made);
	output_show(&run->output, workspace_columns, &organisation);
	run->output.note =
		TEXT("Nobody can sign in yet. With --admin-email E, this command also "
		     "makes the first admin and prints a link for them.");
	return NULL;
}

const struct error *run_workspace_list(struct run *run)
{
	struct list rows;
	const struct error *error = administration_list(&run->work, &rows);

	if (error)
		return error;
	run->output.is_list = true;
	for (size_t i = 0; i < rows.count; i++)
		output_show(&run->output, workspace_columns,
			    (const struct organisation *)rows.items + i);
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
		output_show(&run->output, workspace_columns, &organisation);
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
		output_show(&run->output, workspace_columns, &organisation);
	return error;
}

const struct error *run_user_erase(struct run *run)
{
	struct person person;
	const struct error *error = enter_workspace(run);

	if (!error)
		error = administration_find_person(&run->work, text_from(run->argument), &person);
	if (error)
		return error;
	if (!option_is_given(run, "yes"))
		return wrong_use(run, "this forgets who '%.*s' was, for good: add --yes",
				 TEXT_PRINT(person.name));
	error = administration_erase_person(&run->work, &person);
	if (!error)
		output_show(&run->output, person_columns, &person);
	return error;
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
		output_show(&run->output, person_columns, &person);
	return error;
}
