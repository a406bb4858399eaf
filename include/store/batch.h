/*
 * Several statements in one packet: the protocol has that for texts alone, so values are written into
 * the text. Saves the wait for the server where nobody waits for the answer.
 */
#ifndef OKR_STORE_BATCH_H
#define OKR_STORE_BATCH_H

#include "store/db.h"

/* A statement with what its marks stand for. */
struct asked {
	const char *sql;
	const struct value *values;
	size_t count;
};

/*
 * Begins a transaction with a statement and a question, in one packet. The question's one row is read
 * into *out like db_row's, its texts, integers and words alone; *found says whether there was one.
 * Called outside a transaction alone.
 */
const struct error *db_begin_with(struct db *db, const struct asked *statement,
				  const struct asked *question, const struct form *form, void *out,
				  bool *found);

/*
 * Within a transaction: runs a statement without rows together with the commit, or before the next
 * statement that names the table it writes into (one of src/store/tables.h). Its error is the error of
 * that. Each `?` of the statement is a value.
 */
void db_run_later(struct db *db, const char *sql, const struct value *values, size_t count);

/* Several statements of a migration, as they stand in a file, each ended by `;`. */
const struct error *db_script(struct db *db, struct text sql);

#endif
