/*
 * Counters that all workers of a host share, CGI processes included: a fixed table in a mapped
 * file. A slot is changed under a kernel lock on its bytes (an open-file-description lock), which
 * the kernel gives back when a process dies, so a killed worker can neither leave a counter
 * locked nor half written.
 */
#ifndef OKR_BASE_COUNTER_H
#define OKR_BASE_COUNTER_H

#include <stdint.h>

#include "base/error.h"
#include "base/id.h"
#include "base/time.h"

struct counters;

/* Opens or makes the file (mode 0600). Fails with a sentence that names the path. Each process
 * opens its own; a fork must not share one. */
const struct error *counters_open(struct arena *arena, const char *path, struct counters **out);
void counters_close(struct counters *counters); /* NULL is fine */

/*
 * Counts one more event of `id` in the calendar minute of `now` unless `limit` events were counted
 * already; *count is the number of events counted in that minute after the call, and limit + 1
 * when this one was refused.
 * A clock that steps back by less than a minute goes on counting in the later minute, so that one
 * minute never holds more than `limit`; *minute_end is the end of the minute that was counted in.
 */
const struct error *counters_take(struct counters *counters, struct arena *arena, struct id id,
				  struct instant now, unsigned limit, unsigned *count,
				  struct instant *minute_end);

#endif
