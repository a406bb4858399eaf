/*
 * What db.c and statement.c share of a connection. Private to the store room.
 */
#ifndef OKR_STORE_DB_INTERNAL_H
#define OKR_STORE_DB_INTERNAL_H

#include <errmsg.h>
#include <mysql.h>

#include "base/buffer.h"
#include "base/text_map.h"
#include "hosts.h"
#include "model/thing.h"
#include "store/db.h"
#include "tables.h"
#include "waiting.h"

enum { MEMOS = 8 };

/* A record that is known: see memo.h. */
struct memo {
	const struct thing *thing; /* NULL: none */
	const struct record *record;
	uint64_t epoch; /* in which it was read or written */
};

/* The newest entries of a history: see history.c. */
struct history_memo {
	uint64_t epoch; /* in which it was read; 0: never */
	struct id organisation_id, key_result_id;
	struct list entries;
	bool is_whole; /* there are no more */
};

/*
 * The writes of this connection are counted, and so are its transactions. What was read in an epoch
 * holds as long as none of these numbers that it depends on is greater.
 */
struct epochs {
	uint64_t now;              /* the newest */
	uint64_t all;              /* the last in which anything may have changed */
	uint64_t changed[TABLES];  /* the last in which rows of the table did */
	uint64_t inserted[TABLES]; /* the last in which rows were added to it */
};

struct damage;
struct statement; /* a prepared statement with the cells its rows are read into */

struct db {
	const struct settings *settings;
	struct arena *arena;
	MYSQL *mysql; /* NULL while there is no connection */
	struct statement **statements;
	size_t statement_count;
	void (*drop_statements)(struct db *db); /* of whoever made them; NULL: there are none */
	unsigned patience_seconds, lock_seconds;
	bool is_single, is_shut;
	struct hosts hosts;
	char node[NODE_SIZE]; /* of a cluster: the name of the server in it */
	bool is_moving;       /* all write to another node: so do we, as soon as nothing is open */
	int64_t connected_ms; /* since when it is this one */
	bool is_cluster;      /* the server that it is connected to belongs to one (Galera) */
	bool is_held;         /* nothing is committed by itself: proof.h */
	struct {
		struct id organisation_id;
		int64_t revision;
	} held;              /* the write that it is held for */
	struct buffer guard; /* the statement that ends each packet of it */
	unsigned generation;
	struct waiting waiting;
	int64_t closed_until_ms; /* nobody is asked before */
	struct buffer later;     /* statements that are sent with another */
	uint32_t later_tables;   /* one bit for each table that they write into */
	struct epochs epochs;
	struct memo memos[MEMOS];
	size_t memo_next;
	struct text_map *all_memos; /* every record, until the transaction ends; NULL: the newest */
	struct history_memo history;
	void (*damage_listener)(void *context, const struct damage *damage); /* NULL: the log */
	void *damage_context;
};

const struct error *db_connect(struct db *db);
void db_disconnect(struct db *db);

/* Before each question: an error when the request's time is over. */
const struct error *db_ask(struct db *db);

bool db_is_in_transaction(const struct db *db);

/* Begins an epoch that nothing known before outlives: a transaction, or a write of unknown extent. */
void db_begin_epoch(struct db *db);

/* Begins one that outdates what is known of the rows that the statement writes. */
void db_note_write(struct db *db, const struct tables *tables);

/* Forgets what was to be sent with another statement: its transaction is over. */
void db_drop_later(struct db *db);

/* What a number of the server or the client library means to the caller; `sql` may be NULL. */
const struct error *db_fail(struct db *db, unsigned number, const char *text, const char *sql);

#endif
