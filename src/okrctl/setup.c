/*
 * The steps of `okrctl setup`, one row each. A step finds what is there and makes what is missing; the
 * first that fails ends the list, and says why. What the steps need of files stands in setup_files.c.
 */
#include "setup.h"

#include <stdio.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/secret.h"
#include "key.h"
#include "model/directory.h"
#include "options.h"
#include "question.h"
#include "schema.h"
#include "service/administration.h"
#include "service/api_keys.h"
#include "service/writing.h"
#include "setup_files.h"
#include "sign_in_link.h"
#include "store/provision.h"
#include "with_service.h"

struct setup {
	struct run *run;
	struct arena *arena;
	struct setup_files files;
	struct organisation organisation; /* that which was found or made */
	struct text key;                  /* the one that was made; absent: it was kept */
	bool is_new;                      /* whether the step made something */
	struct text detail;               /* what there is now */
};

struct step {
	const char *name;
	const struct error *(*take)(struct setup *setup);
	bool needs_service;
};

/* ---- options that are settings --------------------------------------------------------------- */

struct option_setting {
	const char *option, *setting; /* the last one has no names */
};

static const struct option_setting file_options[] = {
	{ "base-url", "base_url" },
	{ "state-dir", "state_dir" },
	{ NULL, NULL },
};

static const struct option_setting database_options[] = {
	{ "database-socket", "database_socket" },
	{ "database-hosts", "database_hosts" },
	{ "database-name", "database_name" },
	{ "database-user", "database_user" },
	{ NULL, NULL },
};

static const struct error *set_options(struct setup *setup, const struct option_setting *rows)
{
	const struct error *error = NULL;

	for (; !error && rows->option; rows++) {
		struct text value = option(setup->run, rows->option);

		if (!text_is_none(value))
			error = setup_files_set(&setup->files, rows->setting, value);
	}
	return error;
}

/* ---- files ----------------------------------------------------------------------------------- */

static const struct error *take_configuration(struct setup *setup)
{
	const struct error *error = setup_files_open(&setup->files, setup->run, &setup->is_new);

	setup->detail = text_from(setup->files.path);
	return error ? error : set_options(setup, file_options);
}

static const struct error *take_state(struct setup *setup)
{
	const struct error *error = setup_files_state(&setup->files, &setup->is_new);

	setup->detail = setup->run->settings.state_dir;
	return error;
}

/* A pepper that somebody chose stays: with another one no key would be valid. */
static const struct error *take_pepper(struct setup *setup)
{
	setup->is_new = text_is_none(setup->run->settings.pepper);
	setup->detail = TEXT("keep a copy of it, but not next to that of the database");
	return setup->is_new ? setup_files_secret(&setup->files, "pepper", "pepper") : NULL;
}

/* ---- database -------------------------------------------------------------------------------- */

/* Where distributions put the socket of a database on this host. */
static const char *const sockets[] = {
	"/run/mysqld/mysqld.sock",
	"/var/lib/mysql/mysql.sock",
	"/tmp/mysql.sock",
};

static const char *find_socket(void)
{
	struct stat status;

	for (size_t i = 0; i < sizeof(sockets) / sizeof(*sockets); i++) {
		if (stat(sockets[i], &status) == 0 && S_ISSOCK(status.st_mode))
			return sockets[i];
	}
	return NULL;
}

/* Nobody said where the database is: the one of this host, where there is one. */
static const struct error *guess_database(struct setup *setup)
{
	const struct settings *settings = &setup->run->settings;
	const char *socket = find_socket();

	if (!socket || settings->database_socket.size > 0 ||
	    option_is_given(setup->run, "database-hosts") ||
	    !text_equal(settings->database_hosts, TEXT("127.0.0.1")))
		return NULL;
	return setup_files_set(&setup->files, "database_socket", text_from(socket));
}

