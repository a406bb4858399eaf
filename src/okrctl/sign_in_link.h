/*
 * The command that makes a link to sign in with, and how such links are printed.
 */
#ifndef OKR_OKRCTL_SIGN_IN_LINK_H
#define OKR_OKRCTL_SIGN_IN_LINK_H

#include "command.h"
#include "service/sign_in_link.h"

const struct error *run_sign_in_link(struct run *run);

/* Where the link leads: the installation's base_url, or else http://localhost (reading 112). */
struct text link_url(struct run *run, const struct made_link *link);

#endif
