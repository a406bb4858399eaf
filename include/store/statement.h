/*
 * Prepared statements: kept by their text, bound from values by kind, read into structs by field
 * tables. A statement is prepared and executed for the first
 * time in one packet: a plain CGI process would otherwise wait twice for each of its answers.
 */
#ifndef OKR_STORE_STATEMENT_H
#define OKR_STORE_STATEMENT_H

#include "store/db.h"

/* Runs a statement without rows. *changed (may be NULL): the rows that it found, changed or not. */
const struct error *db_run(struct db *db, const char *sql, const struct value *values, size_t count,
			   uint64_t *changed);

/* The same for a statement that changes rows of its one table alone: what is remembered of others
 * (src/store/memo.h) still holds. */
const struct error *db_run_beside(struct db *db, const char *sql, const struct value *values,
				  size_t count, uint64_t *changed);

/*
 * Runs a query. Its columns are the form's fields that have FIELD_COLUMN, in the table's order.
 * *out: structs of form->size in the arena, starting from form->blank or zero.
 */
const struct error *db_rows(struct db *db, const char *sql, const struct value *values,
			    size_t count, const struct form *form, struct list *out);

/* db_rows without what db_run_later holds back: the rows do not show it yet. */
const struct error *db_rows_meanwhile(struct db *db, const char *sql, const struct value *values,
				      size_t count, const struct form *form, struct list *out);

/* The first row alone; *found says whether there was one. */
const struct error *db_row(struct db *db, const char *sql, const struct value *values, size_t count,
			   const struct form *form, void *out, bool *found);

/* Whether the server writes its log to disk before it says that something is committed. */
const struct error *db_is_durable(struct db *db, bool *out);

#endif
