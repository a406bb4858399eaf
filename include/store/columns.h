/*
 * Whether the tables are as the field tables want them: somebody may have changed a column by hand.
 */
#ifndef OKR_STORE_COLUMNS_H
#define OKR_STORE_COLUMNS_H

#include "store/db.h"

/* *wrong: every column that is missing, is of another kind than its field, or has less room than its
 * field may need, in words; absent when there is none. */
const struct error *columns_examine(struct db *db, struct text *wrong);

#endif
