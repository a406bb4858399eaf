/*
 * The administrator's tool: what a command is, with its options and what it makes and shows, and the
 * state of the one that runs. Private to okrctl, as are all headers beside this one.
 */
#ifndef OKR_OKRCTL_COMMAND_H
#define OKR_OKRCTL_COMMAND_H

#include "base/error.h"
#include "base/settings.h"
#include "output.h"
#include "service/resource.h"
#include "service/work.h"

struct run;

struct option_row {
	const char *name;  /* without "--" */
	const char *value; /* what stands for the value in the help; NULL: a flag */
	bool is_needed;
	const char *meaning;
	size_t member; /* of the record that the command makes; 0 (no record begins so): none */

	/* Instead of the reader of the member's kind; notes a fault when it cannot. */
	void (*read)(struct run *run, const struct option_row *row, struct text value, void *out);
};

#define SETS(type, member_) .member = offsetof(type, member_)

enum { OPTIONS_MAX = 12 };

struct command {
	const char *words;    /* "key create" */
	const char *argument; /* its name in the help, when the command takes one */
	const struct option_row *options;
	size_t option_count;
	const struct error *(*run)(struct run *run);
	bool needs_no_service; /* no database: help and samples */
	const char *meaning;
	const struct resource *resource; /* what run_create makes and run_list lists */
	const struct column *columns;    /* what they show of it */
};

struct run {
	struct work work;
	struct arena *arena;
	const char *config; /* that of --config; NULL: not given */
	struct settings settings;
	struct service *service;
	struct output output;
	const struct command *command;
	const char *values[OPTIONS_MAX]; /* by option; NULL when not given */
	const char *argument;            /* after the command's words, or NULL */
	int status; /* exit status of a success: 1 when something was found wrong */
};

#endif
