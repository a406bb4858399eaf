/*
 * How long the database may keep a request waiting: one limit for everything that is asked for it,
 * whatever hangs (rulings.md 67). Private to the store room.
 */
#ifndef OKR_STORE_WAITING_H
#define OKR_STORE_WAITING_H

#include <mysql.h>
#include <stdbool.h>
#include <stdint.h>

struct waiting {
	int64_t deadline_ms; /* when everything must be answered, monotonic; 0: never */
	int64_t asked_ms;    /* when the statement that is running was sent */
	int64_t allowed_ms;  /* how long its answer may be waited for */
	int64_t counted_us;  /* what was waited until then stands in the figures */
};

/* How much of the limit is left; INT64_MAX without one. */
int64_t waiting_left_ms(const struct waiting *waiting);

/* Before each question: no waiting for its answer takes longer than is left, nor than
 * `patience_seconds`. False when nothing is left. */
bool waiting_begin(struct waiting *waiting, MYSQL *mysql, unsigned patience_seconds);

/* Before connecting, whose limits the client library is told. */
void waiting_connect(struct waiting *waiting, unsigned patience_seconds);

/* The answer, or its last part, is there: what was waited since is added to the figures. */
void waiting_end(struct waiting *waiting);

/* Before more of the answer is read: the same end for each piece of it. */
void waiting_go_on(const struct waiting *waiting, MYSQL *mysql);

/* Whether the question that runs was waited for until its end, and long enough to say that the server
 * hangs. */
bool waiting_was_in_vain(const struct waiting *waiting);

/* What is left in whole seconds, and `max` at most: the client library counts its limits of
 * connecting so. 0: too little is left to try. */
unsigned waiting_seconds(const struct waiting *waiting, int64_t max);

#endif
