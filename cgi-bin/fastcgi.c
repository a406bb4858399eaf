/*
 * libfcgi (2.4.2) as a transport: it reads requests. It is kept from what it does badly:
 * connections are accepted by the worker, whose signals then cannot cut a request short, given
 * time limits, and never kept open; replies are written by records.c. For that, three members of
 * FCGX_Request are used that its header calls private; they have been the library's binary
 * interface for twenty years.
 */
#include "fastcgi.h"

#include <assert.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <fcgiapp.h>

#include "base/duration.h"
#include "base/log.h"
#include "base/secret.h"
#include "records.h"

enum {
	ROLE_RESPONDER = 1, /* FCGI_RESPONDER, for which the library installs no header */
	VARIABLES_BYTES_MAX = 64 * 1024,
	PEER_SECONDS_MAX = 10,
	NO_SOCKET = -1,
	REST_BYTES_MAX = 8 * 1024 * 1024,
	REST_SECONDS_MAX = 1,
};

struct fastcgi {
	FCGX_Request request;
	struct transport transport;
	bool is_answered;
};

static const char *variable(void *context, const char *name)
{
	struct fastcgi *fastcgi = context;

	return FCGX_GetParam(name, fastcgi->request.envp);
}

static size_t read_body(void *context, char *to, size_t size)
{
	struct fastcgi *fastcgi = context;
	int got = FCGX_GetStr(to, size < INT_MAX ? (int)size : INT_MAX, fastcgi->request.in);

	return got > 0 ? (size_t)got : 0;
}

/*
 * Reads the request to its end before it is answered, whether or not the answer depends on it. Some
 * web servers (mod_proxy_fcgi, mod_fcgid) send the end of the body, or a body that nobody needs,
 * after the head: one that finds the connection closed then throws the answer away and says 503 by
 * itself. Who sends more than that, or slowly, is answered all the same.
 */
static void take_rest(struct fastcgi *fastcgi)
{
	time_t began = (time_t)(monotonic_ms() / 1000);
	char bytes[8192];
	size_t taken = 0, got;

	do {
		got = read_body(fastcgi, bytes, sizeof(bytes));
		taken += got;
	} while (got > 0 && taken < REST_BYTES_MAX &&
		 (time_t)(monotonic_ms() / 1000) - began <= REST_SECONDS_MAX);
}

/* A caller that went away is no fault. */
static bool send_pieces(void *context, const struct text *pieces, size_t count, bool is_last)
{
	struct fastcgi *fastcgi = context;

	if (!fastcgi->is_answered)
		take_rest(fastcgi);
	fastcgi->is_answered = true;
	return records_send(fastcgi->request.ipcFd, fastcgi->request.requestId, pieces, count,
			    is_last);
}

/* How the library's reader begins (fcgiapp.c, FCGX_Stream_Data); its header calls it private. */
struct reader {
	unsigned char *buffer;
	int size;
};

/* The library frees its copies of what came, credentials among it, without wiping them. */
static void wipe_request(const FCGX_Request *request)
{
	const struct reader *reader = request->in ? request->in->data : NULL;

	for (char **variable = request->envp; variable && *variable; variable++)
		secret_wipe(*variable, strlen(*variable));
	if (reader && reader->buffer)
		secret_wipe(reader->buffer, (size_t)reader->size);
}

static void finish(void *context)
{
	struct fastcgi *fastcgi = context;

	if (!fastcgi->is_answered) {
		FCGX_Finish_r(&fastcgi->request);
		return;
	}
	wipe_request(&fastcgi->request);
	/* The library would write an end of its own and then wait for the peer to close. */
	close(fastcgi->request.ipcFd);
	FCGX_Free(&fastcgi->request, 0);
	fastcgi->request.ipcFd = NO_SOCKET;
}

struct fastcgi *fastcgi_open(void)
{
	struct fastcgi *fastcgi = memory_take(sizeof(*fastcgi));
	int failed = FCGX_Init();

	assert(!failed);
	FCGX_InitRequest(&fastcgi->request, NO_SOCKET, FCGI_FAIL_ACCEPT_ON_INTR);
	fastcgi->transport = (struct transport){
		.source = { fastcgi, variable, read_body },
		.send = send_pieces,
		.finish = finish,
	};
	return fastcgi;
}

void fastcgi_close(struct fastcgi *fastcgi)
{
	free(fastcgi);
}

/* A peer that falls silent midway would hold this worker for ever. */
static void limit_waiting(int connection)
{
	const struct timeval max = { .tv_sec = PEER_SECONDS_MAX };

	setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &max, sizeof(max));
	setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &max, sizeof(max));
}

/* Whether the peer is a process of this host. */
static bool is_local(int connection)
{
	struct sockaddr address = { .sa_family = AF_UNSPEC };
	socklen_t size = sizeof(address);

	return getsockname(connection, &address, &size) == 0 && address.sa_family == AF_UNIX;
}

static size_t variables_size(char *const *variables)
{
	size_t size = 0;

	for (; *variables; variables++)
		size += strlen(*variables) + 1;
	return size;
}

/*
 * Whether what libfcgi calls a request is one that we answer. It takes a head that was cut off in
 * the middle for a whole one: without its last headers that would be another request.
 */
static bool is_sound(const FCGX_Request *request)
{
	size_t size = variables_size(request->envp);

	if (FCGX_GetError(request->in) != 0)
		return false;
	if (request->role == ROLE_RESPONDER && size <= VARIABLES_BYTES_MAX)
		return true;
	log_print(LOG_WARNING, "FastCGI request refused: role %d, %zu bytes of variables",
		  request->role, size);
	return false;
}

const struct transport *fastcgi_begin(struct fastcgi *fastcgi, int connection)
{
	FCGX_Request *request = &fastcgi->request;

	limit_waiting(connection);
	fastcgi->transport.shares_clock = is_local(connection);
	request->ipcFd = connection;
	request->keepConnection = 1; /* or accepting would close it at once */
	/* With a connection in hand it accepts none; when that one fails it turns to NO_SOCKET. */
	if (FCGX_Accept_r(request) != 0)
		return NULL;
	/* A kept connection would tie this worker to one idle peer. */
	request->keepConnection = 0;
	fastcgi->is_answered = false;
	if (is_sound(request))
		return &fastcgi->transport;
	FCGX_Free(request, 1);
	return NULL;
}
