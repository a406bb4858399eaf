/*
 * From an empty host to an installation that answers: what an administrator would otherwise do by hand.
 */
#ifndef OKR_OKRCTL_SETUP_H
#define OKR_OKRCTL_SETUP_H

#include "command.h"

/* Takes each step that was not taken before, shows what each found or made, and says what belongs into
 * the web server. What is there is kept, so it can be repeated at any time. */
const struct error *run_setup(struct run *run);

#endif
