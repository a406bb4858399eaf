/*
 * What a web server hands over with a request, before anybody has read it: the variables of CGI/1.1
 * (RFC 3875) and the body. Each transport of cgi-bin fills one.
 */
#ifndef OKR_HTTP_SOURCE_H
#define OKR_HTTP_SOURCE_H

#include <stddef.h>

#include "base/text.h"

/* Where a transport keeps what the web server sent. */
struct request_source {
	void *context;
	/* The value of a CGI variable, or NULL. */
	const char *(*variable)(void *context, const char *name);
	/* Reads up to `size` bytes of the body; 0 at its end. */
	size_t (*read)(void *context, char *to, size_t size);
};

/* The value of a CGI variable as a text of the source, absent when it is not there. */
static inline struct text source_variable(const struct request_source *source, const char *name)
{
	return text_from(source->variable(source->context, name));
}

#endif
