/*
 * A reply as FastCGI records (FastCGI 1.0, sections 3.3 and 5.5).
 */
#ifndef OKR_CGI_RECORDS_H
#define OKR_CGI_RECORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/*
 * Sends the pieces as standard output of a request, and its end if they are the last, on a socket that
 * blocks. False when the peer went away or read nothing for longer than the socket waits.
 */
bool records_send(int connection, int request_id, const struct text *pieces, size_t count,
		  bool is_last);

#endif
