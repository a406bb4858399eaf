/*
 * The sample workspace.
 */
#include "command.h"

const struct error *run_sample_load(struct run *run)
{
	return wrong_use(run, "the sample is being written");
}
