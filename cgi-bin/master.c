/*
 * Starts workers, and beside them a process that answers the question of health and never waits;
 * replaces those that end, and obeys signals: SIGTERM and SIGINT stop the service,
 * SIGHUP reloads it. It waits for signals in one place and has no handlers, so nothing ever
 * happens between two lines of it. Answers no request itself.
 */
#include "master.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "api/api.h"
#include "base/cache_table.h"
#include "base/duration.h"
#include "base/log.h"
#include "base/metrics.h"
#include "listener.h"
#include "worker.h"

enum {
	STOP_MS_MAX = 10000,    /* for the requests in hand when workers are told to end */
	QUICK_MS = 1000,        /* a worker that ends sooner has hardly worked */
	QUICK_FREE = 3,         /* so many quick ends in a row are replaced at once */
	CRASH_DELAY_MS = 50,    /* enough to stop a spin; a longer one would starve good requests */
	FAILURE_DELAY_MS = 100, /* doubled each time: it cannot even start */
	FAILURE_DELAY_MS_MAX = 5000,
};

/* What tools that list processes call it. */
#define HEALTH_NAME "okr.health"

/* The place of one process, whoever fills it just now. */
struct slot {
	bool is_aside;        /* it is no worker but answers the question of health */
	pid_t pid;            /* 0: empty */
	int64_t started_ms;   /* when the last one was started */
	int64_t due_ms;       /* when the next one is, while empty */
	unsigned quick_count; /* quick ends in a row */
};

struct master {
	const struct master_plan *plan;
	struct cache *cache; /* of all workers; NULL: none */
	atomic_uint *crew;   /* how many workers run: shared with the process that tells of it */
	struct slot *slots;  /* the workers', and the other's behind them if there is one */
	size_t slot_count;
	pid_t *old; /* workers of the image before; 0 where one has ended */
	size_t old_count;
	int64_t old_deadline_ms; /* when they are killed; 0: there are none, or they were */
	struct trial trial;
	bool wants_trial, may_reload;
	sigset_t signals;
};

/* ---- starting workers ------------------------------------------------------------------------ */

static struct worker_plan plan_of(const struct master *master, const struct slot *slot)
{
	const struct master_plan *plan = master->plan;

	if (slot->is_aside)
		return (struct worker_plan){ .settings = plan->settings,
					     .listener = plan->health.fd,
					     .crew = master->crew };
	return (struct worker_plan){ .settings = plan->settings,
				     .cache = master->cache,
				     .listener = plan->main.fd,
				     .requests_max = plan->settings->requests_per_worker };
}

static pid_t fork_worker(const struct master *master, const struct slot *slot)
{
	const struct worker_plan plan = plan_of(master, slot);
	pid_t parent = getpid();
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	/* A worker without its master must not hold the socket against the next one. */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		exit(EXIT_SUCCESS);
	if (slot->is_aside)
		prctl(PR_SET_NAME, HEALTH_NAME);
	exit(worker_run(&plan));
}

/* Exponential for those that cannot start, short for those that crash. */
static int64_t replacement_delay(const struct slot *slot, bool has_crashed)
{
	int64_t delay = FAILURE_DELAY_MS;

	if (slot->quick_count <= QUICK_FREE)
		return 0;
	if (has_crashed)
		return CRASH_DELAY_MS;
	for (unsigned i = QUICK_FREE + 1; i < slot->quick_count; i++) {
		if ((delay *= 2) >= FAILURE_DELAY_MS_MAX)
			return FAILURE_DELAY_MS_MAX;
	}
	return delay;
}

static void empty_slot(struct slot *slot, bool has_failed, bool has_crashed)
{
	int64_t now = monotonic_ms();
	bool was_quick = has_failed && now - slot->started_ms < QUICK_MS;

	slot->pid = 0;
	slot->quick_count = was_quick ? slot->quick_count + 1 : 0;
	slot->due_ms = now + replacement_delay(slot, has_crashed);
	if (slot->due_ms > now)
		log_print(LOG_ERROR, "%u workers in a row ended at once; the next starts in %d ms",
			  slot->quick_count, (int)(slot->due_ms - now));
}

static void fill_slots(struct master *master)
{
	int64_t now = monotonic_ms();

	for (size_t i = 0; i < master->slot_count; i++) {
		struct slot *slot = &master->slots[i];
		pid_t pid;

		if (slot->pid != 0 || slot->due_ms > now)
			continue;
		pid = fork_worker(master, slot);
		slot->started_ms = now;
		if (pid > 0) {
			slot->pid = pid;
			metrics_add(METRIC_WORKERS_STARTED, !slot->is_aside);
		} else {
			log_print(LOG_ERROR, "cannot start a worker: %s", strerror(errno));
			empty_slot(slot, true, false);
		}
	}
}

