/*
 * What stands behind a command's words.
 */
#ifndef OKR_OKRCTL_OPTIONS_H
#define OKR_OKRCTL_OPTIONS_H

#include "command.h"

/* Reads what stands behind the command's words. */
const struct error *options_read(struct run *run, int argc, char **argv);

struct text option(const struct run *run, const char *name);
bool option_is_given(const struct run *run, const char *name);
const struct error *option_count(const struct run *run, const char *name, long long max,
				 int64_t *out);

/* The option that sets this member, or NULL. */
const struct option_row *option_of(const struct command *command, size_t member);

__attribute__((format(printf, 2, 3))) const struct error *wrong_use(const struct run *run,
								    const char *format, ...);

#endif
