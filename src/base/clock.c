/*
 * The clock of a release build: that of the machine, and no other. It holds no code that could read
 * another one, so that no variable of the environment can move the dates of a company.
 */
#include "base/clock.h"

#include <stdlib.h>
#include <time.h>

const char clock_remark[] = "";

static int64_t machine_clock(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct instant instant_now(void)
{
	return machine_now();
}

struct instant machine_now(void)
{
	return (struct instant){ machine_clock(CLOCK_REALTIME) };
}

int64_t steady_ms(void)
{
	return machine_clock(CLOCK_BOOTTIME);
}

const struct error *clock_check(struct arena *arena)
{
	if (!getenv("OKR_TEST_CLOCK"))
		return NULL;
	return error_new(arena, ERROR_INVALID,
			 "OKR_TEST_CLOCK is set, but this is a release build: its clock cannot be "
			 "set. Unset the variable, or use a build that was configured with "
			 "--enable-test-clock");
}
