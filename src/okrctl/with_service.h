/*
 * What every command but a few has around it: the connection to the database, and the end of what it
 * began there.
 */
#ifndef OKR_OKRCTL_WITH_SERVICE_H
#define OKR_OKRCTL_WITH_SERVICE_H

#include "command.h"

/* Runs `task` with run->service and run->work, as run->settings say, and commits what it wrote. */
const struct error *with_service(struct run *run, const struct error *(*task)(struct run *run));

#endif
