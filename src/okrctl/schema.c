/*
 * The schema, its numbers, and the health of an installation.
 */
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/jwt.h"
#include "command.h"
#include "model/directory.h"
#include "service/administration.h"
#include "service/verify.h"

static void say_migration(int number, const char *name)
{
	fprintf(stderr, "applying %04d %s\n", number, name);
}

const struct error *run_migrate(struct run *run)
{
	int64_t newest = 0, known = 0;
	const struct error *error = NULL;

	if (!option_is_given(run, "status"))
		error = administration_migrate(&run->work,
					       run->output.is_json ? NULL : say_migration);
	if (!error)
		error = administration_schema(&run->work, &newest, &known);
	if (error)
		return error;
	output_row(&run->output);
	output_number(&run->output, "applied", newest);
	output_number(&run->output, "known", known);
	output_flag(&run->output, "current", newest == known);
	run->status = newest == known ? 0 : 1;
	return NULL;
}

/* ---- verify ---------------------------------------------------------------------------------- */

static void show_finding(void *context, const struct verify_finding *finding)
{
	struct output *output = context;

	output_row(output);
	output_text(output, "thing", text_from(finding->thing));
	output_id(output, "id", finding->id);
	output_text(output, "field", text_from(finding->field));
	output_text(output, "stored", finding->stored);
	output_text(output, "computed", finding->computed);
}

const struct error *run_verify(struct run *run)
{
	struct verify_report report = { .found = show_finding, .context = &run->output };
	bool repair = option_is_given(run, "repair");
	struct organisation one;
	struct list rows = { &one, 1 };
	const struct error *error;

	if (option_is_given(run, "workspace"))
		error = administration_find(&run->work, option(run, "workspace"), &one);
	else
		error = administration_list(&run->work, &rows);
	run->output.is_list = true;
	for (size_t i = 0; !error && i < rows.count; i++) {
		administration_enter(&run->work, (const struct organisation *)rows.items + i);
		error = verify_workspace(&run->work, repair, &report);
	}
	if (error)
		return error;
	run->status = report.findings > 0 && !repair ? 1 : 0;
	run->output.note = arena_print(run->arena,
				       "%zu workspace%s, %lld objectives, %lld key results: %s",
				       rows.count, rows.count == 1 ? "" : "s",
				       (long long)report.objectives, (long long)report.key_results,
				       report.findings == 0 ? "everything agrees" :
				       repair               ? "repaired" :
							      "what stands above differs");
	return NULL;
}

const struct error *run_purge(struct run *run)
{
	struct list rows;
	int64_t total = 0;
	const struct error *error = administration_list(&run->work, &rows);

	for (size_t i = 0; !error && i < rows.count; i++) {
		int64_t removed = 0;

		administration_enter(&run->work, (const struct organisation *)rows.items + i);
		error = administration_purge(&run->work, &removed);
		total += removed;
	}
	if (error)
		return error;
	output_row(&run->output);
	output_number(&run->output, "removed", total);
	return NULL;
}

const struct error *run_settings(struct run *run)
{
	(void)run;
	settings_print_sample(stdout);
	return NULL;
}

/* ---- doctor ---------------------------------------------------------------------------------- */

static void examine(struct run *run, const char *what, bool is_well, struct text advice)
{
	output_row(&run->output);
	output_text(&run->output, "check", text_from(what));
	output_text(&run->output, "result", is_well ? TEXT("ok") : TEXT("MEND"));
	output_text(&run->output, "advice", is_well ? TEXT_NONE : advice);
	if (!is_well)
		run->status = 1;
}

static void examine_configuration(struct run *run)
{
	const struct settings *settings = &run->settings;

	examine(run, "configuration file", !text_is_none(settings->path),
		TEXT("none was found: the defaults hold; okrctl settings prints a sample"));
	examine(run, "pepper", !text_is_none(settings->pepper),
		TEXT("set pepper_file before you make keys: a stolen database is then no key "
		     "list"));
}

static void examine_keys(struct run *run)
{
	struct jwt_keys *keys;
	const struct error *error = jwt_keys_load(run->arena, &run->settings, &keys);

	examine(run, "token keys", !error, error ? error->message : TEXT_NONE);
	if (!error)
		jwt_keys_free(keys);
}

static void examine_state(struct run *run)
{
	char *path = arena_string(run->arena, run->settings.state_dir);
	struct stat status;

	if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode)) {
		examine(run, "state folder", false,
			arena_print(run->arena, "make %s, owned by the user of okr.fcgi", path));
		return;
	}
	examine(run, "state folder", (status.st_mode & 022) == 0,
		arena_print(run->arena, "others may write to %s: chmod go-w", path));
}

static void examine_socket(struct run *run)
{
	struct text listen = run->settings.listen, prefix = TEXT("unix:");
	char *path;
	struct stat status;

	if (!text_starts_with(listen, prefix))
		return;
	path = arena_string(run->arena,
			    (struct text){ listen.data + prefix.size, listen.size - prefix.size });
	examine(run, "socket", stat(path, &status) == 0 && S_ISSOCK(status.st_mode),
		arena_print(run->arena, "nothing listens at %s: start okr.fcgi", path));
}

static void examine_database(struct run *run)
{
	int64_t newest = 0, known = 0;
	const struct error *error = administration_schema(&run->work, &newest, &known);

	examine(run, "database", !error, error ? error->inside : TEXT_NONE);
	if (error)
		return;
	examine(run, "schema", newest == known,
		arena_print(run->arena, "migration %lld is applied, %lld is known: okrctl migrate",
			    (long long)newest, (long long)known));
	if (newest != known)
		return;
	error = service_is_ready(&run->work);
	examine(run, "durability", !error, error ? error->message : TEXT_NONE);
}

const struct error *run_doctor(struct run *run)
{
	run->output.is_list = true;
	examine_configuration(run);
	examine_keys(run);
	examine_state(run);
	examine_socket(run);
	examine_database(run);
	return NULL;
}
