/*
 * Commands about the tables, their numbers, and the health of the installation.
 */
#ifndef OKR_OKRCTL_SCHEMA_H
#define OKR_OKRCTL_SCHEMA_H

#include "command.h"

const struct error *run_migrate(struct run *run);
const struct error *run_verify(struct run *run);

/* Verifies the workspace that the work is in: prints what differs, and makes the exit status 1 then. */
const struct error *verify_here(struct run *run);

const struct error *run_purge(struct run *run);
const struct error *run_doctor(struct run *run);
const struct error *run_settings(struct run *run);

#endif
