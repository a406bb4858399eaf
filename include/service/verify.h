/*
 * Recomputes everything that is stored and could be computed: current values, statuses, progress,
 * momentum, counts and roll-ups, of every key result and objective, deleted ones included; and the
 * shape of the tree. What differs is told; it can be repaired.
 */
#ifndef OKR_SERVICE_VERIFY_H
#define OKR_SERVICE_VERIFY_H

#include "service/work.h"

struct verify_finding {
	const char *thing; /* "objective", "key result" */
	struct id id;
	const char *field;
	struct text stored, computed;
};

struct verify_report {
	int64_t objectives, key_results, findings;
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

#endif