static const struct error *read_admin_password(struct setup *setup, struct text *out)
{
	const char *path = option(setup->run, "database-admin-password-file").data;
	struct text rest = TEXT_NONE;
	mode_t mode;
	int failed = path ? file_read(setup->arena, path, &mode, &rest) : 0;

	if (failed)
		return error_new(setup->arena, ERROR_UNAVAILABLE, "cannot read %s: %s", path,
				 strerror(failed));
	*out = text_cut(&rest, '\n');
	return NULL;
}

static const struct error *explain(struct setup *setup, const struct error *error)
{
	if (!error)
		return NULL;
	return error_new(
		setup->arena, ERROR_UNAVAILABLE,
		"the database's administrator cannot make the account: %.*s; run this as root, "
		"or name one by --database-admin and --database-admin-password-file, or make "
		"database and account by hand and set database_password in okr.conf",
		TEXT_PRINT(error->inside.size > 0 ? error->inside : error->message));
}

static const struct error *make_database(struct setup *setup)
{
	const struct settings *settings = &setup->run->settings;
	struct settings admin;
	const struct error *error = NULL;

	if (text_is_none(settings->database_password))
		error = setup_files_secret(&setup->files, "database_password", "database_password");
	if (error)
		return error;
	admin = *settings;
	error = question_ask(setup->run, "database-admin", "Administrator of the database",
			     TEXT("root"), &admin.database_user);
	if (!error)
		error = read_admin_password(setup, &admin.database_password);
	if (!error)
		error = explain(setup,
				provision_database(setup->arena, &admin, settings, &setup->detail));
	return error ? error : provision_try(setup->arena, settings);
}

static const struct error *take_database(struct setup *setup)
{
	const struct error *error = set_options(setup, database_options);

	if (!error)
		error = guess_database(setup);
	if (error)
		return error;
	setup->detail = setup->run->settings.database_name;
	setup->is_new = provision_try(setup->arena, &setup->run->settings) != NULL;
	return setup->is_new ? make_database(setup) : NULL;
}

static const struct error *take_tables(struct setup *setup)
{
	struct work *work = &setup->run->work;
	int64_t before = 0, after = 0, known = 0;
	const struct error *error = administration_schema(work, &before, &known);

	if (!error && before > known)
		return error_new(setup->arena, ERROR_UNAVAILABLE,
				 "the tables are of a newer version than this program");
	if (!error)
		error = administration_migrate(work, NULL);
	if (!error)
		error = administration_schema(work, &after, &known);
	setup->is_new = after != before;
	setup->detail = arena_print(setup->arena, "migration %lld", (long long)after);
	return error;
}

/* ---- what is in it --------------------------------------------------------------------------- */

/* The named one, else the oldest there is. */
static const struct error *find_workspace(struct setup *setup, bool *found)
{
	struct work *work = &setup->run->work;
	struct list rows;
	const struct error *error;

	if (option_is_given(setup->run, "workspace")) {
		error = administration_find(work, option(setup->run, "workspace"),
					    &setup->organisation);
		*found = !error;
		return error && error->code == ERROR_NOT_FOUND ? NULL : error;
	}
	error = administration_list(work, &rows);
	*found = !error && rows.count > 0;
	if (*found)
		setup->organisation = *(const struct organisation *)rows.items;
	return error;
}

static const struct error *take_workspace(struct setup *setup)
{
	struct text name;
	bool found = false;
	const struct error *error = find_workspace(setup, &found);

	if (!error && !found) {
		error = question_ask(setup->run, "workspace", "Name of the first workspace",
				     TEXT_NONE, &name);
		if (!error)
			error = administration_create(&setup->run->work, name,
						      &setup->organisation);
	}
	setup->is_new = !found;
	setup->detail = setup->organisation.name;
	return error;
}

static const struct error *add_administrator(struct setup *setup, struct person *person)
{
	struct work *work = &setup->run->work;
	struct made_link link;
	const struct error *error = work_begin(work);

	if (!error)
		error = administration_add_admin(work, person);
	if (!error)
		error = sign_in_link_make(work, person, LINK_SETUP, &link);
	if (!error)
		setup->detail = link_url(setup->run, &link);
	return error;
}

