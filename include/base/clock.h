/*
 * The wall clock: the only place where the date and the time of day are asked for. A process asks once
 * a request (or once a command of okrctl) and hands the instant on; what a line of the log says is
 * asked anew. Durations are measured by the monotonic clock and are no business of this one.
 *
 * A developer build (`./configure --enable-developer` or `--enable-test-clock`) links test_clock.c,
 * whose clock a test sets by the file that OKR_TEST_CLOCK names; every other build links clock.c,
 * which has no such way and refuses to start when the variable is set (issue 11, E20).
 */
#ifndef OKR_BASE_CLOCK_H
#define OKR_BASE_CLOCK_H

#include "base/error.h"
#include "base/time.h"

struct instant instant_now(void);

/* Whether OKR_TEST_CLOCK suits this build; settings_load asks, so that every program does. */
const struct error *clock_check(struct arena *arena);

/* What `--version` adds: empty for a release build. */
extern const char clock_remark[];

#endif
