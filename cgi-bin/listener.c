/*
 * Makes, checks and removes listening sockets. Whoever can connect to one is trusted as the web
 * server is, hence the mode of unix sockets and the word of warning for others. Accepting is the
 * worker's.
 */
#include "listener.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/copy.h"
#include "base/log.h"

enum { BACKLOG = 1024, SOCKET_UMASK = 0117, WAIT_MS_MAX = 10000, WAIT_STEP_MS = 50 };

static const struct error *failure(struct arena *arena, const char *path, const char *reason)
{
	return error_new(arena, ERROR_UNAVAILABLE, "cannot listen on %s: %s", path, reason);
}

/* Who holds the socket at a path. */
enum holder {
	HOLDER_NONE,
	HOLDER_SERVER, /* one whose master lives */
	HOLDER_ORPHANS, /* workers of a dead master that finish their requests, or nobody we can tell */
	HOLDER_UNKNOWN,
};

/* The kernel remembers who made the socket listen: the master, or the process that became it. */
static enum holder holder_of(int connection)
{
	struct ucred maker = { 0 };
	socklen_t size = sizeof(maker);

	if (getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &maker, &size) < 0 || maker.pid <= 0)
		return HOLDER_SERVER;
	return kill(maker.pid, 0) == 0 || errno == EPERM ? HOLDER_SERVER : HOLDER_ORPHANS;
}

/* *failed: what connecting failed with, for HOLDER_UNKNOWN. */
static enum holder probe(const struct sockaddr_un *address, int *failed)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	enum holder holder = HOLDER_UNKNOWN;

	if (fd >= 0 && connect(fd, (const struct sockaddr *)address, sizeof(*address)) == 0)
		holder = holder_of(fd);
	*failed = errno;
	if (fd >= 0)
		close(fd);
	if (holder == HOLDER_UNKNOWN && *failed == ECONNREFUSED)
		return HOLDER_NONE;
	if (holder == HOLDER_UNKNOWN && *failed == EAGAIN)
		return HOLDER_ORPHANS; /* a full queue: too busy, or nobody takes from it any more */
	return holder;
}

static void pause_briefly(void)
{
	const struct timespec pause = { .tv_nsec = WAIT_STEP_MS * 1000000L };

	nanosleep(&pause, NULL);
}

/* Waits while the workers of a dead master still finish (rulings.md 68). */
static enum holder wait_for_orphans(const struct sockaddr_un *address, int *failed)
{
	enum holder holder = probe(address, failed);

	if (holder == HOLDER_ORPHANS)
		log_print(LOG_WARNING, "waiting for %s: workers of a master that died still finish",
			  address->sun_path);
	for (int waited = 0; holder == HOLDER_ORPHANS && waited < WAIT_MS_MAX;
	     waited += WAIT_STEP_MS) {
		pause_briefly();
		holder = probe(address, failed);
	}
	return holder;
}

/* Makes room at the path, if only a dead server's socket is in the way. */
static const struct error *clear_path(struct arena *arena, const struct sockaddr_un *address)
{
	struct stat status;
	int failed;

	if (lstat(address->sun_path, &status) < 0)
		return NULL; /* nothing there, or bind will say what is wrong */
	if (!S_ISSOCK(status.st_mode))
		return failure(arena, address->sun_path, "a file that is no socket is in the way");
	switch (wait_for_orphans(address, &failed)) {
	case HOLDER_SERVER:
		return failure(arena, address->sun_path, "another server is running there");
	case HOLDER_ORPHANS:
		return failure(arena, address->sun_path,
			       "workers of a master that died still hold it");
	case HOLDER_UNKNOWN:
		return failed == ENOENT ? NULL :
					  failure(arena, address->sun_path, strerror(failed));
	case HOLDER_NONE:
		break;
	}
	unlink(address->sun_path);
	return NULL;
}

static const struct error *bind_unix(struct arena *arena, const struct sockaddr_un *address,
				     int *out)
{
	const struct sockaddr *any = (const struct sockaddr *)address;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int failed = 0;
	mode_t mask;

	if (fd < 0)
		return failure(arena, address->sun_path, strerror(errno));
	mask = umask(SOCKET_UMASK);
	if (bind(fd, any, sizeof(*address)) < 0 || listen(fd, BACKLOG) < 0)
		failed = errno;
	umask(mask);
	if (failed) {
		close(fd);
		return failure(arena, address->sun_path, strerror(failed));
	}
	*out = fd;
	return NULL;
}

