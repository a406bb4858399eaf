/*
 * The clock of the database's server, to be compared with this host's: nothing is stamped by it.
 */
#ifndef OKR_STORE_SERVER_CLOCK_H
#define OKR_STORE_SERVER_CLOCK_H

#include "base/time.h"
#include "store/db.h"

/* What the server's clock says. */
const struct error *db_clock(struct db *db, struct instant *out);

#endif
