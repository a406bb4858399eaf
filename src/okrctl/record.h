/*
 * Records of the workspace, made of options and listed.
 */
#ifndef OKR_OKRCTL_RECORD_H
#define OKR_OKRCTL_RECORD_H

#include "command.h"
#include "model/directory.h"

/*
 * Fills a record of the command's resource from its defaults and the options that set a member, each
 * read as the field table says. What is wrong is noted in the work, as the service notes it.
 */
void record_read(struct run *run, void *out, struct given *given);

/* Makes a record of the command's resource in the workspace, and shows it. */
const struct error *run_create(struct run *run);

/* Shows all records of the command's resource in the workspace. */
const struct error *run_list(struct run *run);

/* Makes the session one of the workspace that --workspace names by id or exact name: everything is
 * permitted, nobody is its author. */
const struct error *enter_workspace(struct run *run);

/* The same for the workspace of the person whom --user names; without --workspace the person is looked
 * for everywhere, and must be in one workspace alone. */
const struct error *enter_with_user(struct run *run, struct person *out);

#endif
