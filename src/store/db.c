/*
 * The connection: making it, the settings that every session must have, and what its errors mean.
 * It is the bottom of the room and calls no other file of it; no SQL of the domain stands here.
 */
#include <assert.h>
#include <mysqld_error.h>
#include <stdlib.h>

#include "base/copy.h"
#include "base/duration.h"
#include "base/metrics.h"
#include "store/db_internal.h"

/* After a failed connect or a hung statement nobody waits again for so long. */
enum { BREAKER_MS = 500 };

/* How long somebody else's lock is waited for: by a request, and by a job of the administrator. */
enum { LOCK_SECONDS = 1, LOCK_SECONDS_OF_JOBS = 50 };

/*
 * Strict mode because infinity and NaN would be stored as something else without it; UTC because
 * all times are; one snapshot a request; bounded waits because a worker serves one request. What a
 * person may see is looked up row by row: made into a semi-join it reads the index of all workspaces.
 */
static const char session_settings[] =
	"SET SESSION sql_mode = "
	"'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,"
	"ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', "
	"time_zone = '+00:00', tx_isolation = 'REPEATABLE-READ', "
	"optimizer_switch = 'exists_to_in=off', "
	"collation_connection = 'utf8mb4_unicode_ci', ";

enum trouble {
	TROUBLE_OURS,
	TROUBLE_LOST,
	TROUBLE_AGAIN,
	TROUBLE_AWAY,
	TROUBLE_HERE, /* this host cannot, another might */
	TROUBLE_DUPLICATE,
	TROUBLE_REFERENCE,
	TROUBLE_TABLE
};

static const struct {
	unsigned number;
	enum trouble trouble;
} troubles[] = {
	{ CR_SERVER_GONE_ERROR, TROUBLE_LOST },
	{ CR_SERVER_LOST, TROUBLE_LOST },
#ifdef CR_ERR_NET_WRITE /* Connector/C 3.3 */
	{ CR_ERR_NET_READ, TROUBLE_LOST },
	{ CR_ERR_NET_WRITE, TROUBLE_LOST },
#endif
	{ CR_CONNECTION_ERROR, TROUBLE_LOST },
	{ CR_CONN_HOST_ERROR, TROUBLE_LOST },
	{ ER_CONNECTION_KILLED, TROUBLE_LOST },
	{ ER_SERVER_SHUTDOWN, TROUBLE_LOST },
	{ ER_NORMAL_SHUTDOWN, TROUBLE_LOST },
	{ ER_NEW_ABORTING_CONNECTION, TROUBLE_LOST },
	{ ER_UNKNOWN_STMT_HANDLER, TROUBLE_LOST },
	{ ER_LOCK_DEADLOCK, TROUBLE_AGAIN },
	{ ER_LOCK_WAIT_TIMEOUT, TROUBLE_AGAIN },
	{ ER_CHECKREAD, TROUBLE_AGAIN },
	{ ER_TABLE_DEF_CHANGED, TROUBLE_AGAIN },
	{ ER_NEED_REPREPARE, TROUBLE_AGAIN },
	{ ER_SUBQUERY_NO_1_ROW, TROUBLE_AGAIN }, /* proof.c: the transaction had ended */
	{ ER_CON_COUNT_ERROR, TROUBLE_AWAY },
	{ ER_TOO_MANY_USER_CONNECTIONS, TROUBLE_AWAY },
	{ ER_USER_LIMIT_REACHED, TROUBLE_AWAY },
	{ ER_RECORD_FILE_FULL, TROUBLE_AWAY },
	{ ER_DISK_FULL, TROUBLE_AWAY },
	{ ER_OUT_OF_RESOURCES, TROUBLE_AWAY },
	{ ER_OPTION_PREVENTS_STATEMENT, TROUBLE_HERE }, /* it only reads */
	{ ER_OPEN_AS_READONLY, TROUBLE_HERE },
	{ ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION, TROUBLE_HERE },
	{ ER_UNKNOWN_COM_ERROR, TROUBLE_HERE },   /* a cluster's node without the others */
	{ ER_ERROR_DURING_COMMIT, TROUBLE_HERE }, /* and what became of it is not known */
	{ ER_STATEMENT_TIMEOUT, TROUBLE_AWAY },
	{ ER_QUERY_INTERRUPTED, TROUBLE_AWAY },
	{ ER_DUP_ENTRY, TROUBLE_DUPLICATE },
	{ ER_NO_REFERENCED_ROW_2, TROUBLE_REFERENCE },
	{ ER_ROW_IS_REFERENCED_2, TROUBLE_REFERENCE },
	{ ER_NO_SUCH_TABLE, TROUBLE_TABLE },
};

struct db *db_new(const struct settings *settings)
{
	struct db *db = memory_take(sizeof(*db));

