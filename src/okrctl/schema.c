/*
 * The schema, its numbers, and the health of an installation.
 */
#include "schema.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/jwks.h"
#include "base/jwt.h"
#include "model/directory.h"
#include "options.h"
#include "progress.h"
#include "service/administration.h"
#include "service/audit_verify.h"
#include "service/readiness.h"
#include "service/setup.h"
#include "service/verify.h"
#include "store/features.h"

static void say_migration(int number, const char *name)
{
	fprintf(stderr, "applying %04d %s\n", number, name);
}

struct schema_state {
	int64_t applied, known;
	bool is_current;
};

static const struct column schema_columns[] = {
	COLUMN("applied", struct schema_state, applied),
	COLUMN("known", struct schema_state, known),
	COLUMN("current", struct schema_state, is_current),
	COLUMNS_END,
};

const struct error *run_migrate(struct run *run)
{
	struct schema_state state = { 0 };
	const struct error *error = NULL;

	if (!option_is_given(run, "status"))
		error = administration_migrate(&run->work,
					       run->output.is_json ? NULL : say_migration);
	if (!error)
		error = administration_schema(&run->work, &state.applied, &state.known);
	if (error)
		return error;
	state.is_current = state.applied == state.known;
	output_show(&run->output, schema_columns, &state);
	run->status = state.is_current ? 0 : 1;
	return NULL;
}

/* ---- verify ---------------------------------------------------------------------------------- */

struct shown_finding {
	struct text thing, table, field, stored, computed, repair;
	struct id id;
};

static const struct column finding_columns[] = {
	COLUMN("thing", struct shown_finding, thing),
	COLUMN("table", struct shown_finding, table),
	COLUMN("id", struct shown_finding, id),
	COLUMN("field", struct shown_finding, field),
	COLUMN("stored", struct shown_finding, stored),
	COLUMN("computed", struct shown_finding, computed),
	COLUMN("repair", struct shown_finding, repair),
	COLUMNS_END,
};

static void show_finding(void *context, const struct verify_finding *finding)
{
	struct shown_finding shown = {
		.thing = text_from(finding->thing),
		.table = text_from(finding->table),
		.id = finding->id,
		.field = text_from(finding->field),
		.stored = finding->stored,
		.computed = finding->computed,
		.repair = finding->is_repairable ? TEXT("yes") : TEXT("by hand"),
	};

	output_show(context, finding_columns, &shown);
}

static void show_progress(const struct verify_report *report)
{
	progress("verify: %lld objectives, %lld key results looked at",
		 (long long)report->objectives, (long long)report->key_results);
}

/* A journal that somebody changed is told of like a number that differs; it cannot be repaired. */
static const struct error *verify_journal(struct run *run, int64_t *broken)
{
	struct shown_finding shown = { .thing = TEXT("journal"),
				       .table = TEXT("journal"),
				       .repair = TEXT("by hand"),
				       .id = run->work.session.organisation_id };
	struct audit_verdict verdict;
	const struct error *error = audit_verify_all(&run->work, &verdict);

	if (error || verdict.is_valid)
		return error;
	++*broken;
	shown.field = text_from(word_text(audit_reason_words, verdict.reason));
	shown.stored = arena_print(run->arena, "sequence %lld", (long long)verdict.sequence);
	output_show(&run->output, finding_columns, &shown);
	return NULL;
}

static struct text verify_note(const struct run *run, const struct verify_report *report,
			       bool repair, int64_t broken)
{
	if (broken > 0)
		return TEXT("somebody changed the journal");
	if (report->findings == 0)
		return TEXT("everything agrees");
	if (!repair)
		return TEXT("what stands above differs");
	if (report->left == 0)
		return TEXT("repaired");
	return arena_print(run->arena,
			   "repaired, but for %lld that nobody can compute: see "
			   "docs/install.md, \"Damaged rows\"",
			   (long long)report->left);
}

