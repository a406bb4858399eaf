/*
 * The table of all commands.
 */
#ifndef OKR_OKRCTL_COMMANDS_H
#define OKR_OKRCTL_COMMANDS_H

#include "command.h"

extern const struct command commands[]; /* ends with NULL words */

#endif
