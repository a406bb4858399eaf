/*
 * The command that makes a token.
 */
#ifndef OKR_OKRCTL_TOKEN_H
#define OKR_OKRCTL_TOKEN_H

#include "command.h"

const struct error *run_token_create(struct run *run);

#endif
