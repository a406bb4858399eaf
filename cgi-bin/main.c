/*
 * okr.fcgi: reads the command line and decides what this process is. In this order: a plain CGI
 * program (the command line is not looked at then), a server on the socket that --listen names, on
 * the one that systemd hands over, on standard input, or on the one that the settings name. The
 * work itself is done by the files beside this one.
 */
#include <assert.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/api.h"
#include "base/clock.h"
#include "base/log.h"
#include "cgi.h"
#include "listener.h"
#include "master.h"
#include "start.h"
#include "usage.h"
#include "worker.h"

enum {
	EXIT_USAGE = 2,
	OPTIONS_MAX = 16,
	WORKERS_MAX = 256,
	ACTIVATED_FD = 3,  /* the first of those that were handed over */
	ACTIVATED_MAX = 2, /* the second is for the question of health */
	ADDRESS_MAX = sizeof("unix:") - 1 + 107,
};

struct arguments {
	const char *config, *listen;
	int64_t workers; /* 0: as the settings say */
	bool check, help, version;
};

/* ---- the command line ------------------------------------------------------------------------ */

static bool parse_workers(const char *value, int64_t *out)
{
	unsigned long long workers;

	if (!text_to_count(text_from(value), WORKERS_MAX, &workers) || workers == 0) {
		fprintf(stderr, "okr.fcgi: --workers takes a number from 1 to %d\n", WORKERS_MAX);
		return false;
	}
	*out = (int64_t)workers;
	return true;
}

static bool take_option(int option, const char *value, struct arguments *out)
{
	switch (option) {
	case 'c':
		out->config = value;
		return true;
	case 'l':
		out->listen = value;
		return true;
	case 'w':
		return parse_workers(value, &out->workers);
	case 'k':
		return out->check = true;
	case 'v':
		return out->version = true;
	case 'h':
		return out->help = true;
	default:
		return false;
	}
}

/* The table of options in the form that the library wants. */
static void list_options(struct option out[OPTIONS_MAX])
{
	size_t count = 0;

	for (const struct usage_option *row = usage_options; row->letter; row++) {
		assert(count + 1 < OPTIONS_MAX);
		out[count++] = (struct option){
			.name = row->name,
			.has_arg = row->value ? required_argument : no_argument,
			.val = row->letter,
		};
	}
	out[count] = (struct option){ 0 };
}

/* False when the command line is wrong; the reason was printed. */
static bool parse(int count, char **values, struct arguments *out)
{
	struct option options[OPTIONS_MAX];
	int option;

	list_options(options);
	while ((option = getopt_long(count, values, "", options, NULL)) != -1) {
		if (!take_option(option, optarg, out))
			return false;
	}
	if (optind < count)
		fprintf(stderr, "okr.fcgi: %s is no option\n", values[optind]);
	return optind == count;
}

static int print_version(void)
{
	printf("okr.fcgi %s\nbuilt with %s\n%s", PACKAGE_VERSION, OKR_LIBRARIES, clock_remark);
	return EXIT_SUCCESS;
}

static int print_help(void)
{
	usage_print(stdout);
	puts("\nSettings, one NAME = VALUE a line, or OKR_NAME in the environment:\n");
	settings_print_help(stdout);
	return EXIT_SUCCESS;
}

/* ---- serving --------------------------------------------------------------------------------- */

/* How many sockets systemd, or whoever speaks as it does, hands to this very process. */
static unsigned long long count_activated(void)
{
	struct text sockets = text_from(getenv("LISTEN_FDS"));
	struct text receiver = text_from(getenv("LISTEN_PID"));
	unsigned long long pid, count;

	if (!text_to_count(receiver, INT32_MAX, &pid) || (pid_t)pid != getpid() ||
	    !text_to_count(sockets, ACTIVATED_MAX, &count))
		return 0;
	return count;
}

/* A socket of our own that the image before the reload left and nobody names any more. */
static void drop_own(const struct endpoint *before)
{
	if (before->fd < 0)
		return;
	listener_unlink(before->fd);
	close(before->fd);
}

/*
 * A socket of our own: the one that the image before the reload left, unless the settings name
 * another address since. When that one cannot be had, the old one serves on.
 */
static const struct error *open_own(struct arena *arena, struct text address,
				    const struct endpoint *before, struct endpoint *out)
{
	const struct error *error;

	*out = *before;
	if (before->fd >= 0 && text_equal(address, before->address))
		return listener_adopt(arena, before->fd);
	error = listener_open(arena, address, &out->fd);
	if (error && before->fd >= 0) {
		log_print(LOG_ERROR, "%.*s; serving on %.*s as before", TEXT_PRINT(error->message),
			  TEXT_PRINT(before->address));
		return listener_adopt(arena, before->fd);
	}
	if (error)
		return error;
	out->address = address;
	drop_own(before);
	return NULL;
}

