/*
 * The health of an installation, one finding at a time: what `okrctl doctor` prints, and the set-up page of
 * a host without a shell shows. What is wrong says how to mend it. Findings name paths, accounts and what
 * the database said, and no secret: they are for whoever may write okr.conf.
 */
#ifndef OKR_SERVICE_EXAMINATION_H
#define OKR_SERVICE_EXAMINATION_H

#include "service/work.h"

struct finding {
	const char *check; /* what was looked at: "database version" */
	bool is_well;
	struct text found;  /* what there is; absent when there is nothing to tell */
	struct text advice; /* how to mend it; absent when all is well */
};

/* Who hears the findings. */
struct examiner {
	void (*hear)(void *context, const struct finding *finding);
	void *context;
};

/* Says a finding to the examiner: for those who have looked at something themselves. `advice` is dropped
 * when all is well. */
void examiner_tell(const struct examiner *examiner, const char *check, bool is_well,
		   struct text found, struct text advice);

/* Settings, their files, the state folder. */
void examine_settings(struct work *work, const struct examiner *examiner);

/* The database, its version and clock, the tables; none of these has to be there. */
void examine_database(struct work *work, const struct examiner *examiner);

#endif
