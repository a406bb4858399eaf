/*
 * okrctl: finds the command, reads its options, runs it, prints what came of it. Exit status 0 for
 * success, 1 when the work failed or found something wrong, 2 when the call was not understood.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/json_check.h"
#include "base/log.h"
#include "base/secret.h"
#include "command.h"
#include "model/directory.h"
#include "service/administration.h"

/* ---- help ------------------------------------------------------------------------------------ */

static const char intro[] = "okrctl: the administrator's tool of okr-server\n\n"
			    "  okrctl [--config FILE] [--json] COMMAND [OPTIONS]\n\n"
			    "  --config FILE  the configuration; else OKR_CONFIG, else where "
			    "okr.fcgi looks\n"
			    "  --json         answers as JSON, for scripts\n"
			    "  --help         this text, or that of a command: okrctl key create "
			    "--help\n\n"
			    "Workspaces are named by id or exact name, users by id or e-mail "
			    "address.\n\n";

static void print_help(FILE *out)
{
	fputs(intro, out);
	for (const struct command *command = commands; command->words; command++)
		fprintf(out, "  %-18s %s\n", command->words, command->meaning);
}

static void print_command_help(const struct command *command)
{
	printf("okrctl %s%s%s%s\n\n  %s\n", command->words, command->argument ? " " : "",
	       command->argument ? command->argument : "",
	       command->option_count ? " [OPTIONS]" : "", command->meaning);
	if (command->option_count)
		printf("\n");
	for (size_t i = 0; i < command->option_count; i++) {
		const struct option_row *row = &command->options[i];
		char name[64];

		snprintf(name, sizeof(name), "--%s%s%s", row->name, row->value ? " " : "",
			 row->value ? row->value : "");
		printf("  %-22s %s%s\n", name, row->meaning, row->is_needed ? " (needed)" : "");
	}
}

/* ---- options --------------------------------------------------------------------------------- */

const struct error *wrong_use(const struct run *run, const char *format, ...)
{
	char message[512];
	va_list values;

	va_start(values, format);
	vsnprintf(message, sizeof(message), format, values);
	va_end(values);
	return error_new(run->arena, ERROR_UNPROCESSABLE, "%s (see okrctl %s --help)", message,
			 run->command ? run->command->words : "");
}

static size_t option_index(const struct command *command, const char *name)
{
	size_t i = 0;

	while (i < command->option_count && strcmp(command->options[i].name, name) != 0)
		i++;
	return i;
}

struct text option(const struct run *run, const char *name)
{
	return text_from(run->values[option_index(run->command, name)]);
}

bool option_is_given(const struct run *run, const char *name)
{
	return run->values[option_index(run->command, name)] != NULL;
}

const struct error *option_count(const struct run *run, const char *name, long long most,
				 int64_t *out)
{
	unsigned long long count;

	if (!option_is_given(run, name))
		return NULL;
	if (!text_to_count(option(run, name), (unsigned long long)most, &count))
		return wrong_use(run, "--%s takes a whole number from 0 to %lld", name, most);
	*out = (int64_t)count;
	return NULL;
}

/* Reads `--name value`, `--name=value` and flags; *at is left on the last word that was read. */
static const struct error *read_option(struct run *run, int argc, char **argv, int *at)
{
	char name[64];
	const char *text = argv[*at] + 2, *equals = strchr(text, '=');
	const struct option_row *row;
	size_t i;

	snprintf(name, sizeof(name), "%.*s", equals ? (int)(equals - text) : (int)strlen(text),
		 text);
	i = option_index(run->command, name);
	if (i == run->command->option_count)
		return wrong_use(run, "there is no option --%s", name);
	row = &run->command->options[i];
	if (!row->value && equals)
		return wrong_use(run, "--%s takes no value", name);
	if (!row->value)
		run->values[i] = "yes";
	else if (equals)
		run->values[i] = equals + 1;
	else if (*at + 1 < argc)
		run->values[i] = argv[++*at];
	else
		return wrong_use(run, "--%s needs a value: %s", name, row->value);
	if (!utf8_check(text_from(run->values[i])))
		return wrong_use(run, "the value of --%s is not UTF-8", name);
	return NULL;
}