static const struct error *make_administrator(struct setup *setup)
{
	struct person person;
	const struct error *error;

	form_copy(&person_thing.form, &person, person_thing.form.blank);
	error = question_ask(setup->run, "admin-email", "E-mail address of its administrator",
			     TEXT_NONE, &person.email);
	if (!error)
		error = question_ask(setup->run, "admin-name", "Name of the administrator",
				     TEXT("Administrator"), &person.name);
	return error ? error : add_administrator(setup, &person);
}

static const struct error *take_administrator(struct setup *setup)
{
	struct work *work = &setup->run->work;
	struct id id;
	bool found = false;
	const struct error *error;

	administration_enter(work, &setup->organisation);
	error = administration_first_admin(work, &id, &found);
	setup->is_new = !found;
	setup->detail = TEXT("okrctl sign-in-link makes a way in");
	return error || found ? error : make_administrator(setup);
}

/* Whether the workspace ever had a key: then its administrator knows how to make another. */
static const struct error *has_key(struct setup *setup, bool *out)
{
	struct query query = {
		.thing = api_key_resource.thing,
		.sort_column = offsetof(struct record, id),
		.limit = 1,
	};
	struct page page;
	const struct error *error =
		resource_list(&setup->run->work, &api_key_resource, &query, NULL, &page);

	*out = !error && page.rows.count > 0;
	return error;
}

static const struct error *make_key(struct setup *setup)
{
	struct work *work = &setup->run->work;
	struct api_key key;
	struct given given = { { 0 } };
	bool found;
	const struct error *error =
		administration_first_admin(work, &work->session.person_id, &found);

	if (error)
		return error;
	form_copy(&api_key_resource.thing->form, &key, api_key_resource.thing->form.blank);
	key.name = TEXT("setup");
	key.scopes = SCOPE_ALL;
	given_add(&given, offsetof(struct api_key, name));
	given_add(&given, offsetof(struct api_key, scopes));
	error = api_key_create(work, &key, &given);
	if (!error)
		setup->key = key.key;
	return error;
}

static const struct error *take_key(struct setup *setup)
{
	bool found = false;
	const struct error *error;

	administration_enter(&setup->run->work, &setup->organisation);
	error = has_key(setup, &found);
	if (!error && !found)
		error = make_key(setup);
	setup->is_new = !found;
	setup->detail = found ? TEXT("okrctl key create makes more") : setup->key;
	return error;
}

/* ---- all of them ----------------------------------------------------------------------------- */

static const struct step steps[] = {
	{ "configuration", take_configuration, false },
	{ "state folder", take_state, false },
	{ "pepper", take_pepper, false },
	{ "database", take_database, false },
	{ "tables", take_tables, true },
	{ "workspace", take_workspace, true },
	{ "administrator", take_administrator, true },
	{ "key", take_key, true },
};

struct shown_step {
	struct text step, result, detail;
};

static const struct column step_columns[] = {
	COLUMN("step", struct shown_step, step),
	COLUMN("result", struct shown_step, result),
	COLUMN("detail", struct shown_step, detail),
	COLUMNS_END,
};

static void show(struct setup *setup, const char *name, const char *result)
{
	const struct shown_step row = { text_from(name), text_from(result), setup->detail };

	output_show(&setup->run->output, step_columns, &row);
}

static void show_failure(struct setup *setup, const char *name, const struct error *error)
{
	setup->detail = arena_print(setup->arena, "%.*s%s%.*s", TEXT_PRINT(error->message),
				    error->inside.size > 0 ? ": " : "", TEXT_PRINT(error->inside));
	for (const struct error_detail *row = error->details; row; row = row->next)
		setup->detail = arena_print(setup->arena, "%.*s %.*s", TEXT_PRINT(setup->detail),
					    TEXT_PRINT(row->message));
	show(setup, name, "FAILED");
	setup->run->status = 1;
}

/* with_service hands on the run alone, and the process has one set-up. */
static struct setup *current;
static const struct step *current_step;