static const struct error *open_unix(struct arena *arena, struct text path, int *out)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	const struct error *error;

	if (path.size == 0)
		return error_new(arena, ERROR_INVALID, "unix: needs a path behind it");
	if (path.size >= sizeof(address.sun_path))
		return error_new(arena, ERROR_INVALID,
				 "a socket's path has at most %zu bytes, this one has %zu: %.*s",
				 sizeof(address.sun_path) - 1, path.size, TEXT_PRINT(path));
	copy_bytes(address.sun_path, sizeof(address.sun_path), path.data, path.size);
	error = clear_path(arena, &address);
	return error ? error : bind_unix(arena, &address, out);
}

static bool is_loopback(const struct sockaddr *address)
{
	const struct sockaddr_in *v4 = (const void *)address;
	const struct sockaddr_in6 *v6 = (const void *)address;

	if (address->sa_family == AF_INET)
		return ntohl(v4->sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
	return address->sa_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
}

static int bind_address(const struct addrinfo *info, int *out)
{
	const int on = 1;
	int fd = socket(info->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int failed;

	if (fd < 0)
		return errno;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, info->ai_addr, info->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0) {
		*out = fd;
		return 0;
	}
	failed = errno;
	close(fd);
	return failed;
}

/* A port does not tell who holds it: it may be workers that finish. */
static int bind_when_free(const char *whole, const struct addrinfo *info, int *out)
{
	int failed = bind_address(info, out);

	if (failed == EADDRINUSE)
		log_print(LOG_WARNING, "waiting for %s: another process listens there", whole);
	for (int waited = 0; failed == EADDRINUSE && waited < WAIT_MS_MAX; waited += WAIT_STEP_MS) {
		pause_briefly();
		failed = bind_address(info, out);
	}
	return failed;
}

/* Cuts HOST:PORT at its last colon, and the brackets off an IPv6 address. */
static void split_address(struct text address, struct text *host, struct text *port)
{
	const char *colon = address.size > 0 ? memrchr(address.data, ':', address.size) : NULL;
	size_t size = colon ? (size_t)(colon - address.data) : 0;

	*host = (struct text){ address.data, size };
	*port = colon ? (struct text){ colon + 1, address.size - size - 1 } : address;
	if (size >= 2 && host->data[0] == '[' && host->data[size - 1] == ']')
		*host = (struct text){ host->data + 1, size - 2 };
}

static const struct error *open_inet(struct arena *arena, struct text address, int *out)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV };
	const char *whole = arena_string(arena, address);
	struct addrinfo *info;
	struct text host, port;
	int failed;

	split_address(address, &host, &port);
	failed = getaddrinfo(host.size > 0 ? arena_string(arena, host) : "127.0.0.1",
			     arena_string(arena, port), &hints, &info);
	if (failed)
		return failure(arena, whole, gai_strerror(failed));
	failed = bind_when_free(whole, info, out);
	if (!failed && !is_loopback(info->ai_addr))
		log_print(LOG_WARNING, "whoever reaches %s is trusted as the web server is", whole);
	freeaddrinfo(info);
	return failed ? failure(arena, whole, strerror(failed)) : NULL;
}

const struct error *listener_open(struct arena *arena, struct text address, int *out)
{
	const struct text scheme = TEXT("unix:");

	if (!text_starts_with(address, scheme))
		return open_inet(arena, address, out);
	address.data += scheme.size;
	address.size -= scheme.size;
	return open_unix(arena, address, out);
}

const struct error *listener_adopt(struct arena *arena, int fd)
{
	int flags = fcntl(fd, F_GETFL);

	if (!listener_is_listening(fd))
		return error_new(arena, ERROR_INVALID, "file descriptor %d is no listening socket",
				 fd);
	/* Workers wait in accept: some process managers hand over sockets that do not block. */
	fcntl(fd, F_SETFL, flags & ~O_NONBLOCK);
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	return NULL;
}

bool listener_is_listening(int fd)
{
	int answer = 0;
	socklen_t size = sizeof(answer);

	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &answer, &size) == 0 && answer;
}

void listener_unlink(int fd)
{
	struct sockaddr_un address = { 0 };
	socklen_t size = sizeof(address) - 1; /* leaves a NUL behind the longest path */

	if (getsockname(fd, (struct sockaddr *)&address, &size) == 0 &&
	    address.sun_family == AF_UNIX && address.sun_path[0] != '\0')
		unlink(address.sun_path);
}
