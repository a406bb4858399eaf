/*
 * Where a request points: its path below base_path, its query, and the address under which the
 * caller reached us. Web servers agree on REQUEST_URI alone, so everything else is a fallback.
 * Neither decodes the path nor knows which routes there are.
 */
#ifndef OKR_HTTP_TARGET_H
#define OKR_HTTP_TARGET_H

#include "http/request.h"

/*
 * Whether a path, raw and without what stands before ours, begins with a first segment that the
 * product has: /api, /docs, /healthz and the like. Each route begins with one.
 */
bool path_has_root(struct text path);

#endif
