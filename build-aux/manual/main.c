/*
 * Prints one of the files that follow from the tables of the programs: a manual page or the
 * completion of a shell. The build runs it; it is not installed.
 */
#include <stdio.h>
#include <string.h>

#include "completion.h"
#include "pages.h"

enum { EXIT_USAGE = 2 };

static const struct {
	const char *name;
	void (*page)(const char *date);
	void (*file)(void);
} files[] = {
	{ "okr.fcgi.8", .page = page_okr_fcgi }, { "okrctl.8", .page = page_okrctl },
	{ "okr.conf.5", .page = page_okr_conf }, { "okrctl.bash", .file = completion_bash },
	{ "_okrctl", .file = completion_zsh },
};

static int print(size_t i, const char *date)
{
	if (files[i].page)
		files[i].page(date);
	else
		files[i].file();
	return ferror(stdout) || fflush(stdout) != 0;
}

int main(int count, char **values)
{
	for (size_t i = 0; count == 3 && i < sizeof(files) / sizeof(*files); i++) {
		if (strcmp(values[1], files[i].name) == 0)
			return print(i, values[2]);
	}
	fputs("usage: manual FILE DATE\n", stderr);
	return EXIT_USAGE;
}
