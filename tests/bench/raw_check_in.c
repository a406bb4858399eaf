/*
 * The limit of the database: what one check-in has to ask and to write, as bare prepared statements
 * over Connector/C, each with the columns it cannot do without. It reads, locks, climbs over two
 * ancestors and commits as the product does, and computes nothing.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <mysql.h>

enum { LEVELS = 3, COLUMNS_MAX = 16, CELL = 256, TARGETS_MAX = 8192 };

enum {
	CREDENTIAL,
	KEPT,
	BEGIN,
	READ_KEY_RESULT,
	ADD,
	READ_HISTORY,
	STORE_KEY_RESULT,
	READ_OBJECTIVE,
	READ_KEY_RESULTS,
	READ_CHILDREN,
	STORE_OBJECTIVE,
	KEEP,
	STATEMENTS
};

static const char *const texts[STATEMENTS] = {
	[CREDENTIAL] =
		"SELECT k.id, k.scopes, o.name, o.revision FROM api_key k JOIN organisation "
		"o ON o.id = k.organisation_id WHERE k.organisation_id = ? LIMIT 1",
	[KEPT] = "SELECT fingerprint, status FROM idempotency WHERE organisation_id = ? AND "
		 "credential = ? AND request = ?",
	[BEGIN] = "UPDATE organisation SET revision = ?, stamped_at = stamped_at + 1 WHERE id = ?",
	[READ_KEY_RESULT] =
		"SELECT home_id, start_value, target_value, version, title FROM "
		"key_result WHERE organisation_id = ? AND id = ?",
	[ADD] = "INSERT INTO check_in (organisation_id, id, version, updated_at, key_result_id, "
		"checked_in_at, kind, value, status) VALUES (?, ?, 1, NOW(3), ?, NOW(3), 0, ?, 1)",
	[READ_HISTORY] =
		"SELECT id, checked_in_at, kind, value, status FROM check_in WHERE "
		"organisation_id = ? AND key_result_id = ? ORDER BY checked_in_at DESC, "
		"id DESC LIMIT 4",
	[STORE_KEY_RESULT] =
		"UPDATE key_result SET current_value = ?, progress = ?, velocity = "
		"0.01, last_check_in_at = NOW(3), version = version + 1, "
		"check_in_count = check_in_count + 1 WHERE organisation_id = ? AND "
		"id = ?",
	[READ_OBJECTIVE] =
		"SELECT parent_id, progress, version, lifecycle, title FROM objective "
		"WHERE organisation_id = ? AND id = ?",
	[READ_KEY_RESULTS] =
		"SELECT id, weight, progress, status, last_check_in_at FROM "
		"key_result "
		"WHERE organisation_id = ? AND home_id = ?",
	[READ_CHILDREN] =
		"SELECT id, weight, progress, confidence_level, last_check_in_at FROM "
		"objective WHERE organisation_id = ? AND parent_id = ?",
	[STORE_OBJECTIVE] =
		"UPDATE objective SET progress = ?, last_check_in_at = NOW(3), "
		"updated_at = NOW(3) WHERE organisation_id = ? AND id = ?",
	[KEEP] = "INSERT INTO idempotency (organisation_id, credential, request, fingerprint, "
		 "created_at, status, head, body) VALUES (?, ?, ?, ?, NOW(3), 201, '', ?)",
};

struct target {
	unsigned char organisation[16], key_result[16];
};

static struct target targets[TARGETS_MAX];
static size_t target_count;
static MYSQL *mysql;
static MYSQL_STMT *handles[STATEMENTS];
static unsigned char cells[COLUMNS_MAX][CELL];

static void die(const char *what, const char *why)
{
	fprintf(stderr, "raw_check_in: %s: %s\n", what, why);
	exit(1);
}

static MYSQL_BIND bytes(const void *data, size_t size)
{
	return (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_BLOB,
			     .buffer = (void *)(uintptr_t)data,
			     .buffer_length = (unsigned long)size,
			     .length_value = (unsigned long)size };
}

static MYSQL_BIND number(const double *value)
{
	return (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_DOUBLE, .buffer = (void *)(uintptr_t)value };
}

/* Runs one statement; the first cell of the last row stays in cells[0]. */
static void run(int which, MYSQL_BIND *values)
{
	MYSQL_STMT *handle = handles[which];

	for (unsigned long i = 0; i < mysql_stmt_param_count(handle); i++)
		if (values[i].length_value)
			values[i].length = &values[i].length_value;
	if (mysql_stmt_bind_param(handle, values) || mysql_stmt_execute(handle))
		die(texts[which], mysql_stmt_error(handle));
	while (mysql_stmt_field_count(handle) > 0 && mysql_stmt_fetch(handle) == 0)
		continue;
	mysql_stmt_free_result(handle);
}

