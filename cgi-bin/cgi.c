/*
 * Plain CGI (RFC 3875) as a transport, and the life of such a process: load the settings, answer
 * exactly one request, leave. It ignores the command line, into which web servers may put words of
 * the caller's query (section 4.4).
 */
#include "cgi.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"
#include "base/secret.h"
#include "listener.h"
#include "responder.h"
#include "start.h"

enum { BODY_MOST = 16 << 20 }; /* as http/request.c reads, before it is dropped */

static const char *variable(void *context, const char *name)
{
	(void)context;
	return getenv(name);
}

static size_t read_body(void *context, char *to, size_t size)
{
	ssize_t got;

	(void)context;
	do
		got = read(STDIN_FILENO, to, size);
	while (got < 0 && errno == EINTR);
	return got > 0 ? (size_t)got : 0;
}

static bool send_bytes(struct text bytes)
{
	while (bytes.size > 0) {
		ssize_t sent = write(STDOUT_FILENO, bytes.data, bytes.size);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return false;
		bytes.data += sent;
		bytes.size -= (size_t)sent;
	}
	return true;
}

/* The end of the process is the end of the answer, whole or cut. */
static bool send_pieces(void *context, const struct text *pieces, size_t count, bool is_last)
{
	bool is_read = true;

	(void)context, (void)is_last;
	for (size_t i = 0; is_read && i < count; i++)
		is_read = send_bytes(pieces[i]);
	return is_read;
}

/* The end of standard output is the end of the answer; the descriptor itself stays taken. */
static void finish(void *context)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	(void)context;
	if (null < 0)
		return;
	dup2(null, STDOUT_FILENO);
	close(null);
}

static const struct transport transport = {
	.source = { NULL, variable, read_body },
	.send = send_pieces,
	.finish = finish,
};

bool cgi_is_asked(void)
{
	return (getenv("GATEWAY_INTERFACE") || getenv("REQUEST_METHOD")) &&
	       !listener_is_listening(STDIN_FILENO);
}

/* What callers hear; the reason stands in the web server's log. */
static const char unavailable[] =
	"{\"error\":\"service_unavailable\","
	"\"message\":\"The server is not set up; its log says why.\"}";

/* A web server loses the answer of a program that leaves a body unread. Not every one ends it: so many
 * bytes are read as it said. */
static void drop_body(void)
{
	const char *said = getenv("CONTENT_LENGTH");
	long left = said ? strtol(said, NULL, 10) : 0;
	char bytes[8192];
	size_t got;

	left = left < BODY_MOST ? left : BODY_MOST;
	while (left > 0) {
		got = read_body(NULL, bytes,
				left < (long)sizeof(bytes) ? (size_t)left : sizeof(bytes));
		left = got > 0 ? left - (long)got : 0;
	}
}

static void refuse(const struct error *error)
{
	struct reply reply = { .status = 503 };
	struct buffer head = { 0 };

	log_print(LOG_ERROR, "%.*s", TEXT_PRINT(error->message));
	drop_body();
	reply_header(&reply, "Content-Type", "application/json; charset=utf-8");
	reply_header(&reply, "Retry-After", "5");
	buffer_add_text(&reply.body, text_from(unavailable));
	reply_print_head(&reply, &head);
	send_bytes(buffer_text(&head));
	send_bytes(buffer_text(&reply.body));
	buffer_free(&head);
	reply_free(&reply);
}

static const struct error *answer(struct arena *arena)
{
	struct settings settings;
	struct responder responder;
	const struct error *error = start_load(arena, NULL, &settings);

	if (!error && !settings.database_tls)
		secret_without_tls();
	if (!error)
		error = responder_open(arena, &settings, NULL, NULL, &responder);
	if (error)
		return error;
	responder_answer(&responder, &transport);
	responder_close(&responder);
	return NULL;
}

int cgi_run(void)
{
	struct arena *arena = arena_new(0);
	const struct error *error = answer(arena);

	if (error)
		refuse(error);
	arena_free(arena);
	return EXIT_SUCCESS;
}
