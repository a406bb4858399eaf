/*
 * The front door: a request in, a reply out. Everything between (routes, gate, views, verbs) is
 * this room's own.
 */
#ifndef OKR_API_API_H
#define OKR_API_API_H

#include "base/arena.h"
#include "base/metrics.h"
#include "base/time.h"
#include "http/reply.h"
#include "http/request.h"
#include "service/service.h"

/* What is worth a word in the log about an answer; texts live in the request's arena. */
struct api_trace {
	struct text route;      /* the route's path template, or absent */
	struct text credential; /* a fingerprint of the key, or absent */
	struct text inside;     /* the inner reason of a 5xx, or absent */
	unsigned attempts;      /* how often the request was run (1: no retry) */
	unsigned hashes;        /* hashes of passwords that it computed */
	size_t route_number;    /* in the figures (base/metrics.h); 0: the request found no route */
};

/* All that is answered: private to the room, and to its tests. */
struct routes;
extern const struct routes api_routes;

/* Answers one request. Never fails: what goes wrong becomes an error reply. */
void api_answer(struct service *service, struct arena *arena, const struct request *request,
		struct instant now, struct reply *reply, struct api_trace *trace);

/*
 * Work that may wait until the caller has its answer (a key's last use). Call it after the reply
 * was sent and before the arena is reset.
 */
void api_afterwards(struct service *service);

/* From here on this process counts in the figures of the host (base/metrics.h). Call it after a fork.
 * Without a place for them it counts for itself, and says so in the log. */
void api_open_figures(const struct settings *settings, enum metrics_role role);

/* The description of all that is answered (OpenAPI 3.1, as JSON) for the server at this URL. */
void api_describe(struct buffer *out, struct text url);

/* Checks the const tables against each other; NULL when they are sound. Run at start and in a
 * unit test. */
const struct error *api_check_tables(struct arena *arena);

#endif
