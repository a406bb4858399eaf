/*
 * One worker: a single-threaded loop over the connections of a listening socket.
 */
#ifndef OKR_CGI_WORKER_H
#define OKR_CGI_WORKER_H

#include <stdatomic.h>
#include <stdint.h>

#include "base/cache.h"
#include "base/settings.h"

struct worker_plan {
	const struct settings *settings;
	struct cache *cache; /* what the workers of a master share; NULL without one */
	int listener;
	int64_t requests_max; /* 0: no limit */

	/* Not NULL: it asks no database, and so never waits for one. It answers whether any of this
	 * many workers runs, and what else needs no database. */
	const atomic_uint *crew;
};

/*
 * Answers requests until a signal asks it to stop or as many as it may were answered; returns the exit
 * status. Leave through exit(), so that leaks are reported.
 */
int worker_run(const struct worker_plan *plan);

#endif