/* Tells how many workers there are. */
static void count_crew(const struct master *master)
{
	unsigned count = 0;

	for (size_t i = 0; i < master->slot_count; i++)
		count += !master->slots[i].is_aside && master->slots[i].pid > 0;
	atomic_store(master->crew, count);
}

/* ---- children that ended --------------------------------------------------------------------- */

static void log_end_of(pid_t pid, int status)
{
	if (WIFSIGNALED(status))
		log_print(LOG_ERROR, "worker %d was killed by signal %d (%s)", (int)pid,
			  WTERMSIG(status), strsignal(WTERMSIG(status)));
	else if (WEXITSTATUS(status) != EXIT_SUCCESS)
		log_print(LOG_ERROR, "worker %d ended with status %d", (int)pid,
			  WEXITSTATUS(status));
}

static void note_end(struct master *master, pid_t pid, int status)
{
	if (pid == master->trial.pid) {
		master->may_reload = trial_end(&master->trial, status);
		return;
	}
	log_end_of(pid, status);
	metrics_add(METRIC_WORKERS_DIED, status != 0);
	for (size_t i = 0; i < master->slot_count; i++) {
		if (master->slots[i].pid == pid)
			empty_slot(&master->slots[i], status != 0, WIFSIGNALED(status));
	}
	for (size_t i = 0; i < master->old_count; i++) {
		if (master->old[i] == pid)
			master->old[i] = 0;
	}
}

static void reap(struct master *master)
{
	pid_t pid;
	int status;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		note_end(master, pid, status);
}

/* ---- telling them ---------------------------------------------------------------------------- */

/* Sends a signal to the old workers; returns how many there are. */
static size_t signal_old(const struct master *master, int signal)
{
	size_t count = 0;

	for (size_t i = 0; i < master->old_count; i++) {
		if (master->old[i] > 0) {
			kill(master->old[i], signal);
			count++;
		}
	}
	return count;
}

static size_t signal_slots(const struct master *master, int signal)
{
	size_t count = 0;

	for (size_t i = 0; i < master->slot_count; i++) {
		if (master->slots[i].pid > 0) {
			kill(master->slots[i].pid, signal);
			count++;
		}
	}
	return count;
}

static void kill_late(struct master *master)
{
	trial_limit(&master->trial, monotonic_ms());
	if (master->old_deadline_ms == 0 || monotonic_ms() < master->old_deadline_ms)
		return;
	signal_old(master, SIGKILL);
	master->old_deadline_ms = 0;
}

/* ---- waiting --------------------------------------------------------------------------------- */

static void make_earlier(int64_t *until, int64_t candidate)
{
	if (*until == 0 || candidate < *until)
		*until = candidate;
}

/* When the master must act though no signal came; 0: never. */
static int64_t next_due(const struct master *master)
{
	int64_t due = master->old_deadline_ms;

	if (master->trial.pid != 0 && master->trial.deadline_ms != 0)
		make_earlier(&due, master->trial.deadline_ms);
	for (size_t i = 0; i < master->slot_count; i++) {
		if (master->slots[i].pid == 0)
			make_earlier(&due, master->slots[i].due_ms);
	}
	return due;
}

/* The signal that came, or -1 when the time has come; `until` 0 waits without limit. */
static int wait_signal(const struct master *master, int64_t until)
{
	struct timespec max;
	int64_t left;

	if (until == 0)
		return sigwaitinfo(&master->signals, NULL);
	left = until - monotonic_ms();
	if (left < 0)
		left = 0;
	max = (struct timespec){ .tv_sec = left / 1000, .tv_nsec = left % 1000 * 1000000 };
	return sigtimedwait(&master->signals, NULL, &max);
}

/* ---- the end and the new beginning ----------------------------------------------------------- */

/* Of a socket that is ours. */
static void remove_path(const struct endpoint *endpoint)
{
	if (endpoint->fd >= 0 && !text_is_none(endpoint->address))
		listener_unlink(endpoint->fd);
}

