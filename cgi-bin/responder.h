/*
 * One request from its first byte to its log line, whatever way it came: a transport hands out the
 * request and takes the reply, everything between is the same for FastCGI and plain CGI.
 */
#ifndef OKR_CGI_RESPONDER_H
#define OKR_CGI_RESPONDER_H

#include <stdatomic.h>

#include "base/arena.h"
#include "base/settings.h"
#include "http/reply.h"
#include "http/request.h"
#include "service/service.h"

struct transport {
	struct request_source source; /* its context is that of the calls below as well */

	bool shares_clock; /* the web server runs on this host: when it says a time it is ours */

	/* Sends these pieces, in order: head and body of the reply, or what comes next of it. False when
	 * nobody reads it any more. Without a last one the reply is cut. */
	bool (*send)(void *context, const struct text *pieces, size_t count, bool is_last);

	/* Nothing more follows: the caller gets its answer. Called once a request, also when the
	 * request deserved no answer and nothing was sent. */
	void (*finish)(void *context);
};

/* What a process keeps from request to request. */
struct responder {
	const struct settings *settings;
	struct service *service;
	struct arena *arena;
	struct reply reply;
	struct buffer head;
	uint64_t produced; /* bytes of a body that was made while it was sent */
};

/* Call it in the process that answers, after a fork. `arena`, `settings` and `cache` (NULL: none) must
 * outlive it. `crew`: see struct worker_plan. */
const struct error *responder_open(struct arena *arena, const struct settings *settings,
				   struct cache *cache, const atomic_uint *crew,
				   struct responder *out);
void responder_close(struct responder *responder);

/* Whatever hangs, the answer comes within 3 s of the request (rulings.md 67): waiting for the database
 * ends before, counted from when the web server handed the request over. */
void responder_answer(struct responder *responder, const struct transport *transport);

/* Nothing is to be done for a while: what is kept for the next answers goes back to the system. */
void responder_rest(struct responder *responder);

#endif
