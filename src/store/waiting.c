/*
 * Limits of waiting for the server. It sets them and knows the clock; what an answer that does not
 * come means to the caller is said by db.c. Waiting for the workspace's row beside others is the
 * service's (base/seats.h).
 */
#include "store/waiting.h"

#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>

#include "waiting_internal.h"

/* Behind mysql.h, whose types it needs. */
#include <ma_pvio.h>

/* Longer than anybody waits for a lock: a question that was cut short sooner tells nothing of the server. */
enum { HUNG_MS_MIN = 1500 };

int64_t monotonic_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void db_limit(struct db *db, int64_t ms)
{
	db->deadline_ms = ms > 0 ? monotonic_ms() + ms : 0;
}

int64_t db_left_ms(const struct db *db)
{
	int64_t left;

	if (db->deadline_ms == 0)
		return INT64_MAX;
	left = db->deadline_ms - monotonic_ms();
	return left > 0 ? left : 0;
}

/*
 * The client library takes its limits before it connects. What it then waits by are milliseconds in a
 * struct that its header shows. Jobs of the administrator have no end: each piece of an answer may take
 * its time.
 */
void waiting_go_on(const struct db *db)
{
	MARIADB_PVIO *link = db->mysql->net.pvio;
	int64_t spent = db->deadline_ms == 0 ? 0 : monotonic_ms() - db->asked_ms;
	int64_t left = db->allowed_ms - spent;

	link->timeout[PVIO_READ_TIMEOUT] = link->timeout[PVIO_WRITE_TIMEOUT] =
		left > 1 ? (int)left : 1;
}

/* With TLS it waits in the socket instead. */
static void limit_socket(const struct db *db)
{
	const struct timeval limit = { db->allowed_ms / 1000, db->allowed_ms % 1000 * 1000 };
	int fd = (int)mysql_get_socket(db->mysql);

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
}

bool waiting_begin(struct db *db)
{
	int64_t left = db_left_ms(db), patience = 1000 * (int64_t)db->patience_seconds;

	if (left == 0)
		return false;
	db->asked_ms = monotonic_ms();
	db->allowed_ms = left < patience ? left : patience;
	waiting_go_on(db);
	if (db->settings->database_tls)
		limit_socket(db);
	return true;
}

bool waiting_was_in_vain(const struct db *db)
{
	int64_t waited = monotonic_ms() - db->asked_ms;

	return waited >= HUNG_MS_MIN && 10 * waited >= 9 * db->allowed_ms;
}

unsigned waiting_seconds(const struct db *db, int64_t max)
{
	int64_t left = db_left_ms(db) / 1000;

	return (unsigned)(left < max ? left : max);
}
