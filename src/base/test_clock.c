/*
 * The clock of a developer build: it stands still at the instant in the file that OKR_TEST_CLOCK
 * names, until a test writes another one there (by renaming, so that nobody reads half of it). A
 * clock that stands makes tests independent of the speed of the machine. Without the variable it is
 * the machine's. A file that cannot be read ends the process: a test must not go on with another time.
 */
#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

const char clock_remark[] = "developer build: OKR_TEST_CLOCK sets its clock\n";

/* NULL and *out, or what is wrong. */
static const char *read_clock_file(const char *path, struct instant *out)
{
	char bytes[64];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t size = fd < 0 ? -1 : read(fd, bytes, sizeof(bytes));
	const char *reason = size < 0 ? strerror(errno) : NULL;

	if (fd >= 0)
		close(fd);
	if (reason)
		return reason;
	if (!instant_parse(text_trim((struct text){ bytes, (size_t)size }), out))
		return "this is no instant (2027-02-28T23:59:59Z)";
	return NULL;
}

static int64_t machine_clock(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct instant instant_now(void)
{
	const char *path = getenv("OKR_TEST_CLOCK"), *reason;
	struct instant now;

	if (!path)
		return machine_now();
	reason = read_clock_file(path, &now);
	if (!reason)
		return now;
	fprintf(stderr, "OKR_TEST_CLOCK: %s: %s\n", path, reason);
	abort();
}

struct instant machine_now(void)
{
	return (struct instant){ machine_clock(CLOCK_REALTIME) };
}

int64_t steady_ms(void)
{
	return getenv("OKR_TEST_CLOCK") ? instant_now().ms : machine_clock(CLOCK_BOOTTIME);
}

const struct error *clock_check(struct arena *arena)
{
	const char *path = getenv("OKR_TEST_CLOCK"), *reason;
	struct instant now;

	reason = path ? read_clock_file(path, &now) : NULL;
	if (!reason)
		return NULL;
	return error_new(arena, ERROR_INVALID, "OKR_TEST_CLOCK: %s: %s", path, reason);
}
