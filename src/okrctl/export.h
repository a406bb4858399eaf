/*
 * A workspace as a file. Private to okrctl.
 */
#ifndef OKR_OKRCTL_EXPORT_H
#define OKR_OKRCTL_EXPORT_H

#include "command.h"

const struct error *run_workspace_export(struct run *run);
const struct error *run_workspace_restore(struct run *run);

#endif
