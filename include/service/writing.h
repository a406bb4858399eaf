/*
 * How a write begins and ends. Whoever begins one commits it (service/work.h: or ends it); what is
 * written meanwhile, and in which order, is the verbs' (service/resource.h).
 */
#ifndef OKR_SERVICE_WRITING_H
#define OKR_SERVICE_WRITING_H

#include "service/work.h"

/* Begins a write of the session's workspace: from here on nobody else writes to it. */
const struct error *work_begin(struct work *work);

/* The same for what changes no answer but the journal's (reading 144): the workspace keeps its
 * revision. */
const struct error *work_begin_quietly(struct work *work);

/* Whether the write that is open changed anything that a commit would keep. */
bool work_has_changes(const struct work *work);

/*
 * Ends the write that is open. When the connection dies in it, finds out what became of it. One that
 * changed nothing is forgotten: the workspace's revision stays (reading 136).
 */
const struct error *work_commit(struct work *work);

#endif
