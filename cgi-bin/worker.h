/*
 * One worker: a single-threaded loop over the connections of a listening socket.
 */
#ifndef OKR_CGI_WORKER_H
#define OKR_CGI_WORKER_H

#include <stdint.h>

#include "base/cache.h"
#include "base/settings.h"

/*
 * Answers requests until a signal asks it to stop or `requests_most` (0: no limit) were answered;
 * returns the exit status. `cache`: what the workers of a master share, NULL without one. Leave through exit(), so that leaks are reported.
 */
int worker_run(const struct settings *settings, struct cache *cache, int listener,
	       int64_t requests_most);

#endif
