/*
 * What a command asks a person who sits at a terminal, where an option was not given.
 */
#ifndef OKR_OKRCTL_QUESTION_H
#define OKR_OKRCTL_QUESTION_H

#include "command.h"

/*
 * The value of the option `name`, else what the person answers, else `standard` (absent: there is none, and it is
 * wrong use). Nobody is asked with --yes or --json, or when standard input is no terminal.
 */
const struct error *question_ask(const struct run *run, const char *name, const char *words,
				 struct text standard, struct text *out);

#endif
