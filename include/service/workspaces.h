/*
 * The settings of the session's workspace. A change of them works at once on every worker: whoever
 * writes reads them with the workspace's row.
 */
#ifndef OKR_SERVICE_WORKSPACES_H
#define OKR_SERVICE_WORKSPACES_H

#include "model/workspace.h"
#include "service/resource.h"
#include "service/work.h"

const struct error *workspace_get(struct work *work, struct workspace *out);

/* Changes the given members alone; of `limits` those that it names. *out becomes all of it. */
const struct error *workspace_update(struct work *work, const struct workspace *changes,
				     const struct given *given,
				     const struct expectation *expectation, struct workspace *out);

/* Within a write: a workspace that is set up begins with the rule that owners edit (H1, reading 112). */
const struct error *workspace_let_owners_edit(struct work *work);

#endif