	db->settings = settings;
	db->patience_seconds = (unsigned)settings->database_read_seconds;
	db->lock_seconds = LOCK_SECONDS;
	return db;
}

void db_set_patience(struct db *db, unsigned seconds)
{
	assert(!db->mysql);
	db->patience_seconds = seconds;
	db->lock_seconds = LOCK_SECONDS_OF_JOBS;
}

void db_shut(struct db *db)
{
	assert(!db->mysql);
	db->is_shut = true;
}

void db_set_single(struct db *db)
{
	assert(!db->mysql);
	db->is_single = true;
}

void db_free(struct db *db)
{
	if (!db)
		return;
	db_disconnect(db);
	buffer_free(&db->later);
	buffer_free(&db->guard);
	free(db->statements);
	free(db);
}

void db_use(struct db *db, struct arena *arena)
{
	db->arena = arena;
	db->all_memos = NULL;
	db_begin_epoch(db);
}

void db_remember_all(struct db *db)
{
	db->all_memos = arena_take(db->arena, sizeof(*db->all_memos));
	db->all_memos->arena = db->arena;
}

void db_limit(struct db *db, int64_t ms)
{
	db->waiting.deadline_ms = ms > 0 ? monotonic_ms() + ms : 0;
}

int64_t db_left_ms(const struct db *db)
{
	return waiting_left_ms(&db->waiting);
}

struct arena *db_arena(const struct db *db)
{
	return db->arena;
}

unsigned db_generation(const struct db *db)
{
	return db->generation;
}

void db_begin_epoch(struct db *db)
{
	db->epochs.all = ++db->epochs.now;
}

void db_note_write(struct db *db, const struct tables *tables)
{
	if (tables->written == TABLES)
		return;
	db->epochs.now++;
	if (tables->is_insert)
		db->epochs.inserted[tables->written] = db->epochs.now;
	else
		db->epochs.changed[tables->written] = db->epochs.now;
}

void db_drop_later(struct db *db)
{
	buffer_reset(&db->later, 65536);
	db->later_tables = 0;
}

void db_disconnect(struct db *db)
{
	db_begin_epoch(db);
	db_drop_later(db);
	if (!db->mysql)
		return;
	/* In this order the server is not told of each statement: it forgets them by itself. */
	mysql_close(db->mysql);
	db->is_held = false;
	if (db->drop_statements)
		db->drop_statements(db);
	db->mysql = NULL;
}

#define UNAVAILABLE_MESSAGE "The database is not available right now. Please try again."

/* What the caller hears of each. */
static const struct {
	const char *message;
	enum error_code code;
	enum error_cause cause;
	bool is_retryable;
} meanings[] = {
	[TROUBLE_OURS] = { ERROR_INTERNAL_MESSAGE, ERROR_INTERNAL, CAUSE_OTHER, false },
	[TROUBLE_LOST] = { UNAVAILABLE_MESSAGE, ERROR_UNAVAILABLE, CAUSE_OTHER, true },
	[TROUBLE_AGAIN] = { UNAVAILABLE_MESSAGE, ERROR_UNAVAILABLE, CAUSE_REFUSED, true },
	[TROUBLE_AWAY] = { UNAVAILABLE_MESSAGE, ERROR_UNAVAILABLE, CAUSE_OTHER, false },
	[TROUBLE_HERE] = { UNAVAILABLE_MESSAGE, ERROR_UNAVAILABLE, CAUSE_OTHER, false },
	[TROUBLE_DUPLICATE] = { "A record with the same unique value exists already.",
				ERROR_CONFLICT, CAUSE_DUPLICATE, false },
	[TROUBLE_REFERENCE] = { "A record that is referred to does not exist or is in use.",
				ERROR_CONFLICT, CAUSE_REFERENCE, false },
	[TROUBLE_TABLE] = { ERROR_INTERNAL_MESSAGE, ERROR_INTERNAL, CAUSE_NO_TABLE, false },
};

static struct error *error_of(struct db *db, enum trouble trouble)
{
	struct error *error = arena_take(db->arena, sizeof(*error));

	error->code = meanings[trouble].code;
	error->cause = meanings[trouble].cause;
	error->message = text_from(meanings[trouble].message);
	error->is_retryable = meanings[trouble].is_retryable;
	error->retry_seconds = error->code == ERROR_UNAVAILABLE ? 1 : 0;
	return error;
}

static const struct error *unavailable(struct db *db, const char *inside)
{
	struct error *error = error_of(db, TROUBLE_AWAY);

	error->inside = arena_copy(db->arena, text_from(inside));
	return error;
}

static enum trouble trouble_of(unsigned number)
{
	for (size_t i = 0; i < sizeof(troubles) / sizeof(troubles[0]); i++)
		if (troubles[i].number == number)
			return troubles[i].trouble;
	return TROUBLE_OURS;
}

