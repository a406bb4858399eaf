/*
 * okrctl: finds the command, reads its options, runs it, prints what came of it. Exit status 0 for
 * success, 1 when the work failed or found something wrong, 2 when the call was not understood.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/json_write.h"
#include "base/log.h"
#include "base/settings_load.h"
#include "commands.h"
#include "help.h"
#include "options.h"
#include "progress.h"
#include "with_service.h"

enum { EXIT_USE = 2 };

/* ---- what went wrong ------------------------------------------------------------------------- */

/* A wrong value, found by the reader of options or by the rules, was not understood either. */
static int exit_status(const struct error *error)
{
	bool is_use = error->code == ERROR_UNPROCESSABLE ||
		      (error->code == ERROR_INVALID && error->details);

	return is_use ? EXIT_USE : EXIT_FAILURE;
}

/* The option, as it is typed, that a fault is about; else the member's own name. */
static struct text name_of(const struct run *run, const struct error_detail *detail)
{
	const struct option_row *row = option_of(run->command, detail->member);
	const struct field *field = NULL;

	if (row)
		return text_from(row->name);
	if (run->command->resource)
		field = field_at(&run->command->resource->thing->form, detail->member);
	return field ? text_from(field->name) : detail->field;
}

static struct text message_of(const struct error *error)
{
	/* Ours speaks of a request's id, which a command has not. */
	return error->code == ERROR_INTERNAL ? TEXT("something went wrong inside:") :
					       error->message;
}

static void print_json_error(const struct run *run, const struct error *error)
{
	struct buffer text = { 0 };
	struct json_writer json = { .out = &text };

	json_open_object(&json);
	json_member(&json, TEXT("error"), message_of(error));
	json_key(&json, TEXT("details"));
	json_open_array(&json);
	for (const struct error_detail *detail = error->details; detail; detail = detail->next) {
		json_open_object(&json);
		json_member(&json, TEXT("field"), name_of(run, detail));
		json_member(&json, TEXT("message"), detail->message);
		json_close_object(&json);
	}
	json_close_array(&json);
	json_member(&json, TEXT("inside"), error->inside);
	json_close_object(&json);
	fprintf(stderr, "%.*s\n", TEXT_PRINT(buffer_text(&text)));
	buffer_free(&text);
}

/* What the database was asked stands in the log alone, where there is one. */
static void log_statement(const struct run *run, const struct error *error)
{
	struct text path = run->settings.log_file, reason;

	if (text_is_none(error->statement) || path.size == 0 ||
	    log_open(arena_string(run->arena, path)) != 0)
		return;
	reason = error_reason(run->arena, error);
	log_print(LOG_ERROR, "okrctl %s: %.*s", run->command->words, TEXT_PRINT(reason));
}

static int fail(const struct run *run, const struct error *error)
{
	log_statement(run, error);
	if (run->output.is_json) {
		print_json_error(run, error);
		return exit_status(error);
	}
	fprintf(stderr, "okrctl: %.*s\n", TEXT_PRINT(message_of(error)));
	for (const struct error_detail *detail = error->details; detail; detail = detail->next)
		fprintf(stderr, "  --%.*s: %.*s\n", TEXT_PRINT(name_of(run, detail)),
			TEXT_PRINT(detail->message));
	if (error->inside.size)
		fprintf(stderr, "  %.*s\n", TEXT_PRINT(error->inside));
	return exit_status(error);
}

/* ---- the command line ------------------------------------------------------------------------ */

/* Options that stand before or behind the command's words alike. */
struct globals {
	const char *config;
	bool is_json, wants_help, wants_version;
	char **rest;
	int rest_count;
};

static void take_globals(int argc, char **argv, struct globals *out)
{
	out->rest = memory_take((size_t)argc * sizeof(*out->rest));
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--json") == 0)
			out->is_json = true;
		else if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			out->wants_help = true;
		else if (strcmp(argv[i], "--version") == 0)
			out->wants_version = true;
		else if (strcmp(argv[i], "--config") == 0 && i + 1 < argc)
			out->config = argv[++i];
		else if (strncmp(argv[i], "--config=", 9) == 0)
			out->config = argv[i] + 9;
		else
			out->rest[out->rest_count++] = argv[i];
	}
}

static const struct error *load_and_run(struct run *run, const struct globals *globals, int used)
{
	const struct error *error =
		options_read(run, globals->rest_count - used, globals->rest + used);

	run->config = globals->config;
	if (error || run->command->needs_no_service)
		return error ? error : run->command->run(run);
	error = settings_load(run->arena, globals->config, &run->settings);
	return error ? error : with_service(run, run->command->run);
}

static int run_named(struct run *run, const struct globals *globals)
{
	int used = 0;
	const struct error *error =
		command_find(run->arena, globals->rest_count, globals->rest, &run->command, &used);

	if (!error && globals->wants_help) {
		help_print_command(run->command);
		return EXIT_SUCCESS;
	}
	if (error && globals->wants_help && help_print_group(globals->rest_count, globals->rest))
		return EXIT_SUCCESS;
	if (!error)
		error = load_and_run(run, globals, used);
	if (error)
		return fail(run, error);
	output_print(&run->output);
	return run->status;
}

static int print_version(bool is_json)
{
	if (is_json)
		puts("{\"version\":\"" PACKAGE_VERSION "\"}");
	else
		printf("okrctl %s\n%s", PACKAGE_VERSION, clock_remark);
	return EXIT_SUCCESS;
}

static int run_all(struct run *run, const struct globals *globals)
{
	if (globals->wants_version)
		return print_version(globals->is_json);
	if (globals->rest_count > 0)
		return run_named(run, globals);
	help_print_all(globals->wants_help ? stdout : stderr);
	return globals->wants_help ? EXIT_SUCCESS : EXIT_USE;
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_new(1 << 20);
	struct run run = { .arena = arena, .output = { .arena = arena } };
	struct globals globals = { 0 };
	int status;

	progress_begin();
	log_open(NULL);
	take_globals(argc, argv, &globals);
	run.output.is_json = globals.is_json;
	status = run_all(&run, &globals);
	free(globals.rest);
	arena_free(arena);
	return status;
}
