/*
 * Under which headings the API description lists its paths. A path stands under the tag that has its
 * first segments.
 */
#ifndef OKR_API_DESCRIBE_TAGS_H
#define OKR_API_DESCRIBE_TAGS_H

#include "api/route.h"

enum { TAG_PATHS = 4 };

struct tag {
	const char *group, *name, *meaning;
	const char *paths[TAG_PATHS]; /* whose first segments are these */
};

/* In the order of seed 003. */
extern const struct tag tags[];
extern const size_t tag_count;

/* NULL for what the description leaves out. */
const struct tag *tag_of(const struct route_group *group, const struct route *route);

#endif
