/*
 * Trying hosts one by one: connecting, the session's settings, and the questions that tell whether a
 * server is fit. What an error means to a caller is db.c's.
 */
#include "hosts.h"

#include <errmsg.h>
#include <mysqld_error.h>
#include <stdlib.h>
#include <string.h>

#include "base/copy.h"
#include "base/duration.h"
#include "base/log.h"

/* For how long a host that failed is asked last: about as long as a cluster takes to go on without a
 * node, and a server to start. */
enum { AVOIDED_MS = 5000 };

/* wsrep_local_state of a node that has all that the others have. */
enum { STATE_SYNCED = 4 };

/* A server that was built without wsrep does not know the second variable. */
#define SERVER_SQL "SELECT @@GLOBAL.read_only; SELECT @@GLOBAL.wsrep_on"

/* Of a cluster. From here on what is read is what every node had been told of by then. */
static const char node_sql[] =
	"SELECT @@GLOBAL.wsrep_node_name; "
	"SHOW GLOBAL STATUS LIKE 'wsrep_local_state'; "
	"SET SESSION wsrep_sync_wait = 1";
static const char writer_sql[] =
	"SET STATEMENT wsrep_sync_wait = 0 FOR "
	"SELECT writer FROM installation WHERE id = 1";

struct server {
	bool is_cluster, is_read_only, is_synced;
	char node[NODE_SIZE], writer[NODE_SIZE];
};

/* One of the list, connected. */
struct candidate {
	MYSQL *mysql; /* NULL: none */
	size_t place;
	struct server server;
};

/* ---- connecting ------------------------------------------------------------------------------ */