static const struct error *take_with_service(struct run *run)
{
	(void)run;
	return current_step->take(current);
}

static const struct error *take(struct setup *setup, const struct step *step)
{
	setup->is_new = false;
	setup->detail = TEXT("");
	if (!step->needs_service)
		return step->take(setup);
	current = setup;
	current_step = step;
	return with_service(setup->run, take_with_service);
}

/* False when a step failed. *error: what is to be said of the call itself. */
static bool take_all(struct setup *setup, const struct error **error)
{
	*error = NULL;
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
		const struct error *failed = take(setup, &steps[i]);

		if (failed && failed->code == ERROR_UNPROCESSABLE)
			*error = failed;
		else if (failed)
			show_failure(setup, steps[i].name, failed);
		if (failed)
			return false;
		show(setup, steps[i].name, setup->is_new ? "made" : "kept");
	}
	return true;
}

/* What the doctor finds, in a table of its own when there is something to mend. */
static const struct error *examine(struct setup *setup)
{
	struct run run = *setup->run;
	const struct error *error;

	run.output = (struct output){ .arena = setup->arena };
	run.status = 0;
	error = with_service(&run, run_doctor);
	setup->detail = run.status == 0 ? TEXT("everything is well") : TEXT("see okrctl doctor");
	if (error)
		return error;
	show(setup, "doctor", run.status == 0 ? "ok" : "MEND");
	return NULL;
}

/* ---- what is left to do ---------------------------------------------------------------------- */

static const char for_nginx[] =
	"\nIn the server block of nginx, which has conf.d/okr.conf and okr/ from okr-server:\n\n"
	"    include okr/okr-locations.conf;    # always\n"
	"    include okr/okr-server.conf;       # only if okr-server has the whole block to itself\n\n"
	"or in Apache's virtual host, with the modules proxy and proxy_fcgi:\n\n"
	"    AllowEncodedSlashes NoDecode\n";

/* What Apache hands on; what never waits for the database has a socket of its own. */
static const struct {
	const char *path, *ending;
} handed_on[] = {
	{ "/api", "" },
	{ "/app", "" },
	{ "/docs", "" },
	{ "/readyz", "" },
	{ "/healthz", ".health" },
	{ "/metrics", ".health" },
};

static const char for_apache[] =
	"    <Location /api>\n"
	"        CGIPassAuth On\n"
	"    </Location>\n";

/* Where the web server finds us; with socket activation the unit says so, not the settings. */
static struct text socket_path(const struct settings *settings)
{
	const struct text scheme = TEXT("unix:");
	struct text listen = settings->listen;

	if (!text_starts_with(listen, scheme))
		return TEXT("/run/okr/okr.sock");
	return (struct text){ listen.data + scheme.size, listen.size - scheme.size };
}

static struct text advise(struct setup *setup)
{
	struct text socket = socket_path(&setup->run->settings);
	struct buffer out = { 0 };
	struct text text;

	if (!text_is_none(setup->key))
		buffer_print(&out,
			     "\nThe key and the administrator's link are shown this once: keep the "
			     "key in a safe place, and open\nthe link to choose a password.\n");
	buffer_print(&out, "%s", for_nginx);
	for (size_t i = 0; i < sizeof(handed_on) / sizeof(*handed_on); i++)
		buffer_print(&out, "    ProxyPass %-8s unix:%.*s%s|fcgi://okr%s\n",
			     handed_on[i].path, TEXT_PRINT(socket), handed_on[i].ending,
			     handed_on[i].path);
	buffer_print(&out, "%s", for_apache);
	text = arena_copy(setup->arena, buffer_text(&out));
	buffer_free(&out);
	return text;
}

const struct error *run_setup(struct run *run)
{
	struct setup setup = { .run = run, .arena = run->arena };
	const struct error *error;

	if (!secret_start())
		return error_internal(run->arena, "libsodium does not start");
	run->output.is_list = true;
	if (!take_all(&setup, &error))
		return error;
	error = examine(&setup);
	run->output.note = advise(&setup);
	return error;
}
