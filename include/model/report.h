/*
 * Reports on one cycle (domain.md section 7): the health of the workspace with its components, and
 * how each team performs. Pure functions of rows as they are read.
 */
#ifndef OKR_MODEL_REPORT_H
#define OKR_MODEL_REPORT_H

#include "base/arena.h"
#include "model/directory.h"
#include "model/kpi.h"
#include "model/objective.h"

/* What a reader may see of a cycle. */
struct report_rows {
	const struct cycle *cycle;
	struct date today;
	struct list objectives; /* struct objective: the cycle's active ones, filled, by id */
	struct list kpis;       /* struct kpi, filled; none for those who may not read KPIs */
	struct list teams;      /* struct team, by id */
};

/* The one that is meant when nobody names another: of those that are active today the one with the
 * latest start, then the shorter, then the smaller id. NULL when none is active. */
const struct cycle *cycle_current(struct list cycles, struct date today);

/* Shares are 0–1, parts 0–100. What cannot be computed is NaN, and a score without a part is
 * INTEGER_NONE with the band WORD_NONE. */
struct workspace_health {
	int64_t score; /* 0–100 */
	word band;
	double pace;       /* of the key results: progress against the elapsed share */
	double check_ins;  /* of the key results: checked in in time */
	double connection; /* of the objectives below the company's: those with a parent */
	double ownership;  /* of the key results: those with an owner */
	double objective_part;
	double kpi_part;
};

struct workspace_health workspace_health_of(const struct report_rows *rows);

/* What there is when there is no cycle. */
extern const struct workspace_health workspace_health_none;

struct status_counts {
	int64_t not_started, on_track, at_risk, off_track;
};

struct severity_counts {
	int64_t critical, high, medium;
};

/* How some of the objectives do. */
struct performance {
	int64_t objective_count, key_result_count;
	double progress;                 /* mean of the objectives; NaN without any */
	double health;                   /* likewise, 0–100 */
	int64_t health_score;            /* rounded; INTEGER_NONE without any */
	word status;                     /* of that score; not_started while all objectives are */
	struct status_counts objectives; /* objectives by status */
	double check_in_rate;            /* as check_ins above; NaN without key results */
	int64_t stalled_count;           /* key results */
	struct severity_counts risks;    /* objectives and key results at risk */
};

/* All of them; `risks` are those of the same rows (model/risk.h). */
struct performance performance_of(const struct report_rows *rows, struct list risks);

struct team_performance {
	struct id team_id; /* none: objectives without a team */
	struct text name;
	struct performance performance;
};

/* Every team of the rows, and objectives without a team where there are any: *out is a list of
 * struct team_performance, the lowest health first, those without objectives last. */
void teams_of(struct arena *arena, const struct report_rows *rows, struct list risks,
	      struct list *out);

#endif
