/*
 * The administrator's tool: commands as rows of a table, their options, their output. Private to
 * okrctl.
 */
#ifndef OKR_OKRCTL_COMMAND_H
#define OKR_OKRCTL_COMMAND_H

#include "base/error.h"
#include "base/settings.h"
#include "service/work.h"

struct option_row {
	const char *name;  /* without "--" */
	const char *value; /* what stands for the value in the help; NULL: a flag */
	bool is_needed;
	const char *meaning;
};

enum { OPTIONS_MOST = 12 };

/* What a command found or made: rows of named cells, printed as a table or as JSON. */
struct output {
	struct arena *arena;
	bool is_json;
	bool is_list; /* JSON: an array, however many rows */
	const char *names[16];
	size_t name_count;
	struct output_row *first, *last;
	struct text note; /* a sentence under the table; not in JSON */
};

void output_row(struct output *output);
void output_text(struct output *output, const char *name, struct text value);
void output_id(struct output *output, const char *name, struct id id);
void output_raw(struct output *output, const char *name, struct text json);
void output_number(struct output *output, const char *name, long long value);
void output_flag(struct output *output, const char *name, bool value);
void output_instant(struct output *output, const char *name, struct instant value);
void output_print(struct output *output);

struct run {
	struct work work;
	struct arena *arena;
	struct settings settings;
	struct service *service;
	struct output output;
	const struct command *command;
	const char *values[OPTIONS_MOST]; /* by option; NULL when not given */
	const char *argument;             /* after the command's words, or NULL */
	int status; /* exit status of a success: 1 when something was found wrong */
};

struct command {
	const char *words;    /* "key create" */
	const char *argument; /* its name in the help, when the command takes one */
	const struct option_row *options;
	size_t option_count;
	const struct error *(*run)(struct run *run);
	bool needs_no_service; /* no database: help and samples */
	const char *meaning;
};

extern const struct command commands[]; /* ends with NULL words */

#define OPTIONS(table) .options = table, .option_count = sizeof(table) / sizeof((table)[0])

struct text option(const struct run *run, const char *name);
bool option_is_given(const struct run *run, const char *name);
const struct error *option_count(const struct run *run, const char *name, long long most,
				 int64_t *out);

__attribute__((format(printf, 2, 3))) const struct error *wrong_use(const struct run *run,
								    const char *format, ...);

/* The scopes that a list names, or every one for `all`. */
const struct error *scopes_read(const struct run *run, struct text names, unsigned *out);

/* Makes the session one of the workspace that --workspace names by id or exact name: everything is
 * permitted, nobody is its author. */
const struct error *enter_workspace(struct run *run);

const struct error *run_migrate(struct run *run);
const struct error *run_verify(struct run *run);
const struct error *run_purge(struct run *run);
const struct error *run_doctor(struct run *run);
const struct error *run_settings(struct run *run);
const struct error *run_workspace_create(struct run *run);
const struct error *run_workspace_list(struct run *run);
const struct error *run_workspace_show(struct run *run);
const struct error *run_workspace_delete(struct run *run);
const struct error *run_user_create(struct run *run);
const struct error *run_user_list(struct run *run);
const struct error *run_user_deactivate(struct run *run);
const struct error *run_team_create(struct run *run);
const struct error *run_department_create(struct run *run);
const struct error *run_cycle_create(struct run *run);
const struct error *run_key_create(struct run *run);
const struct error *run_key_list(struct run *run);
const struct error *run_key_revoke(struct run *run);
const struct error *run_token_create(struct run *run);
const struct error *run_sample_load(struct run *run);

#endif
