/*
 * The wall clock: the only place where the date and the time of day are asked for. A process asks once
 * a request (or once a command of okrctl) and hands the instant on; what a line of the log says, and
 * the minute of a rate limit, are asked anew. Durations are measured by the monotonic clock and are no
 * business of this one.
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

/* The machine's, whatever a test has set: for the time that another program of the host said. */
struct instant machine_now(void);

/*
 * Milliseconds by a clock that nobody sets, which goes on while the machine sleeps and is the same for
 * all processes of a host until it is booted anew. A test that sets the clock sets this one too.
 */
int64_t steady_ms(void);

/* The same moment by both: who counts within minutes of the wall clock must know when it jumped. */
struct moment {
	struct instant wall;
	int64_t steady_ms;
};

static inline struct moment moment_now(void)
{
	/* In this order a pause between them lets a minute begin early by the clock, never late. */
	int64_t steady = steady_ms();

	return (struct moment){ instant_now(), steady };
}

/* Whether OKR_TEST_CLOCK suits this build; settings_load asks, so that every program does. */
const struct error *clock_check(struct arena *arena);

/* What `--version` adds: empty for a release build. */
extern const char clock_remark[];

#endif
