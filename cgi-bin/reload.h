/*
 * A reload is a new image of the program in the same process: it inherits the listening socket and
 * the running workers, so that no connection is ever refused.
 */
#ifndef OKR_CGI_RELOAD_H
#define OKR_CGI_RELOAD_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/text.h"
#include "listener.h"

/* What one image leaves to the next. */
struct handover {
	struct endpoint main, health; /* the sockets that the program made itself */
	pid_t *workers;               /* the processes of the image before */
	size_t worker_count;
};

/* Takes what was left, or nothing. Before settings are loaded: it travels in the environment. */
void handover_take(struct arena *arena, struct handover *out);

/* How the program was started: remembered while its own path still tells. */
struct program {
	const char *path;
	char **arguments;
};

void program_remember(struct arena *arena, char **arguments, struct program *out);

/*
 * A trial run of the program with --check in a child process, so that a mistake in the
 * configuration, or a binary that does not start, leaves the running service as it is.
 */
struct trial {
	pid_t pid; /* 0: none is running */
	const struct program *program;
	int output;
	int64_t deadline_ms; /* when it is ended, by the clock of trial_start; 0: it was */
};

void trial_start(const struct program *program, int64_t now_ms, struct trial *out);

/* Ends a trial that takes too long: no program of ours does, but a file may be another. */
void trial_limit(struct trial *trial, int64_t now_ms);

/* Ends it, given the child's wait status; logs the reason and returns false when it failed. */
bool trial_end(struct trial *trial, int status);

/* Becomes the new image, with the sockets that this one serves on (-1: none). Returns only when that
 * failed; the reason was logged. */
void reload(const struct program *program, const struct handover *handover, int listener,
	    int health);

#endif
