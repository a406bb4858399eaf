/*
 * Carries one request through the rooms: read, answer, send, finish, log, forget. What an answer
 * says is decided by the api room; how bytes come and go, by the transport.
 */
#include "responder.h"

#include <time.h>

#include "api/api.h"
#include "base/clock.h"
#include "base/duration.h"
#include "base/log.h"
#include "base/metrics.h"

enum {
	ARENA_KEEP_BYTES = 256 * 1024,
	HEAD_KEEP_BYTES = 4096,
	LOGGED_PATH_MAX = 512,
	ANSWER_MS_MAX = 2600,  /* the rest of 3 s is for what does not wait */
	QUEUED_MS_MAX = 60000, /* longer ago one of the clocks was set, or they are not the same */
	QUEUED_MS_LOGGED = 10,
};

const struct error *responder_open(struct arena *arena, const struct settings *settings,
				   struct cache *cache, const atomic_uint *crew,
				   struct responder *out)
{
	struct service *service;
	const struct error *error = NULL;

	if (crew)
		service = service_open_aside(settings, crew);
	else
		error = service_open(arena, settings, cache, &service);
	if (error)
		return error;
	api_open_figures(settings, crew ? METRICS_ASIDE : METRICS_WORKER);
	*out = (struct responder){
		.settings = settings,
		.service = service,
		.arena = arena_new(ARENA_KEEP_BYTES),
	};
	return NULL;
}

void responder_close(struct responder *responder)
{
	metrics_close();
	service_close(responder->service);
	arena_free(responder->arena);
	reply_free(&responder->reply);
	buffer_free(&responder->head);
}

void responder_rest(struct responder *responder)
{
	reply_free(&responder->reply);
	buffer_free(&responder->head);
	memory_give_back();
}

/* The caller's bytes as they may stand in a log line, which must be UTF-8. */
static struct text printable(struct arena *arena, struct text text)
{
	size_t size = text.size < LOGGED_PATH_MAX ? text.size : LOGGED_PATH_MAX;
	char *bytes = arena_take(arena, size + 1);

	for (size_t i = 0; i < size; i++)
		bytes[i] = text.data[i] >= ' ' && text.data[i] <= '~' ? text.data[i] : '?';
	return (struct text){ bytes, size };
}

static void add_if_known(struct json_writer *json, struct text key, struct text value)
{
	if (value.size > 0)
		json_member(json, key, value);
}

static void add_count(struct json_writer *json, struct text key, long long count)
{
	json_key(json, key);
	json_integer(json, count);
}

/* For how long the request lay in the queue of the socket, while all workers were busy. */
static int64_t queued_ms(const struct transport *transport, const struct request *request)
{
	int64_t ms;

	if (!transport->shares_clock || instant_is_none(request->handed_at))
		return 0;
	ms = machine_now().ms - request->handed_at.ms;
	return ms > 0 && ms < QUEUED_MS_MAX ? ms : 0;
}

static uint64_t sent_bytes(const struct responder *responder)
{
	const struct reply *reply = &responder->reply;

	if (reply->has_no_body)
		return 0;
	return reply->produce ? responder->produced : reply_size(reply);
}

/* Whoever asks within a trace finds the line by it. */
static void add_trace(struct json_writer *json, const struct request *request)
{
	struct text trace, span;

	if (!request_trace(request, &trace, &span))
		return;
	json_member(json, TEXT("trace_id"), trace);
	json_member(json, TEXT("parent_id"), span);
}

static enum log_level level_of(int status, bool is_slow)
{
	if (status >= 500)
		return LOG_ERROR;
	return is_slow ? LOG_WARNING : LOG_INFO;
}

static bool was_slow(const struct settings *settings, const struct metrics_request *counted)
{
	return settings->slow_ms > 0 && counted->microseconds >= 1000 * settings->slow_ms;
}

static void add_reasons(struct json_writer *json, const struct metrics_request *counted)
{
	add_count(json, TEXT("questions"), (long long)counted->questions);
	add_count(json, TEXT("database_microseconds"), (long long)counted->database_microseconds);
}

