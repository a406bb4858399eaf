/*
 * Several statements in one packet: the protocol has that for texts alone, so values are written into
 * the text. Saves the wait for the server where nobody waits for the answer.
 */
#ifndef OKR_STORE_BATCH_H
#define OKR_STORE_BATCH_H

#include "store/db.h"

/*
 * Begins a transaction with a statement, in one packet. *changed: the rows that it found. Called
 * outside a transaction alone.
 */
const struct error *db_begin_with(struct db *db, const char *sql, const struct value *values,
				  size_t count, uint64_t *changed);

/*
 * Within a transaction: runs a statement without rows together with the commit, or before the next
 * statement that names `table`, the one that it writes into (a literal). Its error is the error of
 * that. Each `?` of the statement is a value.
 */
void db_run_later(struct db *db, const char *table, const char *sql, const struct value *values,
		  size_t count);

/* Several statements of a migration, as they stand in a file, each ended by `;`. */
const struct error *db_script(struct db *db, struct text sql);

#endif
