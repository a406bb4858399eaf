/*
 * Limits of waiting for the server. It sets them and knows the clock; what an answer that does not
 * come means to the caller is said by db.c. Waiting for the workspace's row beside others is the
 * service's (base/seats.h).
 */
#include "waiting.h"

#include <sys/socket.h>
#include <sys/time.h>

#include "base/duration.h"
#include "base/metrics.h"

/* Behind mysql.h, whose types it needs. */
#include <ma_pvio.h>

/* Longer than anybody waits for a lock: a question that was cut short sooner tells nothing of the server. */
enum { HUNG_MS_MIN = 1500 };

int64_t waiting_left_ms(const struct waiting *waiting)
{
	int64_t left;

	if (waiting->deadline_ms == 0)
		return INT64_MAX;
	left = waiting->deadline_ms - monotonic_ms();
	return left > 0 ? left : 0;
}

/*
 * The client library takes its limits before it connects. What it then waits by are milliseconds in a
 * struct that its header shows. Jobs of the administrator have no end: each piece of an answer may take
 * its time.
 */
void waiting_go_on(const struct waiting *waiting, MYSQL *mysql)
{
	MARIADB_PVIO *link = mysql->net.pvio;
	int64_t spent = waiting->deadline_ms == 0 ? 0 : monotonic_ms() - waiting->asked_ms;
	int64_t left = waiting->allowed_ms - spent;

	link->timeout[PVIO_READ_TIMEOUT] = link->timeout[PVIO_WRITE_TIMEOUT] =
		left > 1 ? (int)left : 1;
}

/* With TLS it waits in the socket instead. */
static void limit_socket(const struct waiting *waiting, MYSQL *mysql)
{
	const struct timeval limit = { waiting->allowed_ms / 1000,
				       waiting->allowed_ms % 1000 * 1000 };
	int fd = (int)mysql_get_socket(mysql);

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
}

bool waiting_begin(struct waiting *waiting, MYSQL *mysql, unsigned patience_seconds)
{
	int64_t left = waiting_left_ms(waiting), patience = 1000 * (int64_t)patience_seconds;

	if (left == 0)
		return false;
	waiting->counted_us = monotonic_us();
	waiting->asked_ms = waiting->counted_us / 1000;
	metrics_add(METRIC_QUESTIONS, 1);
	waiting->allowed_ms = left < patience ? left : patience;
	waiting_go_on(waiting, mysql);
	if (mysql_get_ssl_cipher(mysql))
		limit_socket(waiting, mysql);
	return true;
}

void waiting_connect(struct waiting *waiting, unsigned patience_seconds)
{
	waiting->counted_us = monotonic_us();
	waiting->asked_ms = waiting->counted_us / 1000;
	waiting->allowed_ms = 1000 * (int64_t)waiting_seconds(waiting, patience_seconds);
}

void waiting_end(struct waiting *waiting)
{
	int64_t now = monotonic_us();

	metrics_add(METRIC_DATABASE_MICROSECONDS, (uint64_t)(now - waiting->counted_us));
	waiting->counted_us = now;
}

bool waiting_was_in_vain(const struct waiting *waiting)
{
	int64_t waited = monotonic_ms() - waiting->asked_ms;

	return waited >= HUNG_MS_MIN && 10 * waited >= 9 * waiting->allowed_ms;
}

unsigned waiting_seconds(const struct waiting *waiting, int64_t max)
{
	int64_t left = waiting_left_ms(waiting) / 1000;

	return (unsigned)(left < max ? left : max);
}
