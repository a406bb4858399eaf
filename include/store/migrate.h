/*
 * The schema: numbered files of sql/migrations, embedded in the programs, applied in order.
 */
#ifndef OKR_STORE_MIGRATE_H
#define OKR_STORE_MIGRATE_H

#include "store/db.h"

/* One file; the array is made from sql/migrations when the program is built. */
struct migration {
	int number;
	const char *name; /* the file's name without its ending */
	const char *text;
};

extern const struct migration migrations[];
extern const size_t migration_count;

/* What is applied, by number; *newest is 0 on an empty database. */
const struct error *migrate_newest(struct db *db, int64_t *newest);

/* What every process of the installation must know of it. */
struct installation {
	int64_t migration;  /* the newest that is applied; 0 on an empty database */
	struct text secret; /* 32 random bytes, made by migrate_run; absent before that */
};

const struct error *installation_read(struct db *db, struct installation *out);

/* Within a transaction, to its end: whoever else asks for it waits. */
const struct error *installation_lock(struct db *db);

/* Applies what is missing, and makes the installation's secret if there is none; one caller at a time (a lock of the server), each file safe to run
 * again after a stop in its middle. `told` is called before each file; it may be NULL. */
const struct error *migrate_run(struct db *db, void (*told)(const struct migration *));

/* The number that this program was built for. */
int64_t migrate_known(void);

#endif
