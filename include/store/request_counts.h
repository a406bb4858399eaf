/*
 * Requests of a minute counted in the database, for hosts that share their limits (the setting
 * rate_counters). On one host base/counter.h counts without asking anybody.
 */
#ifndef OKR_STORE_REQUEST_COUNTS_H
#define OKR_STORE_REQUEST_COUNTS_H

#include "base/counter.h"
#include "store/db.h"

/*
 * Counts so many requests of `id` in the calendar minute of the database's clock, or when they would be
 * more than `limit` none. out->seconds: until that minute ends, 1 to 120. Called outside a transaction
 * alone. An error leaves open whether they were counted.
 *
 * A clock that was set back by a minute, as another server's may be, begins no minute twice.
 */
const struct error *request_count_take(struct db *db, struct id id, unsigned requests,
				       unsigned limit, struct tally *out);

/* Forgets what was counted in minutes that are long over. */
const struct error *request_counts_purge(struct db *db);

#endif
