/*
 * What a batch is sent as: its requests, and all that can be said against them before any of them is
 * tried (reading 191). Private to the api room.
 */
#ifndef OKR_API_BATCH_ENVELOPE_H
#define OKR_API_BATCH_ENVELOPE_H

#include "api/exchange.h"

enum { BATCH_MAX = 100 };

/* One request of a batch. */
struct asked {
	struct record record;
	struct text id; /* the caller's, else its place */
	word method;
	struct text path; /* without the prefix; with query and references */
	struct json_value body;
	struct text if_match;
};

struct envelope_of_batch {
	struct record record;
	bool atomic;
	struct list requests; /* struct asked */
};

extern const struct view batch_envelope_view;

/* The name of a method as requests have it. */
struct text batch_method(word method);

/* Where a path of a batch leads: the part's request gets method, path and query. */
void batch_aim(struct exchange *x, const struct asked *asked, struct text path,
	       struct request *request);

/* ERROR_INVALID for a request that no batch may hold, whatever leads there. */
const struct error *batch_admits(struct exchange *x, const struct route *route);

/* Reads x's body. ERROR_INVALID with every fault. */
const struct error *batch_read(struct exchange *x, struct envelope_of_batch *out);

/* How many requests the body holds, as far as it is one: 1 to BATCH_MAX; else 1. */
unsigned batch_weigh(struct exchange *x);

#endif
