/*
 * The loop of one worker, and how it stops without losing a request. Signals are held back except
 * while it waits in accept, so none can cut a request short; and their handler replaces the
 * listening socket by /dev/null, so that one that lands just before the accept makes it fail
 * instead of wait. How many workers there are is the master's business.
 */
#include "worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/secret.h"
#include "fastcgi.h"
#include "responder.h"

enum { REST_SECONDS = 1 }; /* without a request, after which memory is given back */

/* SIGUSR1 and SIGHUP end a worker softly as well: some process managers use them. */
static const int stop_signals[] = { SIGTERM, SIGINT, SIGUSR1, SIGHUP };

static volatile sig_atomic_t is_stopping;
static int watched_listener, null_device;

static void stop(int signal)
{
	int saved = errno;

	(void)signal;
	is_stopping = 1;
	dup2(null_device, watched_listener);
	errno = saved;
}

/* From here on the stop signals are held back. False when /dev/null cannot be opened. */
static bool prepare_signals(int listener)
{
	struct sigaction action = { .sa_handler = stop }; /* no SA_RESTART: accept must return */
	sigset_t held;

	watched_listener = listener;
	null_device = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (null_device < 0)
		return false;
	sigemptyset(&held);
	for (size_t i = 0; i < sizeof(stop_signals) / sizeof(*stop_signals); i++)
		sigaddset(&held, stop_signals[i]);
	sigprocmask(SIG_SETMASK, &held, NULL);
	for (size_t i = 0; i < sizeof(stop_signals) / sizeof(*stop_signals); i++)
		sigaction(stop_signals[i], &action, NULL);
	return true;
}

/* A connection, or -1 and errno: any signal that is due strikes in here and nowhere else. */
static int accept_connection(int listener)
{
	sigset_t none, held;
	int connection, failed;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, &held);
	connection = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	failed = errno;
	sigprocmask(SIG_SETMASK, &held, NULL);
	errno = failed;
	return connection;
}

/* So that a worker without work comes back to tidy up. The time limit is the socket's, which all
 * workers share, and with those of the image before and after: each of them goes on then. */
static void limit_waiting(int listener)
{
	const struct timeval max = { .tv_sec = REST_SECONDS };

	setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, &max, sizeof(max));
}

/* Whether the next accept may well succeed: this one was interrupted, or its peer went away. */
static bool is_passing(int failed)
{
	return failed == EINTR || failed == ECONNABORTED || failed == EPROTO || failed == EAGAIN;
}

static int serve(struct responder *responder, struct fastcgi *fastcgi, int listener,
		 int64_t requests_max)
{
	bool is_rested = true;

	limit_waiting(listener);
	for (int64_t served = 0; !is_stopping && (requests_max == 0 || served < requests_max);) {
		int connection = accept_connection(listener);
		const struct transport *transport;

		if (connection < 0) {
			int failed = errno;

			if (failed == EAGAIN && !is_rested) {
				responder_rest(responder);
				is_rested = true;
			}
			if (is_stopping || is_passing(failed))
				continue;
			log_print(LOG_ERROR, "cannot accept connections: %s", strerror(failed));
			return EXIT_FAILURE;
		}
		transport = fastcgi_begin(fastcgi, connection);
		if (transport) {
			responder_answer(responder, transport);
			is_rested = false;
			served++;
		}
	}
	return EXIT_SUCCESS;
}

/* Workers that started together should not end together. */
static int64_t with_jitter(int64_t requests)
{
	uint64_t spread = (uint64_t)requests / 5;

	return requests - (int64_t)(spread / 2) + (int64_t)(random64() % (spread + 1));
}

static int run(struct arena *arena, const struct worker_plan *plan)
{
	struct responder responder;
	const struct error *error =
		responder_open(arena, plan->settings, plan->cache, plan->crew, &responder);
	struct fastcgi *fastcgi;
	int status;

	if (error) {
		log_print(LOG_ERROR, "a worker cannot start: %.*s", TEXT_PRINT(error->message));
		return EXIT_FAILURE;
	}
	fastcgi = fastcgi_open();
	status = serve(&responder, fastcgi, plan->listener, with_jitter(plan->requests_max));
	fastcgi_close(fastcgi);
	responder_close(&responder);
	return status;
}

int worker_run(const struct worker_plan *plan)
{
	struct arena *arena;
	int status;

	if (!prepare_signals(plan->listener))
		return EXIT_FAILURE;
	memory_hold();
	log_settle();
	arena = arena_new(0);
	status = run(arena, plan);
	arena_free(arena);
	return status;
}
