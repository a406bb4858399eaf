/*
 * Commands about workspaces and people; the columns of what they show.
 */
#ifndef OKR_OKRCTL_WORKSPACE_H
#define OKR_OKRCTL_WORKSPACE_H

#include "command.h"

/* named_columns: of a department, a team or a cycle. */
extern const struct column workspace_columns[], person_columns[], named_columns[];

const struct error *run_workspace_create(struct run *run);
const struct error *run_workspace_list(struct run *run);
const struct error *run_workspace_show(struct run *run);
const struct error *run_workspace_delete(struct run *run);
const struct error *run_user_deactivate(struct run *run);
const struct error *run_user_erase(struct run *run);

#endif
