/*
 * What the command line of okr.fcgi takes and what its signals do, as tables: the reader of options,
 * --help and the manual page all follow from them.
 */
#ifndef OKR_CGI_USAGE_H
#define OKR_CGI_USAGE_H

#include <stdio.h>

/* One option of the command line. */
struct usage_option {
	int letter;          /* what main.c knows it by; 0 ends the table */
	const char *name;    /* without "--" */
	const char *value;   /* what stands for its value; NULL: it takes none */
	const char *meaning; /* a sentence without its full stop */
};

extern const struct usage_option usage_options[];

/* One signal that the server obeys. */
struct usage_signal {
	const char *name; /* NULL ends the table */
	const char *meaning;
};

extern const struct usage_signal usage_signals[];

extern const char usage_purpose[]; /* what the program is for: one sentence */
extern const char usage_modes[];   /* where it serves without --listen: one paragraph */

/* All of it as text of at most 80 columns. */
void usage_print(FILE *out);

#endif
