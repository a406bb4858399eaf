/*
 * Which tables a statement looks at, and which it writes into: read once from its text, when it is
 * prepared. Private to the store room.
 */
#ifndef OKR_STORE_TABLES_H
#define OKR_STORE_TABLES_H

#include <stdbool.h>
#include <stdint.h>

/* The tables whose rows are remembered (memo.h) or written later (store/batch.h). */
enum table {
	TABLE_API_KEY,
	TABLE_CHECK_IN,
	TABLE_CYCLE,
	TABLE_DEPARTMENT,
	TABLE_EXTERNAL_REF,
	TABLE_IDEMPOTENCY,
	TABLE_IMPORT,
	TABLE_IMPORT_CHANGE,
	TABLE_IMPORT_PIECE,
	TABLE_INITIATIVE,
	TABLE_JOURNAL,
	TABLE_KEY_RESULT,
	TABLE_KPI,
	TABLE_KPI_UPDATE,
	TABLE_OBJECTIVE,
	TABLE_ORGANISATION,
	TABLE_PERSON,
	TABLE_PERSON_LOGIN,
	TABLE_PERSON_TOKEN,
	TABLE_REVIEW,
	TABLE_REVIEW_CYCLE,
	TABLE_SESSION,
	TABLE_TEAM,
	TABLES,
};

struct tables {
	uint32_t named; /* one bit for each table whose name stands somewhere in the statement */
	enum table written; /* TABLES: none of them */
	bool is_insert; /* what is written are new rows: those that were there stay as they are */
};

/* TABLES when it is none of them. */
enum table table_named(const char *name);

struct tables tables_of(const char *sql);

#endif
