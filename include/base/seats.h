/*
 * Seats in front of things that are had by one at a time, as the row of a workspace: so many processes
 * of a host may wait for each, and the next one is refused, so that the others stay free for the rest
 * (rulings.md 67). A seat is a kernel lock on a byte (an open-file-description lock), which the kernel
 * gives back when a process dies. All processes that name the same file share the seats, those of
 * several masters and CGI processes included.
 */
#ifndef OKR_BASE_SEATS_H
#define OKR_BASE_SEATS_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/error.h"
#include "base/id.h"

enum { SEATS_MAX = 256 };

struct seats;

/* One that was taken. */
struct seat {
	off_t lock;
	unsigned place, number;
};

/* A crowd in which nobody got ahead for `stuck_ms` is stuck. Opens or makes the file (mode 0600). Each
 * process opens its own; a fork must not share one. */
const struct error *seats_open(struct arena *arena, const char *path, unsigned stuck_ms,
			       struct seats **out);
void seats_close(struct seats *seats); /* NULL is fine */

/*
 * Takes one of the `count` seats (1 to SEATS_MAX) of those who wait for `id`. While all are taken it
 * waits for one, as long as those who sit get what they wait for; it is ERROR_UNAVAILABLE, to be tried
 * again in a second, when the crowd is stuck, when the last who waited did so in vain, or after five
 * times stuck_ms.
 */
const struct error *seats_take(struct seats *seats, struct arena *arena, struct id id,
			       unsigned count, struct seat *out);

enum seat_outcome {
	SEAT_GOT,    /* with what was waited for */
	SEAT_VAIN,   /* without it */
	SEAT_UNUSED, /* it was not waited for */
};

void seats_leave(struct seats *seats, const struct seat *seat, enum seat_outcome outcome);

#endif
