/*
 * Commands about the journal.
 */
#ifndef OKR_OKRCTL_AUDIT_H
#define OKR_OKRCTL_AUDIT_H

#include "command.h"

const struct error *run_audit_verify(struct run *run);
const struct error *run_audit_head(struct run *run);
const struct error *run_audit_export(struct run *run);

#endif
