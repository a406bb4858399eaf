/*
 * Reviews beyond the verbs of every resource. Only shared reviews are read by those who do not
 * administer the workspace.
 */
#ifndef OKR_SERVICE_REVIEWS_H
#define OKR_SERVICE_REVIEWS_H

#include "model/review.h"
#include "service/resource.h"

/* A review that was shared, filled; a draft is ERROR_NOT_FOUND like one that does not exist. */
const struct error *review_read_shared(struct work *work, struct id id, struct review *out);

/* Shares it from now on; one that is shared already stays as it is. */
const struct error *review_share(struct work *work, struct id id, struct review *out);

extern const struct resource review_cycle_resource;

extern const struct resource review_resource;

#endif
