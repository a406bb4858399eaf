/*
 * Prepared statements: kept by their text, bound from values by kind, read into structs by field
 * tables. It looks at no text and knows no table. A statement is prepared and executed for the first
 * time in one packet: a plain CGI process would otherwise wait twice for each of its answers.
 */
#ifndef OKR_STORE_STATEMENT_INTERNAL_H
#define OKR_STORE_STATEMENT_INTERNAL_H

#include "store/db_internal.h"

void db_close_statements(struct db *db);

#endif
