/*
 * Counters that all workers of a host share, CGI processes included: a fixed table in a mapped
 * file. A slot is changed under a kernel lock on its bytes (an open-file-description lock), which
 * the kernel gives back when a process dies, so a killed worker can neither leave a counter
 * locked nor half written; one that was stopped is not waited for.
 */
#ifndef OKR_BASE_COUNTER_H
#define OKR_BASE_COUNTER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/id.h"

struct counters;

/* Opens or makes the file (mode 0600). Fails with a sentence that names the path. Each process
 * opens its own; a fork must not share one. */
const struct error *counters_open(struct arena *arena, const char *path, struct counters **out);
void counters_close(struct counters *counters); /* NULL is fine */

/* More than any limit; a count has so many bits. */
enum { COUNTER_LIMIT_MAX = (1 << 30) - 2 };

/*
 * Counts one more event of `id` in the calendar minute of `now` unless `limit` events were counted
 * already; *count is the number of events counted in that minute after the call, and limit + 1
 * when this one was refused. *seconds: until that minute ends, 1 to 60.
 *
 * The wall clock says where a minute begins, the steady one when the next may: not before 60 s are
 * over. So in any 60 s an id is let through at most twice its limit, however the wall clock is set
 * (rulings.md 69). After a jump its minutes begin where the first of them ended, until a minute goes
 * by without an event.
 */
const struct error *counters_take(struct counters *counters, struct arena *arena, struct id id,
				  struct moment now, unsigned limit, unsigned *count,
				  unsigned *seconds);

/* What became of events that were to be counted. */
struct tally {
	bool fits;        /* they were */
	unsigned count;   /* events counted in the minute, these included if they fit */
	unsigned seconds; /* until the minute ends, 1 to 60 */
};

/* The same for several events at once: all of them are counted, or when they would be more than `limit`
 * none. */
const struct error *counters_take_many(struct counters *counters, struct arena *arena, struct id id,
				       struct moment now, unsigned events, unsigned limit,
				       struct tally *out);

#endif
