/*
 * Where a request points: shared by the sources of this room alone.
 */
#ifndef OKR_HTTP_TARGET_INTERNAL_H
#define OKR_HTTP_TARGET_INTERNAL_H

#include "http/request.h"

/* The value of a CGI variable as a text of the source, absent when it is not there. */
static inline struct text source_variable(const struct request_source *source, const char *name)
{
	return text_from(source->variable(source->context, name));
}

/* Fills path, query and origin_url. */
void target_read(struct arena *arena, const struct settings *settings,
		 const struct request_source *source, struct request *out);

#endif
