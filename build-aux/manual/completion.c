/*
 * Both shells work alike: the words typed so far, without options and their values, are looked up in
 * a list of what may follow them. Only how a candidate is offered differs.
 */
#include "completion.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "okrctl/commands.h"

/* ---- the table, walked ----------------------------------------------------------------------- */

static struct text first_word(const struct command *command)
{
	struct text rest = text_from(command->words);

	return text_cut(&rest, ' ');
}

/* What stands behind the first word; empty for a command of one word. */
static const char *second_word(const struct command *command)
{
	const char *blank = strchr(command->words, ' ');

	return blank ? blank + 1 : "";
}

static bool begins_group(const struct command *command)
{
	return command == commands || !text_equal(first_word(command), first_word(command - 1));
}

/* What is told of a first word: the meaning of a command, or the second words of a group. */
static void print_group_meaning(const struct command *command)
{
	struct text group = first_word(command);
	const char *between = "";

	if (!*second_word(command)) {
		fputs(command->meaning, stdout);
		return;
	}
	for (; command->words && text_equal(first_word(command), group); command++) {
		printf("%s%s", between, second_word(command));
		between = ", ";
	}
}

/* The options whose next word is their value, once each, as a pattern of the shell. */
static bool was_listed(const struct command *until, const char *name)
{
	for (const struct command *command = commands; command != until; command++) {
		for (size_t i = 0; i < command->option_count; i++) {
			if (command->options[i].value &&
			    strcmp(command->options[i].name, name) == 0)
				return true;
		}
	}
	return false;
}

static void print_valued_options(void)
{
	fputs("--config", stdout);
	for (const struct command *command = commands; command->words; command++) {
		for (size_t i = 0; i < command->option_count; i++) {
			const struct option_row *row = &command->options[i];

			if (row->value && !was_listed(command, row->name))
				printf("|--%s", row->name);
		}
	}
}

/* ---- bash ------------------------------------------------------------------------------------ */

static void bash_groups(void)
{
	fputs("\t'') next='", stdout);
	for (const struct command *command = commands; command->words; command++) {
		struct text group = first_word(command);

		if (begins_group(command))
			printf("%.*s ", TEXT_PRINT(group));
	}
	puts("--config --json --help --version' ;;");
}

static void bash_group(const struct command *command)
{
	struct text group = first_word(command);

	printf("\t'%.*s') next='", TEXT_PRINT(group));
	for (; command->words && text_equal(first_word(command), group); command++)
		printf("%s ", second_word(command));
	puts("--help' ;;");
}

static void bash_command(const struct command *command)
{
	printf("\t'%s'*) next='", command->words);
	for (size_t i = 0; i < command->option_count; i++)
		printf("--%s ", command->options[i].name);
	puts("--config --json --help' ;;");
}

void completion_bash(void)
{
	puts("# bash completion of okrctl(8), made from its table of commands\n\n"
	     "_okrctl()\n{\n"
	     "\tlocal current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
	     "\tlocal typed='' next='' i\n\n"
	     "\tCOMPREPLY=()\n"
	     "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
	     "\t\tcase ${COMP_WORDS[i]} in");
	fputs("\t\t", stdout);
	print_valued_options();
	puts(") ((i++)) ;;\n"
	     "\t\t-*) ;;\n"
	     "\t\t*) typed+=${typed:+ }${COMP_WORDS[i]} ;;\n"
	     "\t\tesac\n"
	     "\tdone\n"
	     "\tcase $before in");
	fputs("\t", stdout);
	print_valued_options();
	puts(")\n"
	     "\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n"
	     "\t\treturn\n"
	     "\t\t;;\n"
	     "\tesac\n"
	     "\tcase $typed in");
	bash_groups();
	for (const struct command *command = commands; command->words; command++) {
		if (*second_word(command) && begins_group(command))
			bash_group(command);
	}
	for (const struct command *command = commands; command->words; command++)
		bash_command(command);
	puts("\tesac\n"
	     "\tmapfile -t COMPREPLY < <(compgen -W \"$next\" -- \"$current\")\n"
	     "}\n\n"
	     "complete -F _okrctl okrctl");
}

/* ---- zsh ------------------------------------------------------------------------------------- */

/* Within single quotes, in a list whose items are WORD:MEANING. */
static void zsh_meaning(const char *text)
{
	for (; *text; text++) {
		if (*text == '\'')
			fputs("'\\''", stdout);
		else if (*text == ':')
			fputs("\\:", stdout);
		else
			putchar(*text);
	}
}

static const char zsh_always[] =
	"'--config:the configuration' '--json:answers as JSON' '--help:what it does'";

static void zsh_groups(void)
{
	puts("\t'') next=(");
	for (const struct command *command = commands; command->words; command++) {
		struct text group = first_word(command);

		if (!begins_group(command))
			continue;
		printf("\t\t'%.*s:", TEXT_PRINT(group));
		print_group_meaning(command);
		puts("'");
	}
	printf("\t\t%s '--version:the version') ;;\n", zsh_always);
}

static void zsh_group(const struct command *command)
{
	struct text group = first_word(command);

	printf("\t'%.*s') next=(\n", TEXT_PRINT(group));
	for (; command->words && text_equal(first_word(command), group); command++) {
		printf("\t\t'%s:", second_word(command));
		zsh_meaning(command->meaning);
		puts("'");
	}
	puts("\t\t'--help:what they do') ;;");
}

static void zsh_command(const struct command *command)
{
	printf("\t'%s'*) next=(\n", command->words);
	for (size_t i = 0; i < command->option_count; i++) {
		printf("\t\t'--%s:", command->options[i].name);
		zsh_meaning(command->options[i].meaning);
		puts("'");
	}
	printf("\t\t%s) ;;\n", zsh_always);
}

void completion_zsh(void)
{
	puts("#compdef okrctl\n"
	     "# zsh completion of okrctl(8), made from its table of commands\n\n"
	     "local typed='' i\n"
	     "local -a next\n\n"
	     "for ((i = 2; i < CURRENT; i++)); do\n"
	     "\tcase ${words[i]} in");
	fputs("\t", stdout);
	print_valued_options();
	puts(") ((i++)) ;;\n"
	     "\t-*) ;;\n"
	     "\t*) typed+=${typed:+ }${words[i]} ;;\n"
	     "\tesac\n"
	     "done\n"
	     "case ${words[CURRENT - 1]} in");
	fputs("\t", stdout);
	print_valued_options();
	puts(") _files; return ;;\n"
	     "esac\n"
	     "case $typed in");
	zsh_groups();
	for (const struct command *command = commands; command->words; command++) {
		if (*second_word(command) && begins_group(command))
			zsh_group(command);
	}
	for (const struct command *command = commands; command->words; command++)
		zsh_command(command);
	puts("esac\n"
	     "_describe -o 'okrctl' next");
}