const struct error *run_verify(struct run *run)
{
	struct verify_report report = { .found = show_finding,
					.context = &run->output,
					.looked = show_progress };
	bool repair = option_is_given(run, "repair");
	int64_t broken = 0;
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
		if (!error)
			error = verify_journal(run, &broken);
	}
	if (!error && !option_is_given(run, "workspace"))
		error = verify_orphans(&run->work, &report);
	if (error)
		return error;
	run->status = (repair ? report.left : report.findings) + broken > 0 ? 1 : 0;
	run->output.note = arena_print(run->arena,
				       "%zu workspace%s, %lld objectives, %lld key results: %.*s",
				       rows.count, rows.count == 1 ? "" : "s",
				       (long long)report.objectives, (long long)report.key_results,
				       TEXT_PRINT(verify_note(run, &report, repair, broken)));
	return NULL;
}

static const struct column purge_columns[] = {
	COLUMN("removed", struct purged, removed),
	COLUMN("erased", struct purged, erased),
	COLUMNS_END,
};

const struct error *run_purge(struct run *run)
{
	struct list rows;
	struct purged total = { 0 };
	const struct error *error = administration_list(&run->work, &rows);

	for (size_t i = 0; !error && i < rows.count; i++) {
		struct purged purged = { 0 };

		progress("purge: workspace %zu of %zu, %lld rows removed", i + 1, rows.count,
			 (long long)total.removed);
		administration_enter(&run->work, (const struct organisation *)rows.items + i);
		error = administration_purge(&run->work, &purged);
		total.removed += purged.removed;
		total.erased += purged.erased;
	}
	if (!error)
		output_show(&run->output, purge_columns, &total);
	return error;
}

const struct error *run_settings(struct run *run)
{
	(void)run;
	settings_print_sample(stdout);
	return NULL;
}

/* ---- doctor ---------------------------------------------------------------------------------- */

struct examination {
	struct text check, result, advice;
};

static const struct column doctor_columns[] = {
	COLUMN("check", struct examination, check),
	COLUMN("result", struct examination, result),
	COLUMN("advice", struct examination, advice),
	COLUMNS_END,
};

static void examine(struct run *run, const char *what, bool is_well, struct text advice)
{
	struct examination row = { text_from(what), is_well ? TEXT("ok") : TEXT("MEND"),
				   is_well ? TEXT_NONE : advice };

	output_show(&run->output, doctor_columns, &row);
	if (!is_well)
		run->status = 1;
}

static void examine_configuration(struct run *run)
{
	const struct settings *settings = &run->settings;

	examine(run, "configuration file", !text_is_none(settings->path),
		arena_print(run->arena, "%.*s; okrctl settings prints a sample",
			    TEXT_PRINT(settings->origin)));
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

/* A secret that nobody needs any more. */
static void examine_setup_code(struct run *run)
{
	bool is_open = false;
	const struct error *error;

	if (text_is_none(run->settings.setup_code))
		return;
	error = setup_is_open(&run->work, &is_open);
	examine(run, "setup code", !error && is_open,
		error ? error->inside :
			TEXT("an administrator can sign in: remove setup_code from okr.conf"));
}

static void examine_database(struct run *run)
{
	int64_t newest = 0, known = 0;
	struct text wrong = TEXT_NONE, version = TEXT_NONE;
	const struct error *error = administration_schema(&run->work, &newest, &known);

	examine(run, "database", !error, error ? error->inside : TEXT_NONE);
	if (error)
		return;
	error = features_examine(run->work.db, &version, &wrong);
	examine(run, "database version", !error && text_is_none(wrong),
		error ? error->inside : wrong);
	examine(run, "schema", newest == known,
		arena_print(run->arena, "migration %lld is applied, %lld is known: okrctl migrate",
			    (long long)newest, (long long)known));
	if (newest != known)
		return;
	wrong = TEXT_NONE;
	error = administration_columns(&run->work, &wrong);
	examine(run, "columns", !error && text_is_none(wrong),
		error ? error->inside :
			arena_print(run->arena, "somebody changed the tables: %.*s",
				    TEXT_PRINT(wrong)));
	error = service_is_ready(&run->work);
	examine(run, "durability", !error, error ? error->message : TEXT_NONE);
	examine_setup_code(run);
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
