/*
 * How long a plain CGI program takes from its start to the end of its answer. Runs the program
 * given on the command line so many times, one after the other, with this process's environment,
 * and prints each time in microseconds.
 */
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static long microseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* The answer's bytes are thrown away; its end is what counts: a web server has passed everything on
 * then, and hears of the process's own end later. Returns the time, or -1. */
static long run(char **command)
{
	posix_spawn_file_actions_t actions;
	char bytes[65536];
	long begun = microseconds();
	int ends[2], failed;
	pid_t pid;

	if (pipe(ends) != 0)
		return -1;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	posix_spawn_file_actions_addclose(&actions, ends[0]);
	posix_spawn_file_actions_addclose(&actions, ends[1]);
	failed = posix_spawn(&pid, command[0], &actions, NULL, command, environ);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	while (!failed && read(ends[0], bytes, sizeof(bytes)) > 0)
		continue;
	begun = microseconds() - begun;
	close(ends[0]);
	if (failed)
		return -1;
	waitpid(pid, NULL, 0);
	return begun;
}

int main(int count, char **values)
{
	if (count < 3) {
		fputs("usage: cgi_start TIMES PROGRAM [ARGUMENT...]\n", stderr);
		return 2;
	}
	for (long i = strtol(values[1], NULL, 10); i > 0; i--) {
		long spent = run(values + 2);

		if (spent < 0)
			return 1;
		printf("%ld\n", spent);
	}
	return 0;
}
