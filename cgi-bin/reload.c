/*
 * The hand-over between two images of the program: what travels in the environment, the trial run
 * before, the exec itself. Starting new workers and ending old ones is the master's.
 */
#include "reload.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/copy.h"
#include "base/log.h"

enum { TRIAL_OUTPUT_MAX = 1024, TRIAL_MS_MAX = 10000, EXIT_NO_PROGRAM = 127 };

/* The two variables of an endpoint. */
struct endpoint_names {
	const char *fd, *address;
};

static const struct endpoint_names main_names = { "OKR_LISTEN_FD", "OKR_LISTEN_ADDRESS" };
static const struct endpoint_names health_names = { "OKR_HEALTH_FD", "OKR_HEALTH_ADDRESS" };
static const char workers_name[] = "OKR_OLD_WORKERS";

/* ---- what travels ---------------------------------------------------------------------------- */

/* The value of a variable, which is then gone. */
static struct text take_variable(struct arena *arena, const char *name)
{
	struct text value = arena_copy(arena, text_from(getenv(name)));

	unsetenv(name);
	return value;
}

/* The variables may come from anywhere: only children of this process are its workers. */
static bool is_our_child(pid_t pid)
{
	siginfo_t info;

	return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
}

static void take_workers(struct arena *arena, struct text list, struct handover *out)
{
	unsigned long long pid;

	out->workers = arena_array(arena, list.size + 1, sizeof(*out->workers));
	while (!text_is_none(list)) {
		if (text_to_count(text_cut(&list, ','), INT_MAX, &pid) && pid > 0 &&
		    is_our_child((pid_t)pid))
			out->workers[out->worker_count++] = (pid_t)pid;
	}
}

static struct endpoint take_endpoint(struct arena *arena, const struct endpoint_names *names)
{
	struct text number = take_variable(arena, names->fd);
	struct endpoint endpoint = { -1, take_variable(arena, names->address) };
	unsigned long long fd;

	if (text_to_count(number, INT_MAX, &fd))
		endpoint.fd = (int)fd;
	return endpoint;
}

void handover_take(struct arena *arena, struct handover *out)
{
	*out = (struct handover){ .main = take_endpoint(arena, &main_names),
				  .health = take_endpoint(arena, &health_names) };
	take_workers(arena, take_variable(arena, workers_name), out);
}

static void put_endpoint(const struct endpoint *endpoint, const struct endpoint_names *names)
{
	struct buffer value = { 0 };

	if (endpoint->fd < 0)
		return;
	buffer_print(&value, "%d", endpoint->fd);
	setenv(names->fd, value.data, 1);
	buffer_reset(&value, 0);
	buffer_print(&value, "%.*s", TEXT_PRINT(endpoint->address));
	setenv(names->address, value.data, 1);
	buffer_free(&value);
}

static void put_handover(const struct handover *handover)
{
	struct buffer value = { 0 };

	for (size_t i = 0; i < handover->worker_count; i++)
		buffer_print(&value, "%s%d", i > 0 ? "," : "", (int)handover->workers[i]);
	buffer_add_byte(&value, '\0');
	setenv(workers_name, value.data, 1);
	buffer_free(&value);
	put_endpoint(&handover->main, &main_names);
	put_endpoint(&handover->health, &health_names);
}

static void drop_handover(void)
{
	const char *const names[] = { main_names.fd, main_names.address, health_names.fd,
				      health_names.address, workers_name };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		unsetenv(names[i]);
}

/* ---- the program ----------------------------------------------------------------------------- */

void program_remember(struct arena *arena, char **arguments, struct program *out)
{
	char path[PATH_MAX];
	const char *directory;
	ssize_t size;

	out->arguments = arguments;
	/* As it was called, when that is a path: a symbolic link may point to a newer version then. */
	if (arguments[0][0] == '/') {
		out->path = arguments[0];
	} else if (strchr(arguments[0], '/') && (directory = getcwd(path, sizeof(path)))) {
		out->path = arena_print(arena, "%s/%s", directory, arguments[0]).data;
	} else {
		size = readlink("/proc/self/exe", path, sizeof(path));
		out->path = size > 0 ? arena_string(arena, (struct text){ path, (size_t)size }) :
				       arguments[0];
	}
}

