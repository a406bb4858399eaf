/*
 * What --help says, and what is said to somebody who named a command that there is not. The commands
 * and their options are rows of commands.c.
 */
#include "help.h"

#include <stdio.h>

#include "commands.h"
#include "nearest.h"

static const char intro[] =
	"okrctl: the administrator's tool of okr-server\n"
	"\n"
	"  okrctl [--config FILE] [--json] COMMAND [OPTIONS]\n"
	"\n"
	"  --config FILE  the configuration; else OKR_CONFIG, else where "
	"okr.fcgi looks\n"
	"  --json         answers as JSON, for scripts\n"
	"  --version      the version of this program\n"
	"  --help         this text, or that of a command: okrctl key create "
	"--help\n"
	"\n"
	"Workspaces are named by id or exact name, users by id or e-mail "
	"address.\n"
	"\n";

/* ---- which command is meant ------------------------------------------------------------------ */

/* How many of the words are the command's own: all of them, or the command is not meant. */
static int words_used(const struct command *command, int argc, char **argv)
{
	struct text rest = text_from(command->words);
	int used = 0;

	while (!text_is_none(rest)) {
		if (used == argc || !text_equal(text_cut(&rest, ' '), text_from(argv[used])))
			return 0;
		used++;
	}
	return used;
}

/* Whether the words stand at the head of the command's. */
static bool is_in_group(const struct command *command, int argc, char **argv)
{
	struct text rest = text_from(command->words);

	for (int i = 0; i < argc; i++)
		if (!text_equal(text_cut(&rest, ' '), text_from(argv[i])))
			return false;
	return argc > 0;
}

/* "key create, key list, key revoke"; absent when no command begins with the word. */
static struct text group_list(struct arena *arena, char **argv)
{
	struct text list = TEXT_NONE;

	for (const struct command *command = commands; command->words; command++)
		if (is_in_group(command, 1, argv))
			list = arena_print(arena, "%.*s%s%s", TEXT_PRINT(list),
					   list.size ? ", " : "", command->words);
	return list;
}

/* The words in front of the options: two at most, as every command has. */
static struct text typed_words(struct arena *arena, int argc, char **argv)
{
	if (argc > 1 && argv[1][0] != '-')
		return arena_print(arena, "%s %s", argv[0], argv[1]);
	return text_from(argv[0]);
}

static const struct error *unknown_command(struct arena *arena, int argc, char **argv)
{
	struct text typed = typed_words(arena, argc, argv), group = group_list(arena, argv);
	struct nearest nearest = nearest_to(typed), first = nearest_to(text_from(argv[0]));

	if (argv[0][0] == '-')
		return error_new(arena, ERROR_UNPROCESSABLE,
				 "there is no option '%s' before a command (see okrctl --help)",
				 argv[0]);
	if (typed.size == strlen(argv[0]) && group.size > 0)
		return error_new(arena, ERROR_UNPROCESSABLE,
				 "'%s' is the beginning of a command: %.*s", argv[0],
				 TEXT_PRINT(group));
	for (const struct command *command = commands; command->words; command++) {
		nearest_offer(&nearest, command->words);
		nearest_offer(&first, command->words);
	}
	if (!nearest.found)
		nearest.found = first.found;
	if (nearest.found)
		return error_new(arena, ERROR_UNPROCESSABLE,
				 "there is no command '%.*s'; did you mean '%s'?",
				 TEXT_PRINT(typed), nearest.found);
	if (group.size > 0)
		return error_new(arena, ERROR_UNPROCESSABLE,
				 "there is no command '%.*s'; there are: %.*s", TEXT_PRINT(typed),
				 TEXT_PRINT(group));
	return error_new(arena, ERROR_UNPROCESSABLE,
			 "there is no command '%.*s' (see okrctl --help)", TEXT_PRINT(typed));
}

const struct error *command_find(struct arena *arena, int argc, char **argv,
				 const struct command **out, int *used)
{
	for (const struct command *command = commands; command->words; command++) {
		*used = words_used(command, argc, argv);
		*out = command;
		if (*used > 0)
			return NULL;
	}
	return unknown_command(arena, argc, argv);
}

/* ---- help ------------------------------------------------------------------------------------ */

static void print_commands(FILE *out, int argc, char **argv)
{
	size_t width = 0;

	for (const struct command *command = commands; command->words; command++)
		if ((argc == 0 || is_in_group(command, argc, argv)) &&
		    strlen(command->words) > width)
			width = strlen(command->words);
	for (const struct command *command = commands; command->words; command++)
		if (argc == 0 || is_in_group(command, argc, argv))
			fprintf(out, "  %-*s  %s\n", (int)width, command->words, command->meaning);
}

void help_print_all(FILE *out)
{
	fputs(intro, out);
	print_commands(out, 0, NULL);
}

bool help_print_group(int argc, char **argv)
{
	const struct command *command = commands;

	while (command->words && !is_in_group(command, argc, argv))
		command++;
	if (!command->words)
		return false;
	printf("okrctl %s COMMAND [OPTIONS]\n\n", argv[0]);
	print_commands(stdout, argc, argv);
	printf("\nokrctl %s --help lists its options.\n", command->words);
	return true;
}

/* "--email E", "--yes". */
static struct text option_usage(const struct option_row *row, char out[64])
{
	snprintf(out, 64, "--%s%s%s", row->name, row->value ? " " : "",
		 row->value ? row->value : "");
	return text_from(out);
}

static void print_options(const struct command *command)
{
	size_t width = 0;
	char usage[64];

	for (size_t i = 0; i < command->option_count; i++)
		if (option_usage(&command->options[i], usage).size > width)
			width = strlen(usage);
	for (size_t i = 0; i < command->option_count; i++) {
		const struct option_row *row = &command->options[i];

		option_usage(row, usage);
		printf("  %-*s  %s%s\n", (int)width, usage, row->meaning,
		       row->is_needed ? " (needed)" : "");
	}
}

void help_print_command(const struct command *command)
{
	printf("okrctl %s%s%s%s\n\n  %s\n", command->words, command->argument ? " " : "",
	       command->argument ? command->argument : "",
	       command->option_count ? " [OPTIONS]" : "", command->meaning);
	if (command->option_count)
		printf("\n");
	print_options(command);
}
