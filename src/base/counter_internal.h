/*
 * The open file of counters, for those whose own tables stand in it behind the first one.
 */
#ifndef OKR_BASE_COUNTER_INTERNAL_H
#define OKR_BASE_COUNTER_INTERNAL_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/counter.h"

struct counters {
	int fd;
	struct table *table;
	void *guesses; /* what guesses.c maps when it is asked first; NULL until then */
	size_t guesses_size;
};

/* Where the second table begins: a multiple of every page's size, with room for the first to grow. */
enum { GUESSES_AT = 2 << 20 };

/* Waits a moment for the lock (F_WRLCK) on some bytes of the file, or gives it back (F_UNLCK). False:
 * errno says why. */
bool counters_lock(const struct counters *counters, short type, off_t start, off_t size);

/* What the caller hears is a fixed sentence; the log hears the rest. */
const struct error *counters_unavailable(struct arena *arena, unsigned retry_seconds,
					 struct text inside);

#endif
