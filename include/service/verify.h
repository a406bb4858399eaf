/*
 * Recomputes everything that is stored and could be computed: current values, statuses, progress,
 * momentum, counts and roll-ups, of every key result and objective, deleted ones included; values of
 * KPIs; the shape of the trees. And reads every row, so that what our own code could not have written
 * is told (rulings.md 66): values that cannot be, references to nothing. What was computed can be
 * stored in its place; the rest is for somebody who knows what it should be.
 */
#ifndef OKR_SERVICE_VERIFY_H
#define OKR_SERVICE_VERIFY_H

#include "service/work.h"

struct verify_finding {
	const char *thing; /* "objective", "key result"; of a table of no thing its name */
	const char *table;
	struct id id;
	const char *field;
	struct text stored, computed; /* what cannot be is read as what is computed */
	bool is_repairable;           /* by `repair` */
};

struct verify_report {
	int64_t objectives, key_results, findings;
	int64_t left; /* of the findings: those that no repair mends */
	void (*found)(void *context, const struct verify_finding *finding); /* may be NULL */
	void *context;

	/* Hears, every few hundred records, how many were looked at so far; may be NULL. */
	void (*looked)(const struct verify_report *report);
};

/*
 * Looks over the session's workspace, in one snapshot. With `repair` it does so within a write
 * transaction and stores what it computed.
 */
const struct error *verify_workspace(struct work *work, bool repair, struct verify_report *report);

/* The same within a transaction that its caller has begun and will end. */
const struct error *verify_rows(struct work *work, bool repair, struct verify_report *report);

/* Rows of all tables whose workspace does not exist. */
const struct error *verify_orphans(struct work *work, struct verify_report *report);

#endif
