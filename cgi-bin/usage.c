/*
 * The tables of okr.fcgi's options and signals, and their text for --help. build-aux/manual.c makes
 * the manual page of the same tables.
 */
#include "usage.h"

#include <stdbool.h>
#include <string.h>

enum { COLUMNS = 80, INDENT = 21 };

const struct usage_option usage_options[] = {
	{ 'c', "config", "FILE",
	  "settings; else OKR_CONFIG, the system's okr.conf, the one beside this program" },
	{ 'l', "listen", "ADDRESS", "serve on unix:PATH or HOST:PORT" },
	{ 'w', "workers", "N", "number of worker processes" },
	{ 'k', "check", NULL, "say whether the settings are fine, and leave" },
	{ 'v', "version", NULL, "versions of this program and of the libraries it was built with" },
	{ 'h', "help", NULL, "this text and the list of settings" },
	{ 0 },
};

const struct usage_signal usage_signals[] = {
	{ "SIGTERM", "finishes the requests in hand and ends" },
	{ "SIGHUP",
	  "reloads settings and program and begins its log file anew, without losing a "
	  "request; if either is broken, the old ones go on" },
	{ NULL, NULL },
};

const char usage_purpose[] = "Answers requests that a web server hands over by FastCGI or CGI.";

const char usage_modes[] =
	"Without --listen it serves on a socket from systemd (LISTEN_FDS) or on standard input, "
	"answers one request when a web server runs it as a CGI program, or else serves on the "
	"address that `listen` in the settings names.";

/* Words of `text`, each line but the first begun with `indent` blanks; `column` is where it stands. */
static void print_wrapped(FILE *out, const char *text, size_t column, size_t indent)
{
	bool is_first = true;

	while (*text) {
		size_t size = strcspn(text, " ");

		if (column + size + !is_first > COLUMNS) {
			fprintf(out, "\n%*s", (int)indent, "");
			column = indent;
			is_first = true;
		}
		fprintf(out, "%s%.*s", is_first ? "" : " ", (int)size, text);
		column += size + !is_first;
		is_first = false;
		text += size + strspn(text + size, " ");
	}
	fputc('\n', out);
}

static void print_option(FILE *out, const struct usage_option *option)
{
	int width = fprintf(out, "  --%s%s%s", option->name, option->value ? " " : "",
			    option->value ? option->value : "");

	fprintf(out, "%*s", INDENT - width, "");
	print_wrapped(out, option->meaning, INDENT, INDENT);
}

void usage_print(FILE *out)
{
	fputs("Usage: okr.fcgi [--config FILE] [--listen ADDRESS] [--workers N]\n"
	      "       okr.fcgi --check | --version | --help\n\n",
	      out);
	print_wrapped(out, usage_purpose, 0, 0);
	fputc('\n', out);
	for (const struct usage_option *option = usage_options; option->letter; option++)
		print_option(out, option);
	fputc('\n', out);
	print_wrapped(out, usage_modes, 0, 0);
	fputc('\n', out);
	for (const struct usage_signal *row = usage_signals; row->name; row++) {
		int width = fprintf(out, "%s ", row->name);

		print_wrapped(out, row->meaning, (size_t)width, (size_t)width);
	}
}