static size_t count_arguments(char *const *arguments)
{
	size_t count = 0;

	while (arguments[count])
		count++;
	return count;
}

static void become_trial(const struct program *program, int output)
{
	size_t count = count_arguments(program->arguments);
	char **arguments = memory_take((count + 2) * sizeof(*arguments));
	static char check[] = "--check";
	sigset_t none;

	arguments[0] = program->arguments[0];
	arguments[1] = check;
	copy_bytes(arguments + 2, count * sizeof(*arguments), program->arguments + 1,
		   count * sizeof(*arguments));
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	dup2(output, STDOUT_FILENO);
	dup2(output, STDERR_FILENO);
	execv(program->path, arguments);
	dprintf(output, "it cannot be executed: %s", strerror(errno));
	_exit(EXIT_NO_PROGRAM);
}

void trial_start(const struct program *program, int64_t now_ms, struct trial *out)
{
	int ends[2];
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0) {
		log_print(LOG_ERROR, "cannot reload: %s", strerror(errno));
		return;
	}
	pid = fork();
	if (pid == 0)
		become_trial(program, ends[1]);
	close(ends[1]);
	if (pid < 0) {
		log_print(LOG_ERROR, "cannot reload: %s", strerror(errno));
		close(ends[0]);
		return;
	}
	*out = (struct trial){ pid, program, ends[0], now_ms + TRIAL_MS_MAX };
}

void trial_limit(struct trial *trial, int64_t now_ms)
{
	if (trial->pid == 0 || trial->deadline_ms == 0 || now_ms < trial->deadline_ms)
		return;
	trial->deadline_ms = 0;
	kill(trial->pid, SIGKILL);
}

/* How the trial ended, for one that had no words. */
static int print_end(char *to, size_t size, const struct trial *trial, int status)
{
	if (trial->deadline_ms == 0)
		return snprintf(to, size, "it did not end within %d s", TRIAL_MS_MAX / 1000);
	if (WIFSIGNALED(status))
		return snprintf(to, size, "it was killed by signal %d (%s)", WTERMSIG(status),
				strsignal(WTERMSIG(status)));
	return snprintf(to, size, "it ended with status %d", WEXITSTATUS(status));
}

bool trial_end(struct trial *trial, int status)
{
	const char *path = trial->program->path;
	char output[TRIAL_OUTPUT_MAX], end[128];
	ssize_t got = read(trial->output, output, sizeof(output));
	struct text words = text_trim((struct text){ output, got > 0 ? (size_t)got : 0 });
	bool passed = WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS;

	print_end(end, sizeof(end), trial, status);
	close(trial->output);
	*trial = (struct trial){ 0 };
	if (!passed)
		log_print(LOG_ERROR, "reload refused, the running workers go on; %s: %s%s%.*s",
			  path, end, words.size > 0 ? ": " : "", TEXT_PRINT(words));
	return passed;
}

static void set_close_on_exec(int fd, int flag)
{
	if (fd >= 0)
		fcntl(fd, F_SETFD, flag);
}

void reload(const struct program *program, const struct handover *handover, int listener,
	    int health)
{
	log_print(LOG_INFO, "reloading: %s", program->path);
	put_handover(handover);
	set_close_on_exec(listener, 0);
	set_close_on_exec(health, 0);
	execv(program->path, program->arguments);
	log_print(LOG_ERROR, "cannot reload: %s: %s", program->path, strerror(errno));
	set_close_on_exec(listener, FD_CLOEXEC);
	set_close_on_exec(health, FD_CLOEXEC);
	drop_handover();
}
