/*
 * The master: keeps a number of workers alive on one listening socket.
 */
#ifndef OKR_CGI_MASTER_H
#define OKR_CGI_MASTER_H

#include <signal.h>

#include "base/settings.h"
#include "reload.h"

struct master_plan {
	const struct settings *settings; /* its `workers` says how many */
	struct program program;          /* what a reload starts */
	struct endpoint main;            /* what the workers serve on */
	struct endpoint
		health; /* where /healthz is answered by a process that never waits; or none */
	struct handover before; /* workers of the image before, to be ended when ours have started */
};

/*
 * Keeps the master's signals for the place where it waits for them. Call before the socket exists: whoever
 * sees it may send one, and without this it would end the process where it stands.
 */
void master_hold_signals(sigset_t *held);

/* Runs until a signal ends it; returns the exit status. Workers leave through exit() inside. */
int master_run(const struct master_plan *plan);

#endif
