/*
 * What db.c and statement.c share of a connection. Private to the store room.
 */
#ifndef OKR_STORE_DB_INTERNAL_H
#define OKR_STORE_DB_INTERNAL_H

#include <errmsg.h>
#include <mysql.h>

#include "base/buffer.h"
#include "model/thing.h"
#include "store/db.h"

enum { MEMOS = 8 };

/* A record that is known: see memo.h. */
struct memo {
	const struct thing *thing;
	const struct record *record; /* NULL: none */
};

/* The newest entries of a history, until a check-in or edit is stored: see history.c. */
struct history_memo {
	bool is_known;
	struct id organisation_id, key_result_id;
	struct list entries;
	bool is_whole; /* there are no more */
};

enum { LATER_TABLES_MOST = 4 };

struct statement; /* a prepared statement with the cells its rows are read into */

struct db {
	const struct settings *settings;
	struct arena *arena;
	MYSQL *mysql; /* NULL while there is no connection */
	struct statement **statements;
	size_t statement_count;
	unsigned patience_seconds, lock_seconds;
	bool is_single;
	unsigned generation;
	int64_t asked_ms;        /* when the statement that is running was sent, monotonic */
	int64_t closed_until_ms; /* nobody is asked before */
	struct buffer later;     /* statements that are sent with another */
	unsigned later_count;
	const char *later_tables[LATER_TABLES_MOST]; /* what they write into; NULL: no more */
	struct memo memos[MEMOS];
	size_t memo_next;
	struct history_memo history;
};

const struct error *db_connect(struct db *db);
void db_disconnect(struct db *db);
void db_note_question(struct db *db);
bool db_is_in_transaction(const struct db *db);

/* What a number of the server or the client library means to the caller; `sql` may be NULL. */
const struct error *db_fail(struct db *db, unsigned number, const char *text, const char *sql);

#endif
