/*
 * What our SQL asks of a server beyond the oldest common ground: one row a feature, with the version of
 * MariaDB that brought it.
 */
#ifndef OKR_STORE_FEATURES_H
#define OKR_STORE_FEATURES_H

#include <stdbool.h>

#include "store/db.h"

/* The oldest MariaDB that is meant to work; what is tried is Debian's 10.11. */
enum { FEATURES_OLDEST = 100600 };

struct feature {
	const char *name; /* as it stands in SQL, and in docs/install.md */
	int since;        /* MariaDB 10.2.2 is 100202 */
	bool has_mysql;   /* MySQL 8.0 has it, in the same words */
	const char *use;  /* what it is for */
};

/* Ended by a row without name. */
extern const struct feature features[];

/* What a server that calls itself so (VERSION()) lacks, in words; absent when it lacks nothing. */
struct text features_judge(struct arena *arena, struct text version);

/* Asks the server for its version, and judges it. */
const struct error *features_examine(struct db *db, struct text *version, struct text *wrong);

#endif