static void log_request(const struct responder *responder, const struct request *request,
			const struct api_trace *trace, const struct metrics_request *counted,
			int64_t queued)
{
	struct arena *arena = responder->arena;
	bool is_slow = was_slow(responder->settings, counted);
	struct json_writer *json = log_begin(level_of(counted->status, is_slow), "request");

	json_member(json, TEXT("id"), request->id);
	json_member(json, TEXT("method"), printable(arena, request->method));
	json_member(json, TEXT("path"), printable(arena, request->path));
	add_if_known(json, TEXT("route"), trace->route);
	add_count(json, TEXT("status"), counted->status);
	add_count(json, TEXT("bytes"), (long long)counted->bytes);
	add_count(json, TEXT("microseconds"), counted->microseconds);
	if (is_slow)
		add_reasons(json, counted);
	if (queued >= QUEUED_MS_LOGGED)
		add_count(json, TEXT("queued_ms"), queued);
	add_if_known(json, TEXT("credential"), trace->credential);
	add_if_known(json, TEXT("remote"), printable(arena, request->remote_address));
	add_trace(json, request);
	if (trace->attempts > 1)
		add_count(json, TEXT("attempts"), trace->attempts);
	if (trace->hashes > 0)
		add_count(json, TEXT("password_hashes"), trace->hashes);
	add_if_known(json, TEXT("inside"), trace->inside);
	log_end();
}

/* Piece by piece, each as soon as it is made. */
static void send_produced(struct responder *responder, const struct transport *transport,
			  struct text head)
{
	struct reply *reply = &responder->reply;
	void *context = transport->source.context;
	enum produced produced = PRODUCED_MORE;
	bool is_read = transport->send(context, &head, 1, false);

	while (is_read && produced == PRODUCED_MORE) {
		struct text piece;

		reply->body.size = 0;
		produced = reply->produce(reply->producer, &reply->body);
		piece = buffer_text(&reply->body);
		responder->produced += piece.size;
		if (produced != PRODUCED_HALF)
			is_read = transport->send(context, &piece, 1, produced == PRODUCED_LAST);
	}
}

static void send_reply(struct responder *responder, const struct transport *transport)
{
	const struct reply *reply = &responder->reply;
	void *context = transport->source.context;
	struct text *pieces =
		arena_array(responder->arena, reply->piece_count + 2, sizeof(*pieces));
	size_t count = 0;

	buffer_reset(&responder->head, HEAD_KEEP_BYTES);
	reply_print_head(reply, &responder->head);
	pieces[count++] = buffer_text(&responder->head);
	if (!reply->has_no_body && reply->piece_count == 0)
		pieces[count++] = buffer_text(&reply->body);
	for (size_t i = 0; !reply->has_no_body && i < reply->piece_count; i++)
		pieces[count++] = reply->pieces[i];
	if (reply->produce && !reply->has_no_body)
		send_produced(responder, transport, pieces[0]);
	else
		transport->send(context, pieces, count, true);
	transport->finish(context);
}

static void forget_reply(struct responder *responder)
{
	buffer_wipe(&responder->head);
	reply_wipe(&responder->reply);
}

static void answer(struct responder *responder, const struct transport *transport,
		   const struct request *request, int64_t began)
{
	struct api_trace trace = { 0 };
	struct metrics_request counted;
	int64_t queued = queued_ms(transport, request);

	metrics_begin_request();
	reply_reset(&responder->reply);
	responder->produced = 0;
	service_limit(responder->service, queued < ANSWER_MS_MAX ? ANSWER_MS_MAX - queued : 1);
	api_answer(responder->service, responder->arena, request, instant_now(), &responder->reply,
		   &trace);
	send_reply(responder, transport);
	counted = (struct metrics_request){ .route = trace.route_number,
					    .status = responder->reply.status,
					    .microseconds = monotonic_us() - began,
					    .bytes = sent_bytes(responder) };
	metrics_end_request(&counted);
	api_afterwards(responder->service);
	log_request(responder, request, &trace, &counted, queued);
	if (responder->reply.has_secret)
		forget_reply(responder);
}

void responder_answer(struct responder *responder, const struct transport *transport)
{
	int64_t began = monotonic_us();
	struct request request;

	if (request_read(responder->arena, responder->settings, &transport->source, &request))
		answer(responder, transport, &request, began);
	else
		transport->finish(transport->source.context);
	/* What the request brought would live on until the next one: a core must not find it. */
	arena_wipe(responder->arena);
}
