/*
 * The command that loads the sample company.
 */
#ifndef OKR_OKRCTL_SAMPLE_H
#define OKR_OKRCTL_SAMPLE_H

#include "command.h"

const struct error *run_sample_load(struct run *run);

#endif
