/*
 * The beginning that all modes share: a sane process, then settings, log and random numbers.
 * Which mode follows is decided in main.c.
 */
#include "start.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/jwks.h"
#include "base/jwt.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/settings_load.h"

/* Process managers may start us without some of them: a socket must not become standard error. */
static void open_standard_files(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) < 0)
			abort();
	}
}

void start_process(void)
{
	open_standard_files();
	signal(SIGPIPE, SIG_IGN);
	/* In CGI this is a request's header "Proxy", which libraries would believe (httpoxy). */
	unsetenv("HTTP_PROXY");
}

static const struct error *open_log(struct arena *arena, const struct settings *settings)
{
	static const struct {
		const char *word;
		enum log_level level;
	} levels[] = {
		{ "error", LOG_ERROR },
		{ "warning", LOG_WARNING },
		{ "info", LOG_INFO },
	};
	const char *path = arena_string(arena, settings->log_file);
	int failed = log_open(path);

	if (failed)
		return error_new(arena, ERROR_INTERNAL, "log_file %s: %s", path, strerror(failed));
	for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++) {
		if (text_equal(settings->log_level, text_from(levels[i].word)))
			log_set_level(levels[i].level);
	}
	return NULL;
}

/* Each worker reads the keys for itself; what is wrong with them is better said before. */
static const struct error *check_keys(struct arena *arena, const struct settings *settings)
{
	struct jwt_keys *keys;
	const struct error *error = jwt_keys_load(arena, settings, &keys);

	if (!error)
		jwt_keys_free(keys);
	return error;
}

const struct error *start_load(struct arena *arena, const char *path, struct settings *out)
{
	const struct error *error = settings_load(arena, path, out);

	if (!error)
		error = open_log(arena, out);
	if (!error && !secret_start())
		error = error_new(arena, ERROR_INTERNAL, "libsodium cannot start");
	if (!error)
		error = check_keys(arena, out);
	return error;
}
