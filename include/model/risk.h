/*
 * Risks: key results that will miss their target at their present pace, or of which somebody said
 * so, and the objectives that suffer from them (domain.md section 6). Pure functions of active
 * objectives as they are read, with their key results and their health.
 */
#ifndef OKR_MODEL_RISK_H
#define OKR_MODEL_RISK_H

#include "base/arena.h"
#include "model/key_result.h"
#include "model/objective.h"

struct risk {
	word subject;            /* SUBJECT_OBJECTIVE or SUBJECT_KEY_RESULT */
	struct id id;            /* of the objective or the key result */
	struct id objective_id;  /* the objective itself, or the one that the key result is of */
	struct id key_result_id; /* none: the objective itself is at risk */
	struct id team_id;       /* the objective's */
	struct id owner_id;      /* the key result's, or the objective's where it has none */
	struct text owner_name;
	struct text title;
	struct text objective_title;
	word severity; /* SEVERITY_NONE: no risk */
	double progress;
	double expected_progress; /* the elapsed share of the period */
	double projected;         /* progress at the end of the period at the present velocity */
	double miss;              /* 1 − projected */
	double velocity;          /* progress a day; of an objective: NaN */
	int64_t days_left;
	int64_t check_in_count; /* of an objective: of all its key results */
	int64_t confidence;     /* in the projection, 0–100 */
	int64_t reasons;        /* set of enum risk_reason: bit 1 << reason */
	int64_t interventions;  /* set of enum intervention, likewise */
	struct text blocker_note;
};

/* What there is to fear for one key result; SEVERITY_NONE: nothing. */
struct risk risk_of_key_result(const struct objective *objective,
			       const struct key_result *key_result, struct date today);

/*
 * All risks among `objectives` (struct objective: active, filled, ordered by id): *out is a list of
 * struct risk by severity, then by miss, the worst first. An objective's projection is the weighted
 * mean of its key results and of its child objectives in the list; without any, its progress.
 */
void risks_of(struct arena *arena, struct list objectives, struct date today, struct list *out);

#endif