/* Where MariaDB does not understand a statement its sentence quotes it: then that is for the log
 * alone as well. */
static void explain(struct db *db, struct error *error, unsigned number, const char *text,
		    const char *sql)
{
	bool quotes = number == ER_PARSE_ERROR;

	error->inside = arena_print(db->arena, "MariaDB %u%s%s", number, quotes ? "" : ": ",
				    quotes ? "" : text);
	if (sql)
		error->statement = arena_print(db->arena, "%s%s%s", quotes ? text : "",
					       quotes ? ": " : "", sql);
}

/* There are others to ask: whoever has time left tries again at once. */
static const struct error *elsewhere(struct db *db, struct error *error, bool is_unfit)
{
	if (is_unfit)
		hosts_avoid(&db->hosts);
	error->is_retryable = true;
	return error;
}

const struct error *db_fail(struct db *db, unsigned number, const char *text, const char *sql)
{
	enum trouble trouble = trouble_of(number);
	bool hung = waiting_was_in_vain(&db->waiting);
	struct error *error = error_of(db, trouble);

	explain(db, error, number, text, sql);
	if (trouble != TROUBLE_LOST && trouble != TROUBLE_HERE)
		return error;
	db_disconnect(db);
	if (db->hosts.count > 1)
		return elsewhere(db, error, hung || trouble == TROUBLE_HERE);
	if (trouble == TROUBLE_LOST)
		error->is_retryable = !hung;
	if (hung)
		db->closed_until_ms = monotonic_ms() + BREAKER_MS;
	return error;
}

bool db_is_duplicate(const struct error *error)
{
	return error && error->cause == CAUSE_DUPLICATE;
}

bool db_is_reference(const struct error *error)
{
	return error && error->cause == CAUSE_REFERENCE;
}

bool db_is_no_table(const struct error *error)
{
	return error && error->cause == CAUSE_NO_TABLE;
}

/* The server gives up before we stop listening, so that a slow statement costs no connection. */
static const char *session_sql(struct db *db)
{
	return arena_string(db->arena, arena_print(db->arena,
						   "%sautocommit = %d, max_statement_time = "
						   "%.1f, innodb_lock_wait_timeout = %u",
						   session_settings, db->is_single,
						   0.8 * db->patience_seconds, db->lock_seconds));
}

static void take(struct db *db, const struct host_found *found)
{
	db->mysql = found->mysql;
	db->is_cluster = found->is_cluster;
	db->is_moving = false;
	db->connected_ms = monotonic_ms();
	copy_bytes(db->node, sizeof(db->node), found->node, sizeof(found->node));
	db->generation++;
	metrics_add(METRIC_CONNECTIONS, 1);
	metrics_add(METRIC_QUESTIONS, 1); /* of the session's settings */
}

bool db_is_in_transaction(const struct db *db)
{
	return db->mysql && (db->mysql->server_status & SERVER_STATUS_IN_TRANS);
}

/* Between two transactions alone. */
static void move(struct db *db)
{
	if (db->mysql && db->is_moving && !db->is_held && !db_is_in_transaction(db))
		db_disconnect(db);
}

/* The client library's limits were set when it connected: the same say whether it hung. */
static const struct error *not_connected(struct db *db, const struct host_found *found)
{
	char *text =
		arena_string(db->arena, arena_print(db->arena, "%.*s", TEXT_PRINT(found->trouble)));

	if (found->was_connected)
		return db_fail(db, found->number, text, "the settings of the session");
	db->closed_until_ms = monotonic_ms() + BREAKER_MS;
	return unavailable(db, arena_string(db->arena, arena_print(db->arena, "MariaDB %u: %s",
								   found->number, text)));
}

const struct error *db_connect(struct db *db)
{
	struct host_found found;

	move(db);
	if (db->mysql)
		return NULL;
	if (db->is_shut)
		return unavailable(db, "not asked: this process never asks it");
	if (monotonic_ms() < db->closed_until_ms)
		return unavailable(db, "not asked: it did not answer a moment ago");
	if (waiting_seconds(&db->waiting, 1) == 0)
		return unavailable(db, "not connected: the request's time is nearly over");
	waiting_connect(&db->waiting, db->patience_seconds);
	hosts_connect(&db->hosts,
		      &(struct host_wish){ db->settings, db->arena, &db->waiting, session_sql(db),
					   db->patience_seconds },
		      &found);
	waiting_end(&db->waiting);
	if (!found.mysql)
		return not_connected(db, &found);
	take(db, &found);
	return NULL;
}

const struct error *db_ask(struct db *db)
{
	if (waiting_begin(&db->waiting, db->mysql, db->patience_seconds))
		return NULL;
	return unavailable(db, "not asked: the request's time is over");
}

void db_leave(struct db *db)
{
	db_disconnect(db);
	db->closed_until_ms = 0;
}
