/*
 * The administrator's tool: commands as rows of a table, with their options, the record that options
 * make and the columns that are shown of it. Private to okrctl.
 */
#ifndef OKR_OKRCTL_COMMAND_H
#define OKR_OKRCTL_COMMAND_H

#include "base/error.h"
#include "base/field.h"
#include "base/settings.h"
#include "service/resource.h"
#include "service/work.h"

struct run;

/* ---- options --------------------------------------------------------------------------------- */

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

enum { OPTIONS_MOST = 12 };

/* ---- output ---------------------------------------------------------------------------------- */

/* What is shown of a struct, and in JSON the name of the member. A table ends with a NULL name. */
struct column {
	const char *name;
	enum field_kind kind;
	size_t offset;
	const struct word_name *words; /* FIELD_WORD */
};

#define COLUMN(name_, type, member, ...)                                                           \
	{                                                                                          \
		.name = name_, .kind = FIELD_KIND(type, member), .offset = offsetof(type, member), \
		__VA_ARGS__                                                                        \
	}
#define COLUMNS_END                                                                                \
	{                                                                                          \
		.name = NULL                                                                       \
	}

enum { COLUMNS_MOST = 16 };

/* What a command found or made: rows under one table of columns, printed for people or as JSON. */
struct output {
	struct arena *arena;
	bool is_json;
	bool is_list; /* JSON: an array, however many rows */
	const struct column *columns;
	struct output_row *first, *last;
	struct text note; /* a sentence under the table; not in JSON */
	bool is_done;     /* the command has printed by itself */
};

/* Adds a row; every row of an output has the same columns. */
void output_show(struct output *output, const struct column *columns, const void *record);
void output_print(struct output *output);

/* ---- commands -------------------------------------------------------------------------------- */

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

extern const struct command commands[]; /* ends with NULL words */

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

/* The command whose words stand first, *used being how many; or what is wrong with them, and which
 * there are. */
const struct error *command_find(struct arena *arena, int argc, char **argv,
				 const struct command **out, int *used);

/* What --help says: of everything; of the commands that begin with these words; of one command.
 * The second is false when there are none. */
void help_print_all(FILE *out);
bool help_print_group(int argc, char **argv);
void help_print_command(const struct command *command);

/* Reads what stands behind the command's words. */
const struct error *options_read(struct run *run, int argc, char **argv);

struct text option(const struct run *run, const char *name);
bool option_is_given(const struct run *run, const char *name);
const struct error *option_count(const struct run *run, const char *name, long long most,
				 int64_t *out);

/* The option that sets this member, or NULL. */
const struct option_row *option_of(const struct command *command, size_t member);

__attribute__((format(printf, 2, 3))) const struct error *wrong_use(const struct run *run,
								    const char *format, ...);

/* ---- records --------------------------------------------------------------------------------- */

/*
 * Fills a record of the command's resource from its defaults and the options that set a member, each
 * read as the field table says. What is wrong is noted in the work, as the service notes it.
 */
void record_read(struct run *run, void *out, struct given *given);

/* Makes a record of the command's resource in the workspace, and shows it. */
const struct error *run_create(struct run *run);

/* Shows all records of the command's resource in the workspace. */
const struct error *run_list(struct run *run);

/* Readers of options: the names of scopes; a timestamp, or a day, which means its end. */
void read_scopes(struct run *run, const struct option_row *row, struct text value, void *out);
void read_expiry(struct run *run, const struct option_row *row, struct text value, void *out);

/* The scopes that a list names, or every one for `all`. */
const struct error *scopes_read(const struct run *run, struct text names, unsigned *out);

/* Makes the session one of the workspace that --workspace names by id or exact name: everything is
 * permitted, nobody is its author. */
const struct error *enter_workspace(struct run *run);

/* ---- progress -------------------------------------------------------------------------------- */

/* The command begins. */
void progress_begin(void);

/* Says on standard error how far it has come, once it has run for a second and a person watches (a
 * terminal); the line is replaced by the next one. */
__attribute__((format(printf, 1, 2))) void progress(const char *format, ...);

/* Removes the line. */
void progress_end(void);

/* ---- the commands ---------------------------------------------------------------------------- */

extern const struct column workspace_columns[], person_columns[], named_columns[], key_columns[];

const struct error *run_migrate(struct run *run);
const struct error *run_verify(struct run *run);
const struct error *run_purge(struct run *run);
const struct error *run_doctor(struct run *run);
const struct error *run_settings(struct run *run);
const struct error *run_workspace_create(struct run *run);
const struct error *run_workspace_list(struct run *run);
const struct error *run_workspace_show(struct run *run);
const struct error *run_workspace_delete(struct run *run);
const struct error *run_user_deactivate(struct run *run);
const struct error *run_key_create(struct run *run);
const struct error *run_key_revoke(struct run *run);
const struct error *run_token_create(struct run *run);
const struct error *run_sample_load(struct run *run);
const struct error *run_audit_verify(struct run *run);
const struct error *run_audit_head(struct run *run);
const struct error *run_audit_export(struct run *run);

#endif
