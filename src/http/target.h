/*
 * Where a request points: its path below base_path, its query, and the address under which the
 * caller reached us. Web servers agree on REQUEST_URI alone, so everything else is a fallback.
 * Neither decodes the path nor knows which routes there are. Private to the http room.
 */
#ifndef OKR_HTTP_TARGET_H
#define OKR_HTTP_TARGET_H

#include "base/arena.h"
#include "base/settings.h"
#include "http/source.h"

struct target {
	struct text path;       /* raw, starts with "/" (or is "*") */
	struct text query;      /* absent when there was none */
	struct text prefix;     /* of the path: what stands before it in an absolute link */
	struct text origin_url; /* scheme://host[:port] and the prefix */
	bool is_tls;            /* as the web server says it */
};

/* Texts are copies in `arena`. */
struct target target_read(struct arena *arena, const struct settings *settings,
			  const struct request_source *source);

#endif
