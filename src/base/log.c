/*
 * The log of one process: composes each line in a buffer that is kept, cuts credentials that a caller
 * put where they end up in it, then writes it at once.
 * A log that cannot be written must not stop the service, so failures of write(2) are dropped.
 */
#include "base/log.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/redact.h"

enum { TEXT_MAX = 2048, KEPT_BYTES = 16384 };

static struct {
	int fd;
	char *path;       /* of the file behind fd; NULL: standard error */
	time_t looked_at; /* when the path was last found to be that file; monotonic seconds */
	enum log_level max;
	pid_t pid;      /* 0: ask */
	bool is_wanted; /* whether the open line's level is logged */
	struct buffer line;
	struct json_writer json;
} state = { .fd = STDERR_FILENO, .max = LOG_INFO };

/* The file at the path, or -1 and errno. */
static int open_file(const char *path)
{
	return open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
}

static void use_file(int fd)
{
	if (state.fd != STDERR_FILENO)
		close(state.fd);
	state.fd = fd;
}

int log_open(const char *path)
{
	bool has_path = path && *path;
	int fd = has_path ? open_file(path) : STDERR_FILENO;

	if (fd < 0)
		return errno;
	use_file(fd);
	free(state.path);
	state.path = has_path ? strdup(path) : NULL;
	return 0;
}

/* Whether what stands at the path is what is written to. */
static bool is_in_place(void)
{
	struct stat there, ours;

	return stat(state.path, &there) == 0 && fstat(state.fd, &ours) == 0 &&
	       there.st_ino == ours.st_ino && there.st_dev == ours.st_dev;
}

/*
 * Rotation moves the file away: then a new one is begun. Each process looks for itself, once a second:
 * some have no master that could tell them. Without a new file the old one goes on.
 */
static void follow_path(void)
{
	struct timespec now;
	int fd;

	if (!state.path || clock_gettime(CLOCK_MONOTONIC, &now) != 0 ||
	    now.tv_sec == state.looked_at)
		return;
	state.looked_at = now.tv_sec;
	if (is_in_place())
		return;
	fd = open_file(state.path);
	if (fd >= 0)
		use_file(fd);
}

void log_settle(void)
{
	state.pid = getpid();
}

void log_set_level(enum log_level max)
{
	state.max = max;
}

static void add_time(struct json_writer *json)
{
	struct instant now = instant_now();
	char seconds[INSTANT_SIZE];

	instant_print(now, seconds);
	json_key(json, TEXT("time"));
	buffer_print(json->out, "\"%.*s.%03dZ\"", INSTANT_SIZE - 1, seconds, (int)(now.ms % 1000));
	json->wants_comma = true;
}

struct json_writer *log_begin(enum log_level level, const char *event)
{
	static const char *const names[] = {
		[LOG_ERROR] = "error",
		[LOG_WARNING] = "warning",
		[LOG_INFO] = "info",
	};
	struct json_writer *json = &state.json;

	assert(json->depth == 0);
	buffer_reset(&state.line, KEPT_BYTES);
	state.is_wanted = level <= state.max;
	*json = (struct json_writer){ .out = &state.line, .text_max = TEXT_MAX };
	json_open_object(json);
	add_time(json);
	json_member(json, TEXT("level"), text_from(names[level]));
	json_key(json, TEXT("pid"));
	json_integer(json, state.pid ? state.pid : getpid());
	if (event)
		json_member(json, TEXT("event"), text_from(event));
	return json;
}

static void write_line(struct text line)
{
	while (line.size > 0) {
		ssize_t written = write(state.fd, line.data, line.size);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return;
		line.data += written;
		line.size -= (size_t)written;
	}
}

void log_end(void)
{
	json_close_object(&state.json);
	assert(state.json.depth == 0);
	buffer_add_byte(&state.line, '\n');
	if (!state.is_wanted)
		return;
	state.line.size = redact_credentials(state.line.data, state.line.size);
	follow_path();
	write_line(buffer_text(&state.line));
}

void log_print(enum log_level level, const char *format, ...)
{
	char message[TEXT_MAX + 8]; /* more than is kept, so that the cut splits no character */
	struct json_writer *json;
	va_list values;

	if (level > state.max)
		return;
	va_start(values, format);
	vsnprintf(message, sizeof(message), format, values);
	va_end(values);
	json = log_begin(level, NULL);
	json_member(json, TEXT("message"), text_from(message));
	log_end();
}
