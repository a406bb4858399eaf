/*
 * The pages okr.fcgi(8), okrctl(8) and okr.conf(5). Options, signals, commands and settings come from
 * their tables; only what no table says stands here.
 */
#include "pages.h"

#include <ctype.h>
#include <stdio.h>

#include "base/settings_internal.h"
#include "mdoc.h"
#include "okrctl/commands.h"
#include "usage.h"

static void begin(const char *date, const char *name, const char *section, const char *purpose)
{
	printf(".\\\" Made from the tables of the program: see build\\-aux/manual.\n"
	       ".Dd %s\n.Dt ",
	       date);
	for (const char *at = name; *at; at++)
		putchar(toupper((unsigned char)*at));
	printf(" %s\n.Os\n.Sh NAME\n.Nm %s\n.Nd %s\n", section, name, purpose);
}

static void see_also(const char *pages)
{
	printf(".Sh SEE ALSO\n%s", pages);
}

/* ---- okr.fcgi(8) ----------------------------------------------------------------------------- */

static void list_server_options(void)
{
	puts(".Bl -tag -width Ds");
	for (const struct usage_option *row = usage_options; row->letter; row++) {
		mdoc_option(".It", row->name, row->value);
		mdoc_text(row->meaning);
	}
	puts(".El");
}

static void list_signals(void)
{
	puts(".Sh SIGNALS\n.Bl -tag -width SIGTERM");
	for (const struct usage_signal *row = usage_signals; row->name; row++) {
		printf(".It Dv %s\n", row->name);
		mdoc_text(row->meaning);
	}
	puts(".El");
}

void page_okr_fcgi(const char *date)
{
	begin(date, "okr.fcgi", "8", "serve objectives and key results over FastCGI");
	puts(".Sh SYNOPSIS\n.Nm");
	for (const struct usage_option *row = usage_options; row->letter; row++)
		mdoc_option(".Op", row->name, row->value);
	puts(".Sh DESCRIPTION");
	mdoc_text(usage_purpose);
	list_server_options();
	puts(".Pp");
	mdoc_text(usage_modes);
	list_signals();
	puts(".Sh ENVIRONMENT\n.Bl -tag -width OKR_CONFIG\n.It Ev OKR_CONFIG\n"
	     "The file of settings, unless\n.Fl \\-config\nnames one.\n.It Ev OKR_ Ns Ar NAME\n"
	     "Overrides the setting\n.Ar name .\n.El");
	puts(".Sh FILES\n.Bl -tag -width Ds\n.It Pa " SYSCONFDIR
	     "/okr/okr.conf\n"
	     "The settings, see\n.Xr okr.conf 5 .\n.El");
	puts(".Sh EXIT STATUS\n"
	     "0 after\n.Dv SIGTERM ,\n1 when it could not start, 2 when the command line is wrong.");
	see_also(".Xr okr.conf 5 ,\n.Xr okrctl 8\n");
}

/* ---- okrctl(8) ------------------------------------------------------------------------------- */

static void print_command(const struct command *command)
{
	printf(".It Cm %s", command->words);
	if (command->argument)
		printf(" Ar %s", command->argument);
	if (command->option_count > 0)
		fputs(" Op Ar options", stdout);
	putchar('\n');
	mdoc_text(command->meaning);
	if (command->option_count > 0)
		puts(".Bl -tag -width Ds -compact");
	for (size_t i = 0; i < command->option_count; i++) {
		const struct option_row *row = &command->options[i];

		mdoc_option(".It", row->name, row->value);
		mdoc_text(row->meaning);
		if (row->is_needed)
			puts("Needed.");
	}
	if (command->option_count > 0)
		puts(".El");
}

static void list_commands(void)
{
	puts(".Sh COMMANDS\n.Bl -tag -width Ds");
	for (const struct command *command = commands; command->words; command++)
		print_command(command);
	puts(".El");
}

void page_okrctl(const char *date)
{
	begin(date, "okrctl", "8", "administrate okr\\-server");
	puts(".Sh SYNOPSIS\n.Nm\n.Op Fl \\-config Ar FILE\n.Op Fl \\-json\n.Ar command\n"
	     ".Op Ar options\n.Nm\n.Op Ar command\n.Fl \\-help\n.Nm\n.Fl \\-version");
	puts(".Sh DESCRIPTION");
	mdoc_text(
		"Makes and updates the tables of okr-server, and makes, lists and removes what "
		"only an administrator may.");
	puts("Run it as the user of\n.Xr okr.fcgi 8 ,\nso that files which it makes belong to that "
	     "user.\n.Pp\n"
	     "Workspaces are named by id or exact name, users by id or e\\-mail address.");
	puts(".Bl -tag -width Ds\n.It Fl \\-config Ar FILE\n"
	     "The configuration; else\n.Ev OKR_CONFIG ,\nelse where\n.Xr okr.fcgi 8\nlooks.\n"
	     ".It Fl \\-json\nAnswers as JSON, for scripts.\n.El");
	list_commands();
	puts(".Sh FILES\n.Bl -tag -width Ds\n.It Pa " SYSCONFDIR
	     "/okr/okr.conf\n"
	     "The settings, see\n.Xr okr.conf 5 .\n.El");
	puts(".Sh EXIT STATUS");
	mdoc_text(
		"0 for success, 1 when the work failed or found something to mend, 2 when the "
		"command was not understood.");
	puts(".Sh EXAMPLES\nA workspace with its first key:\n.Bd -literal -offset indent\n"
	     "okrctl migrate\n"
	     "okrctl workspace create \\-\\-name Acme\n"
	     "okrctl key create \\-\\-workspace Acme \\-\\-name first \\-\\-scopes all\n.Ed");
	see_also(".Xr okr.conf 5 ,\n.Xr okr.fcgi 8\n");
}

/* ---- okr.conf(5) ----------------------------------------------------------------------------- */

static void print_setting(const struct setting *setting)
{
	printf(".It Ic %s\n", setting->name);
	mdoc_text(setting->meaning);
	if (setting->standard)
		printf("Default:\n.Li %s\n", setting->standard);
	if (setting->is_secret)
		printf("Or\n.Ic %s_file :\na file that only the server's user may read.\n",
		       setting->name);
	if (setting->old_name)
		printf("Formerly\n.Ic %s ,\nwhich is still read.\n", setting->old_name);
}

void page_okr_conf(const char *date)
{
	size_t count;
	const struct setting *table = settings_table(&count);

	begin(date, "okr.conf", "5", "settings of okr\\-server");
	puts(".Sh DESCRIPTION\n"
	     "One\n.Ic name Li = Ar value\na line.\n"
	     "A line that begins with\n.Sq #\nor\n.Sq \\&;\nis a comment; a value may stand in double "
	     "quotes.\n"
	     "An unknown name or a bad value stops the start and tells the line.\n"
	     "Each setting may be given in the environment instead, as\n.Ev OKR_WORKERS\nfor\n"
	     ".Ic workers .\n"
	     "After a change,\n.Dv SIGHUP\nmakes\n.Xr okr.fcgi 8\nread the file again.");
	puts(".Sh SETTINGS\n.Bl -tag -width Ds");
	for (size_t i = 0; i < count; i++)
		print_setting(&table[i]);
	puts(".El");
	puts(".Sh FILES\n.Bl -tag -width Ds\n.It Pa " SYSCONFDIR
	     "/okr/okr.conf\n"
	     "Where both programs look, unless\n.Fl \\-config\nor\n.Ev OKR_CONFIG\nnames another file.\n"
	     ".El");
	see_also(".Xr okr.fcgi 8 ,\n.Xr okrctl 8\n");
}
