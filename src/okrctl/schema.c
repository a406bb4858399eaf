/*
 * The schema, its numbers, and the health of an installation. The service does the work; here stands
 * what is shown of it.
 */
#include "schema.h"

#include <stdio.h>
#include <sys/stat.h>

#include "model/directory.h"
#include "options.h"
#include "progress.h"
#include "service/administration.h"
#include "service/audit_verify.h"
#include "service/examination.h"
#include "service/verify.h"

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

const struct error *verify_here(struct run *run)
{
	struct verify_report report = { .found = show_finding,
					.context = &run->output,
					.looked = show_progress };
	int64_t broken = 0;
	const struct error *error = verify_workspace(&run->work, false, &report);

	if (!error)
		error = verify_journal(run, &broken);
	if (error)
		return error;
	run->output.is_list = true;
	run->status = report.findings + broken > 0 ? 1 : 0;
	run->output.note = verify_note(run, &report, false, broken);
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

struct examined {
	struct text check, result, advice;
};

static const struct column doctor_columns[] = {
	COLUMN("check", struct examined, check),
	COLUMN("result", struct examined, result),
	COLUMN("advice", struct examined, advice),
	COLUMNS_END,
};

static void show_examined(void *context, const struct finding *finding)
{
	struct run *run = context;
	struct examined row = { text_from(finding->check),
				finding->is_well ? TEXT("ok") : TEXT("MEND"), finding->advice };

	output_show(&run->output, doctor_columns, &row);
	if (!finding->is_well)
		run->status = 1;
}

static void examine_socket(struct run *run, const struct examiner *examiner)
{
	struct text listen = run->settings.listen, prefix = TEXT("unix:");
	char *path;
	struct stat status;

	if (!text_starts_with(listen, prefix))
		return;
	path = arena_string(run->arena,
			    (struct text){ listen.data + prefix.size, listen.size - prefix.size });
	examiner_tell(examiner, "socket", stat(path, &status) == 0 && S_ISSOCK(status.st_mode),
		      TEXT_NONE,
		      arena_print(run->arena, "nothing listens at %s: start okr.fcgi", path));
}

const struct error *run_doctor(struct run *run)
{
	const struct examiner examiner = { show_examined, run };

	run->output.is_list = true;
	examine_settings(&run->work, &examiner);
	examine_socket(run, &examiner);
	examine_database(&run->work, &examiner);
	return NULL;
}
