/*
 * The settings of a workspace (product/README.md, decision 7; readings 148 and 149). All of them are
 * kept from the start, also those that nothing reads yet.
 */
#ifndef OKR_MODEL_WORKSPACE_H
#define OKR_MODEL_WORKSPACE_H

#include "model/thing.h"

/* The numbers are what the database holds: append, never renumber. */
enum edit_policy { EDIT_EVERYONE, EDIT_OWNERS };
enum change_reason { REASON_OPTIONAL, REASON_REQUIRED };

extern const struct word_name edit_policy_words[];
extern const struct word_name change_reason_words[];
extern const struct word_name weekday_words[]; /* mon (0) … sun */
extern const struct word_name locale_words[];  /* catalogues that there are */

struct workspace {
	struct record record;  /* its id is the workspace's own */
	struct text name;      /* unique among workspaces */
	struct text time_zone; /* IANA; for mails and for how the console prints times */
	word locale;
	word edit_policy;
	word check_in_weekday; /* WORD_NONE: no day is meant */
	word change_reason;
	int64_t grace_days; /* 0–31 */
	bool escalation;
	struct json_value level_marks; /* three numbers, rising, over 0 and at most 1 */
	struct json_value limits; /* {"objectives_per_owner", "key_results_per_objective"}: ≥ 1 or
				     null */
};

extern const struct thing workspace_thing;

#endif
