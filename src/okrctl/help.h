/*
 * Which command is meant, and what there is to say about commands.
 */
#ifndef OKR_OKRCTL_HELP_H
#define OKR_OKRCTL_HELP_H

#include <stdbool.h>
#include <stdio.h>

#include "command.h"

/* The command whose words stand first, *used being how many; or what is wrong with them, and which
 * there are. */
const struct error *command_find(struct arena *arena, int argc, char **argv,
				 const struct command **out, int *used);

/* What --help says: of everything; of the commands that begin with these words; of one command.
 * The second is false when there are none. */
void help_print_all(FILE *out);
bool help_print_group(int argc, char **argv);
void help_print_command(const struct command *command);

#endif
