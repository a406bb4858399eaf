/*
 * Looks for inputs that a target does not stand, by libFuzzer. FUZZ_TARGET names the target; run it by
 * `make fuzz T=NAME`.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/secret.h"
#include "targets.h"

int LLVMFuzzerInitialize(int *count, char ***words);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct target *target;

int LLVMFuzzerInitialize(int *count, char ***words)
{
	(void)count;
	(void)words;
	target = target_find(getenv("FUZZ_TARGET"));
	if (target && secret_start())
		return 0;
	fputs("FUZZ_TARGET names one of:", stderr);
	for (const struct target *known = targets; known->name; known++)
		fprintf(stderr, " %s", known->name);
	fputc('\n', stderr);
	exit(1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	target_try(target, data, size);
	return 0;
}