static void stop(struct master *master)
{
	int64_t deadline = monotonic_ms() + STOP_MS_MAX;

	log_print(LOG_INFO, "stopping");
	remove_path(&master->plan->main);
	remove_path(&master->plan->health);
	signal_slots(master, SIGTERM);
	signal_old(master, SIGTERM);
	while (signal_slots(master, 0) + signal_old(master, 0) > 0 && monotonic_ms() < deadline) {
		wait_signal(master, deadline);
		reap(master);
	}
	if (signal_slots(master, SIGKILL) + signal_old(master, SIGKILL) > 0)
		log_print(LOG_ERROR, "workers that did not end in %d s were killed",
			  STOP_MS_MAX / 1000);
	while (waitpid(-1, NULL, 0) > 0)
		continue;
}

static void add_worker(struct handover *handover, pid_t pid)
{
	if (pid > 0)
		handover->workers[handover->worker_count++] = pid;
}

/* What the next image is told of; an inherited socket it finds by itself. */
static struct endpoint own(const struct endpoint *endpoint)
{
	return (struct endpoint){ text_is_none(endpoint->address) ? -1 : endpoint->fd,
				  endpoint->address };
}

static void reload_now(struct master *master)
{
	const struct master_plan *plan = master->plan;
	struct handover after = { .main = own(&plan->main), .health = own(&plan->health) };

	master->may_reload = false;
	after.workers = memory_take((master->slot_count + master->old_count) * sizeof(pid_t));
	for (size_t i = 0; i < master->slot_count; i++)
		add_worker(&after, master->slots[i].pid);
	for (size_t i = 0; i < master->old_count; i++)
		add_worker(&after, master->old[i]);
	reload(&plan->program, &after, plan->main.fd, plan->health.fd);
	free(after.workers);
}

/* A request to reload that comes during a trial may be about something newer: once more then. */
static void advance_reload(struct master *master)
{
	if (master->trial.pid != 0)
		return;
	if (master->wants_trial) {
		master->wants_trial = false;
		master->may_reload = false;
		trial_start(&master->plan->program, monotonic_ms(), &master->trial);
	} else if (master->may_reload) {
		reload_now(master);
	}
}

/* ---- the loop -------------------------------------------------------------------------------- */

/* A number that children see change. */
static atomic_uint *share_count(void)
{
	atomic_uint *count = mmap(NULL, sizeof(*count), PROT_READ | PROT_WRITE,
				  MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (count == MAP_FAILED)
		abort();
	atomic_init(count, 0);
	return count;
}

void master_hold_signals(sigset_t *held)
{
	static const int signals[] = { SIGCHLD, SIGTERM, SIGINT, SIGHUP };

	sigemptyset(held);
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		sigaddset(held, signals[i]);
	sigprocmask(SIG_BLOCK, held, NULL);
}

static void prepare(struct master *master, const struct master_plan *plan)
{
	*master = (struct master){
		.plan = plan,
		.crew = share_count(),
		.slot_count = (size_t)plan->settings->workers + (plan->health.fd >= 0),
		.old = plan->before.workers,
		.old_count = plan->before.worker_count,
	};
	master->cache = cache_new((size_t)plan->settings->cache_bytes);
	master->slots = memory_take(master->slot_count * sizeof(*master->slots));
	for (size_t i = 0; i < master->slot_count; i++)
		master->slots[i] =
			(struct slot){ .is_aside = i >= (size_t)plan->settings->workers };
	master_hold_signals(&master->signals);
}

static void retire_old(struct master *master)
{
	if (signal_old(master, SIGTERM) > 0)
		master->old_deadline_ms = monotonic_ms() + STOP_MS_MAX;
}

static void log_start(const struct master_plan *plan)
{
	struct json_writer *json = log_begin(LOG_INFO, "start");

	json_member(json, TEXT("address"), plan->main.address);
	json_member(json, TEXT("settings"), plan->settings->path);
	json_key(json, TEXT("workers"));
	json_integer(json, plan->settings->workers);
	log_end();
}

int master_run(const struct master_plan *plan)
{
	struct master master;

	prepare(&master, plan);
	api_open_figures(plan->settings, METRICS_MASTER);
	log_start(plan);
	fill_slots(&master);
	retire_old(&master);
	for (;;) {
		int signal;

		count_crew(&master);
		signal = wait_signal(&master, next_due(&master));

		if (signal == SIGTERM || signal == SIGINT)
			break;
		if (signal == SIGHUP)
			master.wants_trial = true;
		reap(&master);
		advance_reload(&master);
		kill_late(&master);
		fill_slots(&master);
	}
	stop(&master);
	metrics_close();
	cache_free(master.cache);
	munmap(master.crew, sizeof(*master.crew));
	free(master.slots);
	return EXIT_SUCCESS;
}
