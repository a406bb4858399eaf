/*
 * How long the database may keep a request waiting: one limit for everything that is asked for it,
 * whatever hangs (rulings.md 67).
 */
#ifndef OKR_STORE_WAITING_H
#define OKR_STORE_WAITING_H

#include <stdint.h>

#include "store/db.h"

/*
 * All that is asked from now on may take so many milliseconds together: connecting, waiting for rows
 * that others hold, asking again. What does not end in time is an error, and so is a question that
 * comes too late. 0: no limit but that of each question (db_set_patience).
 */
void db_limit(struct db *db, int64_t ms);

/* How much of it is left; INT64_MAX without a limit. */
int64_t db_left_ms(const struct db *db);

#endif
