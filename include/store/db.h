/*
 * One connection to MariaDB: statements prepared once on first use, values bound by kind, rows
 * read into structs by their field tables. Statements run in a transaction, so whatever is read
 * comes from one snapshot, until db_end; after db_set_single only what stands behind db_begin.
 *
 * The connection is made on first use and made again when it was lost. What was lost with it is
 * said as a retryable error: whoever runs the request runs it again from its beginning.
 */
#ifndef OKR_STORE_DB_H
#define OKR_STORE_DB_H

#include "base/error.h"
#include "base/field.h"
#include "base/settings.h"
#include "base/value.h"

struct db;

struct db *db_new(const struct settings *settings);
void db_free(struct db *db); /* NULL is fine */

/* Rows and errors of what follows are taken from this arena. */
void db_use(struct db *db, struct arena *arena);

/* From now on it is asked nothing: every question is an error at once. Call before first use. */
void db_shut(struct db *db);

struct arena *db_arena(const struct db *db);

/*
 * All that is asked from now on may take so many milliseconds together: connecting, waiting for rows
 * that others hold, asking again. What does not end in time is an error, and so is a question that
 * comes too late. 0: no limit but that of each question (db_set_patience).
 */
void db_limit(struct db *db, int64_t ms);

/* How much of it is left; INT64_MAX without a limit. */
int64_t db_left_ms(const struct db *db);

/* Until the transaction that is open ends, every record that is read or written by its id is remembered:
 * for writes of many. Reads before it are forgotten. */
void db_remember_all(struct db *db);

/* For long jobs of the administrator: seconds that one statement may take; locks are waited for longer
 * as well. Call before first use. */
void db_set_patience(struct db *db, unsigned seconds);

/* From now on a statement outside db_begin and db_end stands alone: one question to the server, not
 * a transaction that has to be ended. Call before first use. */
void db_set_single(struct db *db);

/* Closes the connection; the server then forgets what was not committed. The next question makes a
 * new one at once, even if the database did not answer a moment ago. */
void db_leave(struct db *db);

/* How often the connection was made: a new number means that a new connection is in use. */
unsigned db_generation(const struct db *db);

/* Whether this error came from a statement that broke a unique key, or a foreign key. */
bool db_is_duplicate(const struct error *error);
bool db_is_reference(const struct error *error);

/* Whether this error came from a statement that names a table which is not there. */
bool db_is_no_table(const struct error *error);

#endif
