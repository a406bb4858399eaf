/*
 * Which database server a connection is made to. Of several hosts (database_hosts) the first is taken
 * that answers and is fit to write to: no replica that only reads, and of a cluster (Galera) a node
 * that is in step with the others. Of a cluster's nodes all hosts of an installation take the same
 * one, which stands in the cluster itself (installation.writer): whoever cannot reach it writes
 * another one there. Private to the store room, and below db.c.
 */
#ifndef OKR_STORE_HOSTS_H
#define OKR_STORE_HOSTS_H

#include <mysql.h>

#include "base/settings.h"
#include "waiting.h"

enum { HOSTS_MAX = 16, NODE_SIZE = 256 };

struct hosts {
	size_t count;                        /* of database_hosts; 1 for a socket */
	size_t current;                      /* the one that was connected last */
	int64_t avoided_until_ms[HOSTS_MAX]; /* asked last until then: it failed a moment ago */
};

/* What a connection needs. */
struct host_wish {
	const struct settings *settings;
	struct arena *arena;
	const struct waiting *waiting;
	const char *session_sql; /* the settings of the session */
	unsigned patience_seconds;
};

/* A connection, with what the server says of itself. */
struct host_found {
	MYSQL *mysql; /* NULL: there is none, and */
	unsigned number;
	struct text trouble; /* says why, of the last host that was tried */
	bool was_connected;  /* and lost again */
	bool is_cluster;
	char node[NODE_SIZE]; /* of a cluster: its name in it */
};

/* Makes the connection. */
void hosts_connect(struct hosts *hosts, const struct host_wish *wish, struct host_found *out);

/* The current host cannot serve: another one is tried first for a while. */
void hosts_avoid(struct hosts *hosts);

#endif
