/*
 * A workspace as a file: printed while it is read, for a workspace has no bound.
 */
#include "export.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "options.h"
#include "progress.h"
#include "schema.h"
#include "service/administration.h"
#include "service/export.h"
#include "service/restore.h"
#include "workspace.h"

static const struct error *cannot_write(struct run *run)
{
	return error_new(run->arena, ERROR_UNAVAILABLE, "the export cannot be written: %s",
			 strerror(errno));
}

static const struct error *print_lines(struct run *run, struct export *export)
{
	struct buffer out = { 0 };
	const struct error *error = NULL;
	unsigned long long written = 0;
	bool has_more = true;

	while (!error && has_more) {
		out.size = 0;
		error = export_next(export, &out, &has_more);
		if (!error && fwrite(out.data, 1, out.size, stdout) != out.size)
			error = cannot_write(run);
		written += out.size;
		progress("%llu MiB written", written >> 20);
	}
	if (!error && fflush(stdout) != 0)
		error = cannot_write(run);
	buffer_free(&out);
	return error;
}

const struct error *run_workspace_export(struct run *run)
{
	struct export_options options = { .has_journal = !option_is_given(run, "no-journal") };
	struct organisation organisation;
	struct export *export;
	const struct error *error =
		administration_find(&run->work, text_from(run->argument), &organisation);

	if (error)
		return error;
	administration_enter(&run->work, &organisation);
	error = export_begin(&run->work, &options, &export);
	if (error)
		return error;
	error = print_lines(run, export);
	export_end(export);
	run->output.is_done = !error;
	return error;
}

/* ---- restore --------------------------------------------------------------------------------- */

struct lines {
	struct run *run;
	FILE *file;
	char *line; /* getline's */
	size_t room;
};

static const struct error *next_line(void *context, struct text *out)
{
	struct lines *lines = context;
	ssize_t size = getline(&lines->line, &lines->room, lines->file);

	*out = size > 0 ? (struct text){ lines->line, (size_t)size } : TEXT_NONE;
	if (size < 0 && ferror(lines->file))
		return wrong_use(lines->run, "%s: %s", lines->run->argument, strerror(errno));
	return NULL;
}

static const struct error *begin_anew(void *context)
{
	struct lines *lines = context;

	if (fseek(lines->file, 0, SEEK_SET) != 0)
		return wrong_use(lines->run, "%s is read twice, so it must be a file",
				 lines->run->argument);
	return NULL;
}

static void tell(void *context, int64_t lines)
{
	(void)context;
	progress("%lld lines written", (long long)lines);
}

static const struct error *restore(struct run *run, FILE *file)
{
	struct lines lines = { .run = run, .file = file };
	const struct restore_source source = { &lines, next_line, begin_anew, tell };
	struct organisation organisation;
	const struct error *error =
		restore_workspace(&run->work, &source, option(run, "name"), &organisation);

	free(lines.line);
	if (error)
		return error;
	if (option_is_given(run, "verify"))
		return verify_here(run);
	output_show(&run->output, workspace_columns, &organisation);
	return NULL;
}

const struct error *run_workspace_restore(struct run *run)
{
	FILE *file = fopen(run->argument, "re");
	const struct error *error;

	if (!file)
		return wrong_use(run, "%s: %s", run->argument, strerror(errno));
	error = restore(run, file);
	fclose(file);
	return error;
}
