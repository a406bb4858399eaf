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
};

/* `request`: 32 bytes that stand for method, path and key. Answers of the last 24 hours alone. */
const struct error *idempotency_find(struct work *work, struct text request,
				     struct kept_answer *out, bool *found);

/*
 * Within the write that is open. A retryable error when the same request was committed meanwhile:
 * run again, it finds that answer. Answers that have expired are removed on the way, a few each time,
 * so nobody needs to sweep.
 */
const struct error *idempotency_keep(struct work *work, struct text request,
				     const struct kept_answer *answer);

#endif
