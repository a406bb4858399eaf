/*
 * A workspace as a file: printed while it is read, for a workspace has no bound.
 */
#include "export.h"

#include <errno.h>
#include <stdio.h>

#include "options.h"
#include "progress.h"
#include "service/administration.h"
#include "service/export.h"

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