static void prepare(void)
{
	for (int i = 0; i < STATEMENTS; i++) {
		MYSQL_BIND columns[COLUMNS_MAX];

		memset(columns, 0, sizeof(columns));
		handles[i] = mysql_stmt_init(mysql);
		if (mysql_stmt_prepare(handles[i], texts[i], (unsigned long)strlen(texts[i])))
			die(texts[i], mysql_stmt_error(handles[i]));
		for (int j = 0; j < COLUMNS_MAX; j++)
			columns[j] = bytes(cells[j], CELL);
		if (mysql_stmt_field_count(handles[i]) > 0)
			mysql_stmt_bind_result(handles[i], columns);
	}
}

static void random_bytes(unsigned char *out, size_t size)
{
	for (size_t i = 0; i < size; i++)
		out[i] = (unsigned char)(random() >> 8);
}

static void climb(const unsigned char *organisation, unsigned char id[16], const double *value)
{
	for (int level = 0; level < LEVELS; level++) {
		MYSQL_BIND own[] = { bytes(organisation, 16), bytes(id, 16) };
		MYSQL_BIND store[] = { number(value), bytes(organisation, 16), bytes(id, 16) };
		unsigned char parent[16];

		run(READ_OBJECTIVE, own);
		memcpy(parent, cells[0], sizeof(parent));
		run(READ_KEY_RESULTS, own);
		run(READ_CHILDREN, own);
		run(STORE_OBJECTIVE, store);
		memcpy(id, parent, sizeof(parent));
	}
}

static void check_in(const struct target *target)
{
	const unsigned char *organisation = target->organisation;
	unsigned char request[32], id[16], home[16], revision[8];
	double value = (double)(random() % 100), progress = value / 100;
	static const char body[600];
	MYSQL_BIND credential[] = { bytes(organisation, 16) };
	MYSQL_BIND kept[] = { bytes(organisation, 16), bytes(id, 16), bytes(request, 32) };
	MYSQL_BIND begin[] = { number(&value), bytes(organisation, 16) };
	MYSQL_BIND key_result[] = { bytes(organisation, 16), bytes(target->key_result, 16) };
	MYSQL_BIND add[] = { bytes(organisation, 16), bytes(id, 16), bytes(target->key_result, 16),
			     number(&value) };
	MYSQL_BIND store[] = { number(&value), number(&progress), bytes(organisation, 16),
			       bytes(target->key_result, 16) };
	MYSQL_BIND keep[] = { bytes(organisation, 16), bytes(id, 16), bytes(request, 32),
			      bytes(request, 32), bytes(body, sizeof(body)) };

	random_bytes(request, sizeof(request));
	random_bytes(id, sizeof(id));
	random_bytes(revision, sizeof(revision));
	run(CREDENTIAL, credential);
	run(KEPT, kept);
	mysql_commit(mysql);
	run(BEGIN, begin);
	run(READ_KEY_RESULT, key_result);
	memcpy(home, cells[0], sizeof(home));
	run(ADD, add);
	run(READ_HISTORY, key_result);
	run(STORE_KEY_RESULT, store);
	climb(organisation, home, &progress);
	run(KEEP, keep);
	if (mysql_commit(mysql))
		die("COMMIT", mysql_error(mysql));
}

static void read_id(const char *hex, unsigned char out[16])
{
	for (int i = 0; i < 16; i++, hex += 2) {
		char pair[3] = { hex[0], hex[1], '\0' };

		out[i] = (unsigned char)strtoul(pair, NULL, 16);
	}
}

static void read_targets(const char *path)
{
	FILE *file = fopen(path, "r");
	char line[128];

	while (file && target_count < TARGETS_MAX && fgets(line, sizeof(line), file)) {
		read_id(line, targets[target_count].organisation);
		read_id(line + 33, targets[target_count++].key_result);
	}
	if (!file || target_count == 0)
		die(path, "no targets");
	fclose(file);
}

/* Works for so many seconds; tells how many check-ins were made. */
static long work(char **values, long seconds)
{
	time_t end = time(NULL) + seconds;
	long done = 0;

	srandom((unsigned)getpid());
	mysql = mysql_init(NULL);
	if (!mysql_real_connect(mysql, NULL, values[2], values[3], values[4], 0, values[1], 0))
		die("connect", mysql_error(mysql));
	mysql_autocommit(mysql, 0);
	prepare();
	for (; time(NULL) < end; done++)
		check_in(&targets[(size_t)random() % target_count]);
	mysql_close(mysql);
	return done;
}

int main(int count, char **values)
{
	long connections, seconds;

	if (count != 8) {
		fputs("usage: raw_check_in SOCKET USER PASSWORD DATABASE TARGETS CONNECTIONS "
		      "SECONDS\n",
		      stderr);
		return 2;
	}
	read_targets(values[5]);
	connections = strtol(values[6], NULL, 10);
	seconds = strtol(values[7], NULL, 10);
	for (long i = 0; i < connections; i++) {
		if (fork() == 0) {
			printf("%ld\n", work(values, seconds));
			return 0;
		}
	}
	while (wait(NULL) > 0)
		continue;
	return 0;
}
