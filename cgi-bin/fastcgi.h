/*
 * FastCGI as a transport. The only door to libfcgi.
 */
#ifndef OKR_CGI_FASTCGI_H
#define OKR_CGI_FASTCGI_H

#include "responder.h"

struct fastcgi;

/* One a process. Install signal handlers before: libfcgi puts its own where there are none. */
struct fastcgi *fastcgi_open(void);
void fastcgi_close(struct fastcgi *fastcgi);

/*
 * Reads the head of the request that comes on a fresh connection, which belongs to this room from
 * then on. NULL, and the connection closed, when what came deserves no answer; otherwise the
 * transport, to be finished before the next one begins.
 */
const struct transport *fastcgi_begin(struct fastcgi *fastcgi, int connection);

#endif