static void set_options(const struct host_wish *wish, MYSQL *mysql)
{
	const struct settings *settings = wish->settings;
	unsigned connect_seconds =
		waiting_seconds(wish->waiting, settings->database_connect_seconds);
	unsigned read_seconds = waiting_seconds(wish->waiting, wish->patience_seconds);
	unsigned off = 0;
	my_bool verify = settings->database_tls, hide_truncation = 0;

	mysql_options(mysql, MYSQL_OPT_CONNECT_TIMEOUT, &connect_seconds);
	mysql_options(mysql, MYSQL_OPT_READ_TIMEOUT, &read_seconds);
	mysql_options(mysql, MYSQL_OPT_WRITE_TIMEOUT, &read_seconds);
	mysql_options(mysql, MYSQL_OPT_LOCAL_INFILE, &off);
	mysql_options(mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	mysql_options(mysql, MYSQL_REPORT_DATA_TRUNCATION, &hide_truncation);
	mysql_options(mysql, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verify);
	if (!settings->database_tls)
		return;
	mysql_options(mysql, MYSQL_OPT_SSL_ENFORCE, &verify);
	mysql_options(mysql, MYSQL_OPT_SSL_CA,
		      arena_string(wish->arena, settings->database_tls_ca));
}

/* `host[:port]`, or absent for the socket. */
static bool connect_to(const struct host_wish *wish, struct text host, MYSQL *mysql)
{
	const struct settings *settings = wish->settings;
	struct text name = text_cut(&host, ':');
	unsigned long long port = 3306;
	bool is_socket = text_is_none(name);

	set_options(wish, mysql);
	if (!text_is_none(host))
		text_to_count(host, 65535, &port);
	return mysql_real_connect(mysql, is_socket ? NULL : arena_string(wish->arena, name),
				  arena_string(wish->arena, settings->database_user),
				  arena_string(wish->arena, settings->database_password),
				  arena_string(wish->arena, settings->database_name),
				  is_socket ? 0 : (unsigned)port,
				  is_socket ? arena_string(wish->arena, settings->database_socket) :
					      NULL,
				  CLIENT_FOUND_ROWS | CLIENT_MULTI_STATEMENTS) != NULL;
}

/* The host in a place of the list; absent for the socket. */
static struct text host_at(const struct settings *settings, size_t place)
{
	struct text rest = settings->database_hosts, host = TEXT_NONE;

	if (settings->database_socket.size > 0)
		return TEXT_NONE;
	for (size_t i = 0; i <= place; i++)
		host = text_trim(text_cut(&rest, ','));
	return host;
}

static size_t count_hosts(const struct settings *settings)
{
	struct text rest = settings->database_hosts;
	size_t count = 0;

	if (settings->database_socket.size > 0)
		return 1;
	for (; !text_is_none(rest) && count < HOSTS_MAX; count++)
		text_cut(&rest, ',');
	return count;
}

/* ---- what a server says of itself ------------------------------------------------------------ */

/* The last column of the next answer's first row, as a string; "" without one. False: an error. */
static bool take_word(MYSQL *mysql, char out[NODE_SIZE])
{
	MYSQL_RES *rows = mysql_store_result(mysql);
	MYSQL_ROW row = rows ? mysql_fetch_row(rows) : NULL;
	unsigned columns = mysql_field_count(mysql);
	struct text word = TEXT("");

	if (row && row[columns - 1])
		word = text_from(row[columns - 1]);
	if (word.size >= NODE_SIZE)
		word.size = NODE_SIZE - 1;
	copy_bytes(out, NODE_SIZE, word.data, word.size);
	out[word.size] = '\0';
	mysql_free_result(rows);
	return mysql_errno(mysql) == 0;
}

static bool next_word(MYSQL *mysql, char out[NODE_SIZE])
{
	out[0] = '\0';
	return mysql_next_result(mysql) == 0 && take_word(mysql, out);
}

static void skip_rest(MYSQL *mysql)
{
	char unused[NODE_SIZE];

	while (mysql_more_results(mysql) && next_word(mysql, unused))
		;
}

static bool is_one_of(unsigned number, const unsigned *known)
{
	while (*known && *known != number)
		known++;
	return *known != 0;
}

/* Before the tables are made, or made anew, nothing is agreed. */
static bool ask_writer(MYSQL *mysql, char out[NODE_SIZE])
{
	static const unsigned older[] = { ER_NO_SUCH_TABLE, ER_BAD_FIELD_ERROR, 0 };

	out[0] = '\0';
	if (mysql_query(mysql, writer_sql) == 0)
		return take_word(mysql, out);
	return is_one_of(mysql_errno(mysql), older);
}

static bool ask_node(MYSQL *mysql, struct server *out)
{
	char state[NODE_SIZE];
	unsigned long long number;

	if (mysql_query(mysql, node_sql) || !take_word(mysql, out->node) ||
	    !next_word(mysql, state))
		return false;
	skip_rest(mysql);
	out->is_synced = text_to_count(text_from(state), UINT8_MAX, &number) &&
			 number == STATE_SYNCED;
	return mysql_errno(mysql) == 0 && ask_writer(mysql, out->writer);
}

/* The session's settings, and what the server is, in one packet. */
static bool look(const struct host_wish *wish, MYSQL *mysql, struct server *out)
{
	static const unsigned unknown[] = { ER_UNKNOWN_SYSTEM_VARIABLE, 0 };
	char word[NODE_SIZE];

	*out = (struct server){ 0 };
	if (mysql_query(mysql, arena_string(wish->arena, arena_print(wish->arena, "%s; " SERVER_SQL,
								     wish->session_sql))) ||
	    !next_word(mysql, word))
		return false;
	out->is_read_only = word[0] == '1';
	if (!next_word(mysql, word))
		return is_one_of(mysql_errno(mysql), unknown);
	out->is_cluster = word[0] == '1';
	return !out->is_cluster || ask_node(mysql, out);
}

/* ---- choosing -------------------------------------------------------------------------------- */

static void note_trouble(const struct host_wish *wish, MYSQL *mysql, const char *unfit,
			 bool was_connected, struct host_found *out)
{
	out->was_connected = was_connected && !unfit;
	out->number = mysql_errno(mysql);
	out->trouble = text_from(unfit ? unfit : mysql_error(mysql));
	out->trouble = arena_copy(wish->arena, out->trouble);
}

/* Why a server is not taken while there are others; NULL: it is. */
static const char *unfitness(const struct server *server)
{
	if (server->is_read_only)
		return "it is read-only";
	if (server->is_cluster && !server->is_synced)
		return "it is not in step with its cluster";
	return NULL;
}

static bool try_host(struct hosts *hosts, const struct host_wish *wish, size_t place,
		     struct candidate *candidate, struct host_found *out)
{
	MYSQL *mysql = mysql_init(NULL);
	const char *unfit = NULL;
	bool is_connected, is_fit;

	if (!mysql)
		abort();
	candidate->place = place;
	is_connected = connect_to(wish, host_at(wish->settings, place), mysql);
	is_fit = is_connected && look(wish, mysql, &candidate->server);
	if (is_fit && hosts->count > 1)
		unfit = unfitness(&candidate->server);
	if (is_fit && !unfit) {
		candidate->mysql = mysql;
		return true;
	}
	note_trouble(wish, mysql, unfit, is_connected, out);
	mysql_close(mysql);
	hosts->avoided_until_ms[place] = monotonic_ms() + AVOIDED_MS;
	return false;
}

/* Nobody has agreed on another. */
static bool is_writer(const struct server *server)
{
	return !server->is_cluster || server->writer[0] == '\0' ||
	       strcmp(server->writer, server->node) == 0;
}

/* The agreed one, else the first that is fit. Asks those that failed a moment ago, or the others. */
static void search(struct hosts *hosts, const struct host_wish *wish, bool avoided,
		   struct candidate *best, struct host_found *out)
{
	for (size_t i = 0; i < hosts->count; i++) {
		struct candidate candidate = { 0 };

		if ((hosts->avoided_until_ms[i] > monotonic_ms()) != avoided)
			continue;
		if (waiting_seconds(wish->waiting, 1) == 0)
			return;
		if (!try_host(hosts, wish, i, &candidate, out))
			continue;
		if (best->mysql && !is_writer(&candidate.server)) {
			mysql_close(candidate.mysql);
			continue;
		}
		if (best->mysql)
			mysql_close(best->mysql);
		*best = candidate;
		if (is_writer(&candidate.server))
			return;
	}
}

static bool is_lost(MYSQL *mysql)
{
	static const unsigned lost[] = { CR_SERVER_GONE_ERROR, CR_SERVER_LOST, ER_CONNECTION_KILLED,
					 ER_SERVER_SHUTDOWN, 0 };

	return is_one_of(mysql_errno(mysql), lost);
}

/*
 * The agreed node could not be reached, or there was none yet: from now on it is this one. Of two who say
 * so at once the cluster takes one, and the other hears of it with its next write. Whether it could be
 * said or not, the connection can be used; false: it was lost.
 */
static bool agree(const struct host_wish *wish, const struct candidate *candidate)
{
	const struct server *server = &candidate->server;
	MYSQL *mysql = candidate->mysql;
	char node[2 * NODE_SIZE], writer[2 * NODE_SIZE];
	const char *sql;

	mysql_real_escape_string(mysql, node, server->node, strlen(server->node));
	mysql_real_escape_string(mysql, writer, server->writer, strlen(server->writer));
	sql = arena_string(wish->arena,
			   arena_print(wish->arena,
				       "UPDATE installation SET writer = '%s' WHERE id = 1 "
				       "AND writer = '%s'; COMMIT",
				       node, writer));
	if (mysql_query(mysql, sql))
		return !is_lost(mysql);
	if (mysql_affected_rows(mysql) == 1)
		log_print(LOG_WARNING, "the database node %s is written to from now on%s%s",
			  server->node, server->writer[0] ? ", instead of " : "", server->writer);
	skip_rest(mysql);
	return !is_lost(mysql);
}

static bool is_agreed(const struct server *server)
{
	return !server->is_cluster || strcmp(server->writer, server->node) == 0;
}

void hosts_connect(struct hosts *hosts, const struct host_wish *wish, struct host_found *out)
{
	struct candidate best = { 0 };

	*out = (struct host_found){ 0 };
	hosts->count = count_hosts(wish->settings);
	search(hosts, wish, false, &best, out);
	if (!best.mysql)
		search(hosts, wish, true, &best, out);
	if (!best.mysql)
		return;
	if (!is_agreed(&best.server) && !agree(wish, &best)) {
		note_trouble(wish, best.mysql, NULL, true, out);
		mysql_close(best.mysql);
		return;
	}
	hosts->current = best.place;
	hosts->avoided_until_ms[best.place] = 0;
	out->mysql = best.mysql;
	out->is_cluster = best.server.is_cluster;
	copy_bytes(out->node, NODE_SIZE, best.server.node, strlen(best.server.node) + 1);
}

void hosts_avoid(struct hosts *hosts)
{
	hosts->avoided_until_ms[hosts->current] = monotonic_ms() + AVOIDED_MS;
}
