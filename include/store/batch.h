/*
 * Several statements in one packet: the protocol has that for texts alone, so values are written into
 * the text. Saves the wait for the server where nobody waits for the answer.
 */
#ifndef OKR_STORE_BATCH_H
#define OKR_STORE_BATCH_H

#include "store/db.h"

/*
 * Within a transaction: runs a statement without rows together with the commit, or before the next
 * statement that names the table it writes into (one of src/store/tables.h). Its error is the error of
 * that. Each `?` of the statement is a value. Should the server have ended the transaction by itself
 * meanwhile, the commit fails.
 */
void db_run_later(struct db *db, const char *sql, const struct value *values, size_t count);

/* Several statements of a migration, as they stand in a file, each ended by `;`. */
const struct error *db_script(struct db *db, struct text sql);

#endif
