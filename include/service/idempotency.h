/*
 * First answers to requests with an Idempotency-Key. What a request and an answer look like is not
 * known here: they are digests and bytes.
 */
#ifndef OKR_SERVICE_IDEMPOTENCY_H
#define OKR_SERVICE_IDEMPOTENCY_H

#include "service/work.h"

struct kept_answer {
	struct text fingerprint; /* 32 bytes: digest of the body that was answered */
	int64_t status;
	struct text head; /* header lines to repeat */
	struct text body;
	bool is_expired; /* it is to be forgotten, and another may be kept in its place */
};

/* `request`: 32 bytes that stand for method, path and key. Answers expire after 24 hours. */
const struct error *idempotency_find(struct work *work, struct text request,
				     struct kept_answer *out, bool *found);

/*
 * Within the write that is open: keeps an answer with the commit. answer->is_expired: one that has
 * expired is there under this key. Others that have expired are removed on the way, a few each time, so
 * nobody needs to sweep.
 */
void idempotency_keep(struct work *work, struct text request, const struct kept_answer *answer);

/*
 * work_commit for a write that keeps its answer. A retryable error when the same request was committed
 * meanwhile: run again, it finds that answer. So it may be run again, too, when nobody knows what
 * became of the commit.
 */
const struct error *idempotency_commit(struct work *work);

#endif
