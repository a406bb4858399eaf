/*
 * Listening sockets: our own and those that were handed over.
 */
#ifndef OKR_CGI_LISTENER_H
#define OKR_CGI_LISTENER_H

#include <stdbool.h>

#include "base/error.h"
#include "base/text.h"

/* A listening socket. */
struct endpoint {
	int fd;              /* -1: none */
	struct text address; /* what it was made from; absent: an inherited one, not ours to remove */
};

/*
 * Makes a listening socket at unix:PATH or HOST:PORT. A unix socket has mode 0660 whatever the
 * umask; one that a dead server left behind is replaced, one of a living server is an error. While
 * workers of a dead master finish their requests on it, it is waited for, up to 10 s (rulings.md 68);
 * and so is a port. Without a host it listens on 127.0.0.1.
 */
const struct error *listener_open(struct arena *arena, struct text address, int *out);

/* Takes over an inherited one; an error when `fd` is none. */
const struct error *listener_adopt(struct arena *arena, int fd);

bool listener_is_listening(int fd);

/* Removes the path of a unix socket from the file system, so that nobody new connects. */
void listener_unlink(int fd);

#endif