static const struct error *adopt(struct arena *arena, int fd, struct endpoint *out)
{
	out->fd = fd;
	return listener_adopt(arena, fd);
}

/* Finds the socket to serve on; plan->main.fd stays -1 when there is none. */
static const struct error *find_listener(struct arena *arena, const struct arguments *arguments,
					 const struct settings *settings, struct master_plan *plan)
{
	if (arguments->listen)
		return open_own(arena, text_from(arguments->listen), &plan->before.main,
				&plan->main);
	if (count_activated() > 0)
		return adopt(arena, ACTIVATED_FD, &plan->main);
	if (listener_is_listening(STDIN_FILENO))
		return adopt(arena, STDIN_FILENO, &plan->main);
	if (text_is_none(settings->listen))
		return NULL;
	return open_own(arena, settings->listen, &plan->before.main, &plan->main);
}

/* The one that the settings name for the question of health, or one beside our own unix socket. */
static struct text health_address(struct arena *arena, const struct settings *settings,
				  struct text main)
{
	const struct text ending = TEXT(".health");

	if (!text_is_none(settings->health_listen))
		return settings->health_listen;
	if (!text_starts_with(main, TEXT("unix:")) || main.size + ending.size > ADDRESS_MAX)
		return TEXT_NONE;
	return arena_print(arena, "%.*s%.*s", TEXT_PRINT(main), TEXT_PRINT(ending));
}

/* Likewise for the second one, which there need not be: the workers answer then. */
static const struct error *find_health(struct arena *arena, const struct settings *settings,
				       struct master_plan *plan)
{
	struct text address = health_address(arena, settings, plan->main.address);

	if (text_is_none(plan->main.address) && count_activated() == ACTIVATED_MAX)
		return adopt(arena, ACTIVATED_FD + 1, &plan->health);
	if (!text_is_none(address))
		return open_own(arena, address, &plan->before.health, &plan->health);
	drop_own(&plan->before.health);
	return NULL;
}

/* Who hands over standard input manages processes itself. */
static int serve_alone(const struct settings *settings, int listener)
{
	const struct worker_plan plan = { .settings = settings, .listener = listener };

	return worker_run(&plan);
}

static const struct error *serve(struct arena *arena, const struct arguments *arguments,
				 struct settings *settings, struct master_plan *plan, int *out)
{
	sigset_t held;
	const struct error *error;
	bool is_alone;

	master_hold_signals(&held);
	error = find_listener(arena, arguments, settings, plan);
	is_alone = plan->main.fd == STDIN_FILENO && arguments->workers == 0;
	if (!error && plan->main.fd >= 0 && !is_alone)
		error = find_health(arena, settings, plan);
	if (error)
		return error;
	if (arguments->workers > 0)
		settings->workers = arguments->workers;
	plan->settings = settings;
	if (plan->main.fd < 0) {
		usage_print(stderr);
		*out = EXIT_USAGE;
	} else {
		*out = is_alone ? serve_alone(settings, plan->main.fd) : master_run(plan);
	}
	return NULL;
}

static void print_check(const struct settings *settings)
{
	if (text_is_none(settings->path))
		printf("okr.fcgi: fine; %.*s\n", TEXT_PRINT(settings->origin));
	else
		printf("okr.fcgi: %.*s is fine\n", TEXT_PRINT(settings->path));
}

static const struct error *run(struct arena *arena, const struct arguments *arguments,
			       struct master_plan *plan, int *out)
{
	struct settings *settings = arena_take(arena, sizeof(*settings));
	const struct error *error = start_load(arena, arguments->config, settings);

	if (!error)
		error = api_check_tables(arena);
	if (error)
		return error;
	if (!arguments->check)
		return serve(arena, arguments, settings, plan, out);
	print_check(settings);
	*out = EXIT_SUCCESS;
	return NULL;
}

/* What is wrong, for the person or the process manager that started us. */
static void print_error(const struct error *error)
{
	fprintf(stderr, "okr.fcgi: %.*s", TEXT_PRINT(error->message));
	if (!text_is_none(error->inside))
		fprintf(stderr, ": %.*s", TEXT_PRINT(error->inside));
	fputc('\n', stderr);
}

int main(int count, char **values)
{
	struct arguments arguments = { 0 };
	struct master_plan plan = { .main.fd = -1, .health.fd = -1 };
	struct arena *arena;
	const struct error *error;
	int status = EXIT_FAILURE;

	start_process();
	if (cgi_is_asked())
		return cgi_run();
	if (!parse(count, values, &arguments)) {
		fputs("Try okr.fcgi --help.\n", stderr);
		return EXIT_USAGE;
	}
	if (arguments.help)
		return print_help();
	if (arguments.version)
		return print_version();
	arena = arena_new(0);
	handover_take(arena, &plan.before);
	program_remember(arena, values, &plan.program);
	error = run(arena, &arguments, &plan, &status);
	if (error)
		print_error(error);
	arena_free(arena);
	return status;
}
