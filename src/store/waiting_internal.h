/*
 * What the rest of the store does before it waits for the server. Private to the store room.
 */
#ifndef OKR_STORE_WAITING_INTERNAL_H
#define OKR_STORE_WAITING_INTERNAL_H

#include <stdbool.h>

#include "store/db_internal.h"
#include "store/waiting.h"

/* A clock for durations. */
int64_t monotonic_ms(void);

/* Before each question: no waiting for its answer takes longer than is left. False when nothing is. */
bool waiting_begin(struct db *db);

/* Before more of the answer is read: the same end for each piece of it. */
void waiting_go_on(const struct db *db);

/* Whether the question that runs was waited for until its end, and long enough to say that the server
 * hangs. */
bool waiting_was_in_vain(const struct db *db);

/* What is left in whole seconds, and `max` at most: the client library counts its limits of
 * connecting so. 0: too little is left to try. */
unsigned waiting_seconds(const struct db *db, int64_t max);

#endif