static const struct error *read_options(struct run *run, int argc, char **argv)
{
	for (int i = 0; i < argc; i++) {
		const struct error *error = NULL;

		if (strncmp(argv[i], "--", 2) == 0)
			error = read_option(run, argc, argv, &i);
		else if (run->command->argument && !run->argument)
			run->argument = argv[i];
		else
			error = wrong_use(run, "what is '%s'?", argv[i]);
		if (error)
			return error;
	}
	if (run->argument && !utf8_check(text_from(run->argument)))
		return wrong_use(run, "%s is not UTF-8", run->command->argument);
	for (size_t i = 0; i < run->command->option_count; i++)
		if (run->command->options[i].is_needed && !run->values[i])
			return wrong_use(run, "--%s is needed", run->command->options[i].name);
	if (run->command->argument && !run->argument)
		return wrong_use(run, "%s is needed", run->command->argument);
	return NULL;
}

/* ---- running --------------------------------------------------------------------------------- */

const struct error *enter_workspace(struct run *run)
{
	struct organisation organisation;
	const struct error *error =
		administration_find(&run->work, option(run, "workspace"), &organisation);

	if (!error)
		administration_enter(&run->work, &organisation);
	return error;
}

static const struct error *run_command(struct run *run)
{
	const struct error *error;

	if (run->command->needs_no_service)
		return run->command->run(run);
	if (!secret_start())
		return error_internal(run->arena, "libsodium does not start");
	error = administration_open(run->arena, &run->settings, &run->service);
	if (error)
		return error;
	work_start(&run->work, run->service, run->arena, instant_now());
	error = run->command->run(run);
	if (!error && run->work.is_writing)
		error = work_commit(&run->work);
	work_end(&run->work);
	service_close(run->service);
	return error;
}

static int fail(const struct run *run, const struct error *error)
{
	bool is_use = error->code == ERROR_UNPROCESSABLE;

	if (run->output.is_json) {
		struct buffer text = { 0 };
		struct json_writer json = { .out = &text };

		json_open_object(&json);
		json_member(&json, TEXT("error"), error->message);
		json_member(&json, TEXT("inside"), error->inside);
		json_close_object(&json);
		fprintf(stderr, "%.*s\n", TEXT_PRINT(buffer_text(&text)));
		buffer_free(&text);
		return is_use ? 2 : 1;
	}
	fprintf(stderr, "okrctl: %.*s\n", TEXT_PRINT(error->message));
	for (const struct error_detail *detail = error->details; detail; detail = detail->next)
		fprintf(stderr, "  %.*s %.*s\n", TEXT_PRINT(detail->field),
			TEXT_PRINT(detail->message));
	if (error->inside.size)
		fprintf(stderr, "  %.*s\n", TEXT_PRINT(error->inside));
	return is_use ? 2 : 1;
}

/* The command whose words stand first; *used is how many. */
static const struct command *find_command(int argc, char **argv, int *used)
{
	for (const struct command *command = commands; command->words; command++) {
		struct text rest = text_from(command->words);
		int i = 0;

		while (!text_is_none(rest) && i < argc) {
			struct text word_ = text_cut(&rest, ' ');

			if (!text_equal(word_, text_from(argv[i])))
				break;
			if (text_is_none(rest)) {
				*used = i + 1;
				return command;
			}
			i++;
		}
	}
	return NULL;
}

/* Options that stand before or behind the command's words alike. */
struct globals {
	const char *config;
	bool is_json, wants_help;
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
		else if (strcmp(argv[i], "--config") == 0 && i + 1 < argc)
			out->config = argv[++i];
		else if (strncmp(argv[i], "--config=", 9) == 0)
			out->config = argv[i] + 9;
		else
			out->rest[out->rest_count++] = argv[i];
	}
}

static int run_all(struct run *run, const struct globals *globals)
{
	int used = 0;
	const struct error *error = NULL;

	run->command = find_command(globals->rest_count, globals->rest, &used);
	if (!run->command) {
		print_help(globals->wants_help ? stdout : stderr);
		if (globals->rest_count > 0)
			fprintf(stderr, "\nokrctl: there is no command '%s'\n", globals->rest[0]);
		return globals->wants_help && globals->rest_count == 0 ? 0 : 2;
	}
	if (globals->wants_help) {
		print_command_help(run->command);
		return 0;
	}
	error = read_options(run, globals->rest_count - used, globals->rest + used);
	if (!error && !run->command->needs_no_service)
		error = settings_load(run->arena, globals->config, &run->settings);
	if (!error)
		error = run_command(run);
	if (error)
		return fail(run, error);
	output_print(&run->output);
	return run->status;
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_new(1 << 20);
	struct run run = { .arena = arena, .output = { .arena = arena } };
	struct globals globals = { 0 };
	int status;

	log_open(NULL);
	take_globals(argc, argv, &globals);
	run.output.is_json = globals.is_json;
	status = run_all(&run, &globals);
	free(globals.rest);
	arena_free(arena);
	return status;
}
